"""A syntax tree on its way to the compiler: checked as CPython checks it, and written as JSON (ts/compiler/answers/trees.ts reads it)."""

from _ast import AST, _groups, _kinds, _shapes

_missing = object()
_ROOTS = {'exec': 'Module', 'eval': 'Expression', 'single': 'Interactive', 'func_type': 'FunctionType'}
_SYMBOLS = frozenset(('expr_context', 'boolop', 'operator', 'unaryop', 'cmpop'))
_POSITIONED = frozenset(
    ('stmt', 'expr', 'excepthandler', 'arg', 'keyword', 'alias', 'pattern', 'type_param')
)
_UNUSED = frozenset(('type_comment', 'type_ignores'))
_CONSTANTS = frozenset(('None', 'True', 'False'))
_COMPREHENSIONS = frozenset(('ListComp', 'SetComp', 'DictComp', 'GeneratorExp'))


def check_root(tree, mode):
    wanted = _ROOTS[mode]
    if not isinstance(tree, _kinds[wanted][0]):
        raise TypeError(f'expected {wanted} node, got {type(tree).__name__}')
    return tree


def encode(tree, mode):
    check_root(tree, mode)
    writer = _Writer()
    writer.node(tree, 'mod')
    return ''.join(writer.out)


def function_type(source, filename):
    """The tree of `(int, *str) -> bool`, a signature in a type comment."""
    from _ast import FunctionType, PyCF_ONLY_AST, Starred

    left, arrow, right = source.rpartition('->')
    if not arrow or not left.strip().startswith('(') or not left.strip().endswith(')'):
        raise SyntaxError('invalid syntax', (filename, 1, 1, source, 1, 1))
    call = compile('f' + left.strip(), filename, 'eval', PyCF_ONLY_AST, True).body
    returns = compile(right.strip(), filename, 'eval', PyCF_ONLY_AST, True).body
    # One `*` at the end, and one `**` behind it.
    starred = [isinstance(arg, Starred) for arg in call.args]
    if any(starred[:-1]) or len(call.keywords) > 1 or any(keyword.arg for keyword in call.keywords):
        raise SyntaxError('invalid syntax', (filename, 1, 1, source, 1, 1))
    stars = [arg.value if isinstance(arg, Starred) else arg for arg in call.args]
    return FunctionType(argtypes=stars + [keyword.value for keyword in call.keywords], returns=returns)


def _kind_of(node, group):
    """The name of the constructor of which `node` is an instance; classes of programs may be derived from it."""
    for cls in type(node).__mro__:
        known = _kinds.get(cls.__name__)
        if known is not None and known[0] is cls and _groups[cls.__name__].__name__ == group:
            return cls.__name__
    raise TypeError(f'expected some sort of {group}, but got {node!r}')


