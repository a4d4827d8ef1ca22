"""Counterpart of CPython's C module _symtable: the scopes that the compiler finds."""

from _ast_nodes import ask as _ask

USE = 16
DEF_GLOBAL, DEF_LOCAL, DEF_PARAM, DEF_NONLOCAL = 1, 2, 4, 8
DEF_FREE_CLASS, DEF_IMPORT, DEF_ANNOT, DEF_COMP_ITER, DEF_TYPE_PARAM, DEF_COMP_CELL = 64, 128, 256, 512, 1024, 2048
DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT
SCOPE_OFF, SCOPE_MASK = 12, 15
LOCAL, GLOBAL_EXPLICIT, GLOBAL_IMPLICIT, FREE, CELL = 1, 2, 3, 4, 5
TYPE_FUNCTION, TYPE_CLASS, TYPE_MODULE, TYPE_ANNOTATION, TYPE_TYPE_ALIAS, TYPE_TYPE_PARAMETERS, TYPE_TYPE_VARIABLE = range(7)

_MODES = {'exec': 'm', 'eval': 'e', 'single': 's'}
_SCOPES = 0x10000000


class _Entry:
    __slots__ = ('name', 'type', 'lineno', 'nested', 'symbols', 'varnames', 'children')

    def __init__(self, parts):
        name, type_, lineno, nested, symbols, varnames, children = parts
        self.name = name
        self.type = type_
        self.lineno = lineno
        self.nested = nested
        self.symbols = dict(zip(symbols[::2], symbols[1::2]))
        self.varnames = list(varnames)
        self.children = [_Entry(child) for child in children]

    @property
    def id(self):
        return id(self)

    def __repr__(self):
        return f'<symtable entry {self.name}({id(self)}), line {self.lineno}>'


_Entry.__name__ = _Entry.__qualname__ = 'symtable entry'
_Entry.__module__ = 'builtins'


def symtable(source, filename, startstr, /):
    """Return symbol and scope dictionaries used internally by compiler."""
    if startstr not in _MODES:
        raise ValueError("symtable() arg 3 must be 'exec' or 'eval' or 'single'")
    if isinstance(source, (bytes, bytearray)):
        source = bytes(source).decode('utf-8-sig')
    if hasattr(filename, '__fspath__'):
        filename = filename.__fspath__()
    if isinstance(filename, bytes):
        filename = filename.decode()
    (scopes,) = _ask(source, filename, _MODES[startstr], _SCOPES)
    return _Entry(scopes)
