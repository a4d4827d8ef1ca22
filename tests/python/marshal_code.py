"""Code objects through marshal, and .pyc files: what comes back runs as what went in."""

import importlib.util
import marshal
import os
import py_compile
import sys
import tempfile


def attempt(f, *args, **options):
    try:
        return f(*args, **options)
    except (ValueError, TypeError) as error:
        return type(error).__name__


def outer(x):
    def inner(y, *, z=3):
        return [x + i * y for i in range(z)]

    return inner


for function in outer, attempt:
    back = marshal.loads(marshal.dumps(function.__code__))
    print(back == function.__code__, back.co_name, back.co_firstlineno == function.__code__.co_firstlineno)
copy = type(outer)(marshal.loads(marshal.dumps(outer.__code__)), globals())
print(copy(1)(2), copy(5)(1, z=1))

module = compile('import math\nclass A:\n    def f(self): return math.floor(2.5)\nprint(A().f(), __name__)', 'made.py', 'exec')
for version in range(6):
    exec(marshal.loads(marshal.dumps(module, version)), {'__name__': str(version)})
print(eval(marshal.loads(marshal.dumps(compile('[i * i for i in range(4)]', '<e>', 'eval')))))
two = compile('x = 1', 'one.py', 'exec'), compile('x = 1', 'two.py', 'exec')
print([code.co_filename for code in marshal.loads(marshal.dumps(two))])
print(marshal.loads(marshal.dumps(two[0].replace(co_name='renamed'))).co_name)

print(attempt(marshal.dumps, module, allow_code=False), attempt(marshal.loads, marshal.dumps(module), allow_code=False))

# What refers to itself, and what cannot be ordered.
loop = ([],)
loop[0].append(loop)
back = marshal.loads(marshal.dumps(loop))
print(back[0][0] is back, marshal.loads(marshal.dumps({1 + 2j, 3j})) == {1 + 2j, 3j}, marshal.loads(b'I\xfe\xdc\xba\x98\x76\x54\x32\x10'))
part = slice([], None)
part.start.append(part)
print(attempt(marshal.dumps, part))

with tempfile.TemporaryDirectory() as folder:
    source, compiled = os.path.join(folder, 'source.py'), os.path.join(folder, 'sourceless.pyc')
    with open(source, 'w') as file:
        file.write('value = [n for n in range(3)]\ndef f():\n    return value, __name__\n')
    py_compile.compile(source, compiled)
    os.remove(source)
    sys.path.insert(0, folder)
    import sourceless

    print(sourceless.f(), type(sourceless.__loader__).__name__)
    with open(compiled, 'rb') as file:
        print(file.read(4) == importlib.util.MAGIC_NUMBER)
    with open(os.path.join(folder, 'foreign.pyc'), 'wb') as file:
        file.write(b'\x01\x02\r\n' + bytes(30))
    try:
        import foreign
    except ImportError as error:
        print(str(error)[:30])
