import isort
from isort import Config

text = '''"""Doc."""
from __future__ import annotations
import sys, os
import numpy as np
from b import (z,
    y as why, x)  # note
from . import local
from .a import thing
import mine.part
from os import path
from typing import *
# about json
import json
if True:
    import q, p

def f():
    import zeta
    import alpha
'''
print(isort.code(text))
for options in {'profile': 'black'}, {'force_single_line': True}, {'force_sort_within_sections': True, 'known_first_party': ['mine']}, {'multi_line_output': 3, 'line_length': 30, 'length_sort': True}, {'add_imports': ['from x import y'], 'remove_imports': ['json']}:
    print(options)
    print(isort.code('\n'.join(text.splitlines()[2:13]) + '\n', config=Config(**options)))
print([isort.place_module(name) for name in ('os', 'numpy', '__future__', 'json.decoder')], isort.check_code('import a\nimport b\n'), isort.check_code('import b\nimport a\n'))
