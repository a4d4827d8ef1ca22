"""`python3.14 scripts/record/text-signatures.py`: writes lib/_text_signatures.py, the signatures that CPython's built-in functions,
methods and classes show as __text_signature__. inspect.signature() reads them.

Keys are `module.function`, `class.method` (the class with its module, without "builtins."), and `class` itself.
"""

import importlib
import sys

MODULES = (
    *('builtins', 'sys', 'math', 'cmath', 'time', 'errno', 'posix', '_io', '_random', 'itertools', '_functools', '_collections'),
    *('_operator', '_bisect', '_heapq', 'array', '_struct', '_abc', '_weakref', 'gc', '_sre', '_json', '_string', '_codecs'),
    *('_typing', '_contextvars', 'atexit', '_warnings', '_thread', '_ast', '_tokenize', '_symtable', '_signal', '_imp'),
    *('_opcode', 'marshal', '_locale', 'faulthandler', '_types', '_stat', 'zlib', '_hashlib', '_blake2', '_sha2', 'fcntl', 'pwd', 'grp'),
    '_pickle',
)


def full_name(cls):
    return cls.__qualname__ if cls.__module__ == 'builtins' else f'{cls.__module__}.{cls.__qualname__}'


def signature_of(value):
    try:
        return value.__text_signature__
    except AttributeError:
        return None


found = {}


def add(key, value):
    signature = signature_of(value)
    if isinstance(signature, str):
        found[key] = signature


def add_class(cls):
    name = full_name(cls)
    if name in seen:
        return
    seen.add(name)
    add(name, cls)
    for attribute, value in vars(cls).items():
        if isinstance(value, type):
            continue
        add(f'{name}.{attribute}', value)


seen = set()
for module_name in MODULES:
    module = importlib.import_module(module_name)
    for name, value in vars(module).items():
        if isinstance(value, type) and value.__module__ in (*MODULES, 'ast', 'typing', 'types', 're', 'collections', 'functools'):
            add_class(value)
        elif callable(value) and not isinstance(value, type):
            add(f'{module_name}.{name}', value)

for value in (lambda: 0, (i for i in ()), sys._getframe(), sys.implementation, type(iter([])), type(sys.flags)):
    add_class(type(value))
for cls in (type(type.__call__), type(list.append), type(len), type(int.real), type({}.keys()), type({}.values()), type({}.items())):
    add_class(cls)
add_class(type(add.__code__))
add_class(type(sys.modules))
add_class(type(type.__dict__))

with open('lib/_text_signatures.py', 'w') as out:
    out.write('"""Signatures of built-in functions, written by scripts/record/text-signatures.py."""\n\n')
    out.write('_SIGNATURES = {\n')
    for key in sorted(found):
        out.write(f'    {key!r}: {found[key]!r},\n')
    out.write('}\n\n\n')
    out.write('''def of(owner, name):
    """`owner`: a class, or the name of a module; a class's own signature has the name None."""
    if isinstance(owner, type):
        module = owner.__module__
        owner = owner.__qualname__ if module == 'builtins' else f'{module}.{owner.__qualname__}'
    return _SIGNATURES.get(owner if name is None else f'{owner}.{name}')
''')
print(len(found))