class _Writer:
    def __init__(self):
        self.out = []

    def node(self, node, group):
        # As in CPython, whether it has a position is looked at first, even of what is no node.
        position = self.position(node, group) if group in _POSITIONED else ''
        kind = _kind_of(node, group)
        put = self.out.append
        if group in _SYMBOLS:
            put(f'"{kind}"')
            return
        put(f'{{"kind":"{kind}"')
        if kind in _COMPREHENSIONS:
            _check_generators(_items(node, 'generators'))
        for name, type_, mark in _shapes.get(kind, ()):
            value = getattr(node, name, _missing)
            if name in _UNUSED:
                continue
            if kind == 'Constant' and name == 'kind':
                put(f',"u":{"true" if value == "u" else "false"}')
                continue
            put(f',"{name}":')
            self.field(value, kind, name, type_, mark)
        put(position)
        _VALIDATORS.get(kind, _valid)(node)
        put('}')

    def field(self, value, kind, name, type_, mark):
        if mark.endswith('*'):
            if value is _missing or value is None:
                self.out.append('[]')
                return
            if not isinstance(value, list):
                raise TypeError(f'{kind} field "{name}" must be a list, not a {type(value).__name__}')
            if type_ == 'expr':
                _check_contexts(kind, name, value)
            self.out.append('[')
            for i, item in enumerate(value):
                if i:
                    self.out.append(',')
                if item is None and mark == '*' and type_ in ('expr', 'stmt', 'pattern'):
                    what = {'expr': 'expression', 'stmt': 'statement'}.get(type_, type_)
                    raise ValueError(f'None disallowed in {what} list')
                self.value(item, type_)
            self.out.append(']')
            return
        if value is _missing or value is None:
            if kind == 'ImportFrom' and name == 'level':
                self.out.append('0')
                return
            if mark == '?' or type_ == 'constant' and value is None:
                return self.constant(None) if type_ == 'constant' else self.out.append('null')
            if value is None:
                raise ValueError(f"field '{name}' is required for {kind}")
            if type_ == 'expr_context':
                self.out.append('"Load"')
                return
            raise TypeError(f'required field "{name}" missing from {kind}')
        if type_ == 'expr':
            _check_contexts(kind, name, [value])
        if kind == 'Interpolation' and name == 'str':
            self.out.append(_text(str(value)))
        else:
            self.value(value, type_)

    def value(self, value, type_):
        if value is None:
            self.out.append('null')
        elif type_ == 'identifier' or type_ == 'string':
            if type(value) is not str:
                raise TypeError(f'AST {type_} must be of type str')
            self.out.append(_text(value))
        elif type_ == 'int':
            if not isinstance(value, int):
                raise ValueError(f'invalid integer value: {value!r}')
            self.out.append(str(int(value)))
        elif type_ == 'constant':
            self.constant(value)
        else:
            self.node(value, type_)

    def position(self, node, group):
        numbers = []
        for name in ('lineno', 'col_offset', 'end_lineno', 'end_col_offset'):
            value = getattr(node, name, _missing)
            optional = name.startswith('end') and group not in ('pattern', 'type_param')
            if value is _missing and not optional:
                raise TypeError(f'required field "{name}" missing from {group}')
            if optional and (value is None or value is _missing):
                value = numbers[len(numbers) - 2]
            if not isinstance(value, int):
                raise ValueError(f'invalid integer value: {value!r}')
            numbers.append(int(value))
        line, col, end_line, end_col = numbers
        if line > end_line:
            raise ValueError(f'AST node line range ({line}, {end_line}) is not valid')
        if (line < 0 and end_line != line) or (col < 0 and col != end_col):
            raise ValueError(
                f'AST node column range ({col}, {end_col}) for line range ({line}, {end_line}) is not valid'
            )
        if line == end_line and col > end_col:
            raise ValueError(f'line {line}, column {col}-{end_col} is not a valid range')
        return f',"lineno":{line},"colOffset":{col},"endLineno":{end_line},"endColOffset":{end_col}'

    def constant(self, value):
        self.out.append(_constant(value))


def _constant(value):
    cls = type(value)
    if value is None:
        return '["none"]'
    if value is ...:
        return '["ellipsis"]'
    if cls is bool:
        return f'["bool",{"true" if value else "false"}]'
    if cls is int:
        sign, digits = ('-', hex(-value)) if value < 0 else ('', hex(value))
        return f'["int","{digits}","{sign}"]'
    if cls is float:
        return f'["float","{value!r}"]'
    if cls is complex:
        return f'["complex","{value.real!r}","{value.imag!r}"]'
    if cls is str:
        return f'["str",{_text(value)}]'
    if cls is bytes:
        return f'["bytes",{_text(value.decode("latin-1"))}]'
    if cls is tuple or cls is frozenset:
        return f'["{cls.__name__}",[{",".join(map(_constant, value))}]]'
    raise TypeError(f'got an invalid type in Constant: {cls.__name__}')


def _text(value):
    if value.isascii() and value.isprintable() and '"' not in value and '\\' not in value:
        return f'"{value}"'
    parts = []
    for char in value:
        code = ord(char)
        if code > 0xFFFF:
            code -= 0x10000
            parts.append(f'\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}')
        elif code < 32 or code > 126 or char in '"\\':
            parts.append(f'\\u{code:04x}')
        else:
            parts.append(char)
    return f'"{"".join(parts)}"'


# what the grammar cannot say ------------------------------------------------------------------------------------------


def _valid(node):
    pass


def _items(node, name):
    return getattr(node, name, None) or []


