import io
import os
import tempfile

from dotenv import dotenv_values, find_dotenv, get_key, load_dotenv, set_key, unset_key

text = """# comment
export A=1
B='single $A'
C="double ${A} \\n x"
D=${C:-default} # behind
E = spaced value
F
G="multi
line"
H=${MISSING:-none}
bad line here
I=a#b
"""
print(dict(dotenv_values(stream=io.StringIO(text))), dict(dotenv_values(stream=io.StringIO(text), interpolate=False))['D'])
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, '.env')
    with open(path, 'w') as file:
        file.write('X=1\nY=2\n')
    print(set_key(path, 'X', "it's")[0], set_key(path, 'Z', '3', quote_mode='never')[1:], unset_key(path, 'Y'), get_key(path, 'Z'), open(path).read())
    print(load_dotenv(path), os.environ['X'], find_dotenv('no such file') == '')
