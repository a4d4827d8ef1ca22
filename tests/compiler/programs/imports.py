import a
import a.b.c
import a.b.c as d
import e as f, g
from . import h
from ..i import j as k, l
from m import *


def local():
    import os.path
    from sys import argv
    return os, argv