def _not_empty(name, owner=None):
    def validate(node):
        if not _items(node, name):
            raise ValueError(f'empty {name} on {owner or type(node).__name__}')

    return validate


def _context(nodes, wanted):
    for node in nodes:
        context = getattr(node, 'ctx', None)
        name = type(node).__name__
        if name in ('Name', 'Attribute', 'Subscript', 'Starred', 'List', 'Tuple'):
            found = type(context).__name__ if context is not None else 'Load'
            if found != wanted:
                raise ValueError(f'expression must have {wanted} context but has {found} instead')
            if name == 'Starred':
                _context([node.value], wanted)
            elif name in ('List', 'Tuple'):
                _context(node.elts, wanted)
        elif wanted != 'Load':
            raise ValueError(f'expression which can\'t be {"assigned to" if wanted == "Store" else "deleted"} in {wanted} context')


# What is stored or deleted; all other expressions are read. Parts of targets are looked at with the whole.
_TARGETS = {
    **{('For', 'target'): 'Store', ('AsyncFor', 'target'): 'Store', ('comprehension', 'target'): 'Store'},
    **{('withitem', 'optional_vars'): 'Store', ('NamedExpr', 'target'): 'Store', ('Assign', 'targets'): 'Store'},
    **{('AugAssign', 'target'): 'Store', ('AnnAssign', 'target'): 'Store', ('TypeAlias', 'name'): 'Store'},
    ('Delete', 'targets'): 'Del',
}
_PARTS = frozenset(('Starred', 'List', 'Tuple'))


def _check_contexts(kind, name, nodes):
    wanted = _TARGETS.get((kind, name), 'Load')
    if kind in _PARTS and wanted == 'Load' and name != 'slice':
        return
    _context([node for node in nodes if node is not None], wanted)


def _check_generators(generators):
    if not generators:
        raise ValueError('comprehension with no generators')
    for generator in generators:
        for name in ('target', 'iter', 'ifs'):
            value = getattr(generator, name, None)
            values = value if isinstance(value, list) else [value]
            if name == 'ifs' and None in values:
                raise ValueError('None disallowed in expression list')
            _check_contexts('comprehension', name, values)


def _all(*validators):
    def validate(node):
        for validator in validators:
            validator(node)

    return validate


def _no_constant(*fields):
    def validate(node):
        for field in fields:
            name = getattr(node, field, None)
            if type(name) is str and name in _CONSTANTS:
                raise ValueError(f"identifier field can't represent '{name}' constant")

    return validate


# patterns: what kinds of nodes there are is the grammar's to say ------------------------------------------------------


def _capture(name):
    if name == '_':
        raise ValueError("can't capture name '_' in patterns")
    if name in _CONSTANTS:
        raise ValueError(f"identifier field can't represent '{name}' constant")


def _no_star(*patterns):
    if any(type(pattern).__name__ == 'MatchStar' for pattern in patterns):
        raise ValueError("can't use MatchStar here")


def _match_literal(node):
    kind = type(node).__name__
    if kind == 'Constant':
        if type(node.value) not in (int, float, complex, str, bytes):
            raise ValueError('unexpected constant inside of a literal pattern')
    elif kind not in ('Attribute', 'UnaryOp', 'BinOp', 'JoinedStr'):
        raise ValueError('patterns may only match literals and attribute lookups')


def _match_value(node):
    _match_literal(node.value)


def _match_singleton(node):
    if node.value is not None and type(node.value) is not bool:
        raise ValueError('MatchSingleton can only contain True, False and None')


def _match_mapping(node):
    keys, patterns = _items(node, 'keys'), _items(node, 'patterns')
    if len(keys) != len(patterns):
        raise ValueError("MatchMapping doesn't have the same number of keys as patterns")
    _capture(getattr(node, 'rest', None))
    for key in keys:
        if type(key).__name__ != 'Constant' or key.value is not None and type(key.value) is not bool:
            _match_literal(key)
    _no_star(*patterns)


def _match_class(node):
    names, patterns = _items(node, 'kwd_attrs'), _items(node, 'kwd_patterns')
    if len(names) != len(patterns):
        raise ValueError("MatchClass doesn't have the same number of keyword attributes as patterns")
    cls = node.cls
    while type(cls).__name__ == 'Attribute':
        cls = cls.value
    if type(cls).__name__ != 'Name':
        raise ValueError('MatchClass cls field can only contain Name or Attribute nodes.')
    for name in names:
        if name in _CONSTANTS:
            raise ValueError(f"identifier field can't represent '{name}' constant")
    _no_star(*_items(node, 'patterns'), *patterns)


def _match_as(node):
    name, pattern = getattr(node, 'name', None), getattr(node, 'pattern', None)
    if name is None and pattern is not None:
        raise ValueError('MatchAs must specify a target name if a pattern is given')
    _capture(name)
    _no_star(pattern)


def _match_or(node):
    if len(_items(node, 'patterns')) < 2:
        raise ValueError('MatchOr requires at least 2 patterns')
    _no_star(*node.patterns)


def _match_case(node):
    _body(node)
    _no_star(node.pattern)


def _bool_op(node):
    if len(node.values) < 2:
        raise ValueError('BoolOp with less than 2 values')


def _dict(node):
    if len(node.keys) != len(node.values):
        raise ValueError("Dict doesn't have the same number of keys as values")


def _compare(node):
    if not node.comparators:
        raise ValueError('Compare with no comparators')
    if len(node.comparators) != len(node.ops):
        raise ValueError('Compare has a different number of comparators and operands')


def _arguments(node):
    if len(_items(node, 'defaults')) > len(_items(node, 'posonlyargs')) + len(_items(node, 'args')):
        raise ValueError('more positional defaults than args on arguments')
    if len(_items(node, 'kw_defaults')) != len(_items(node, 'kwonlyargs')):
        raise ValueError('length of kwonlyargs is not the same as kw_defaults on arguments')


def _raise(node):
    if getattr(node, 'exc', None) is None and getattr(node, 'cause', None) is not None:
        raise ValueError('Raise with cause but no exception')


def _try(node):
    kind = type(node).__name__
    if not _items(node, 'body'):
        raise ValueError(f'empty body on {kind}')
    if not _items(node, 'handlers'):
        if not _items(node, 'finalbody'):
            raise ValueError(f'{kind} has neither except handlers nor finalbody')
        if _items(node, 'orelse'):
            raise ValueError(f'{kind} has orelse but no except handlers')


def _import_from(node):
    level = getattr(node, 'level', None)
    if level is not None and level < 0:
        raise ValueError('Negative ImportFrom level')


def _ann_assign(node):
    if node.simple and type(node.target).__name__ != 'Name':
        raise TypeError('AnnAssign with simple non-Name target')


def _type_alias(node):
    if type(node.name).__name__ != 'Name':
        raise TypeError('TypeAlias with non-Name name')


_body = _not_empty('body')
_VALIDATORS = {
    'Name': _no_constant('id'),
    'alias': _no_constant('name', 'asname'),
    **dict.fromkeys(('TypeVar', 'ParamSpec', 'TypeVarTuple'), _no_constant('name')),
    'MatchValue': _match_value,
    'MatchSingleton': _match_singleton,
    'MatchMapping': _match_mapping,
    'MatchClass': _match_class,
    'MatchStar': lambda node: _capture(getattr(node, 'name', None)),
    'MatchAs': _match_as,
    'MatchOr': _match_or,
    'match_case': _match_case,
    'BoolOp': _bool_op,
    'Dict': _dict,
    'Compare': _compare,
    **dict.fromkeys(('FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'ExceptHandler'), _all(_no_constant('name'), _body)),
    **dict.fromkeys(('While', 'If', 'For', 'AsyncFor'), _body),
    **dict.fromkeys(('With', 'AsyncWith'), _all(_not_empty('items'), _body)),
    'Delete': _not_empty('targets'),
    'Assign': _not_empty('targets'),
    'AnnAssign': _ann_assign,
    'TypeAlias': _type_alias,
    'Match': _not_empty('cases'),
    'arguments': _arguments,
    'Raise': _raise,
    **dict.fromkeys(('Try', 'TryStar'), _try),
    'ImportFrom': _all(_not_empty('names'), _import_from),
    **dict.fromkeys(('Import', 'Global', 'Nonlocal'), _not_empty('names')),
}
