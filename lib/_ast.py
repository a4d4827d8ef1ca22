"""Counterpart of CPython's C module _ast: the classes of syntax trees.

Classes are made from the abstract grammar below. `expr?` may be None, `expr*` is a list. Trees of the front end are built by
_ast_nodes, in C; a tree goes back to the compiler through _ast_compile.
"""

from sys import intern

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_OPTIMIZED_AST = 0x8000 | PyCF_ONLY_AST

_POSITION = ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')

# group: attributes, constructors. In a group with `end?` the end of a position may be None.
_GRAMMAR = {
    'mod': (
        '',
        'Module(stmt* body, type_ignore* type_ignores)',
        'Interactive(stmt* body)',
        'Expression(expr body)',
        'FunctionType(expr* argtypes, expr returns)',
    ),
    'stmt': (
        'end?',
        'FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)',
        'AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)',
        'ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)',
        'Return(expr? value)',
        'Delete(expr* targets)',
        'Assign(expr* targets, expr value, string? type_comment)',
        'TypeAlias(expr name, type_param* type_params, expr value)',
        'AugAssign(expr target, operator op, expr value)',
        'AnnAssign(expr target, expr annotation, expr? value, int simple)',
        'For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)',
        'AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)',
        'While(expr test, stmt* body, stmt* orelse)',
        'If(expr test, stmt* body, stmt* orelse)',
        'With(withitem* items, stmt* body, string? type_comment)',
        'AsyncWith(withitem* items, stmt* body, string? type_comment)',
        'Match(expr subject, match_case* cases)',
        'Raise(expr? exc, expr? cause)',
        'Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)',
        'TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)',
        'Assert(expr test, expr? msg)',
        'Import(alias* names)',
        'ImportFrom(identifier? module, alias* names, int? level)',
        'Global(identifier* names)',
        'Nonlocal(identifier* names)',
        'Expr(expr value)',
        'Pass',
        'Break',
        'Continue',
    ),
    'expr': (
        'end?',
        'BoolOp(boolop op, expr* values)',
        'NamedExpr(expr target, expr value)',
        'BinOp(expr left, operator op, expr right)',
        'UnaryOp(unaryop op, expr operand)',
        'Lambda(arguments args, expr body)',
        'IfExp(expr test, expr body, expr orelse)',
        'Dict(expr?* keys, expr* values)',
        'Set(expr* elts)',
        'ListComp(expr elt, comprehension* generators)',
        'SetComp(expr elt, comprehension* generators)',
        'DictComp(expr key, expr value, comprehension* generators)',
        'GeneratorExp(expr elt, comprehension* generators)',
        'Await(expr value)',
        'Yield(expr? value)',
        'YieldFrom(expr value)',
        'Compare(expr left, cmpop* ops, expr* comparators)',
        'Call(expr func, expr* args, keyword* keywords)',
        'FormattedValue(expr value, int conversion, expr? format_spec)',
        'Interpolation(expr value, constant str, int conversion, expr? format_spec)',
        'JoinedStr(expr* values)',
        'TemplateStr(expr* values)',
        'Constant(constant value, string? kind)',
        'Attribute(expr value, identifier attr, expr_context ctx)',
        'Subscript(expr value, expr slice, expr_context ctx)',
        'Starred(expr value, expr_context ctx)',
        'Name(identifier id, expr_context ctx)',
        'List(expr* elts, expr_context ctx)',
        'Tuple(expr* elts, expr_context ctx)',
        'Slice(expr? lower, expr? upper, expr? step)',
    ),
    'expr_context': ('', 'Load', 'Store', 'Del'),
    'boolop': ('', 'And', 'Or'),
    'operator': (
        '',
        *('Add', 'Sub', 'Mult', 'MatMult', 'Div', 'Mod', 'Pow', 'LShift', 'RShift', 'BitOr', 'BitXor', 'BitAnd', 'FloorDiv'),
    ),
    'unaryop': ('', 'Invert', 'Not', 'UAdd', 'USub'),
    'cmpop': ('', 'Eq', 'NotEq', 'Lt', 'LtE', 'Gt', 'GtE', 'Is', 'IsNot', 'In', 'NotIn'),
    'comprehension': ('', 'comprehension(expr target, expr iter, expr* ifs, int is_async)'),
    'excepthandler': ('end?', 'ExceptHandler(expr? type, identifier? name, stmt* body)'),
    'arguments': (
        '',
        'arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults)',
    ),
    'arg': ('end?', 'arg(identifier arg, expr? annotation, string? type_comment)'),
    'keyword': ('end?', 'keyword(identifier? arg, expr value)'),
    'alias': ('end?', 'alias(identifier name, identifier? asname)'),
    'withitem': ('', 'withitem(expr context_expr, expr? optional_vars)'),
    'match_case': ('', 'match_case(pattern pattern, expr? guard, stmt* body)'),
    'pattern': (
        'end',
        'MatchValue(expr value)',
        'MatchSingleton(constant value)',
        'MatchSequence(pattern* patterns)',
        'MatchMapping(expr* keys, pattern* patterns, identifier? rest)',
        'MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)',
        'MatchStar(identifier? name)',
        'MatchAs(pattern? pattern, identifier? name)',
        'MatchOr(pattern* patterns)',
    ),
    'type_ignore': ('', 'TypeIgnore(int lineno, string tag)'),
    'type_param': (
        'end',
        'TypeVar(identifier name, expr? bound, expr? default_value)',
        'ParamSpec(identifier name, expr? default_value)',
        'TypeVarTuple(identifier name, expr? default_value)',
    ),
}

# the base -------------------------------------------------------------------------------------------------------------


def _deprecated(message):
    import warnings

    warnings.warn(message, DeprecationWarning, stacklevel=3)


def _shown_name(cls):
    return 'ast.AST' if cls is AST else cls.__name__


class AST:
    __module__ = 'ast'
    __doc__ = None
    _fields = ()
    __match_args__ = ()
    _attributes = ()

    def __init__(self, *args, **kwargs):
        cls = type(self)
        try:
            fields = cls._fields
        except AttributeError:
            raise AttributeError(f"type object '{_shown_name(cls)}' has no attribute '_fields'") from None
        if len(args) > len(fields):
            plural = '' if len(fields) == 1 else 's'
            raise TypeError(
                f'{cls.__name__} constructor takes at most {len(fields)} positional argument{plural}'
            )
        missing = set(fields[len(args) :])
        for name, value in zip(fields, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            if name in fields:
                if name not in missing:
                    raise TypeError(f"{cls.__name__} got multiple values for argument '{name}'")
                missing.discard(name)
            elif name not in cls._attributes:
                _deprecated(
                    f"{_shown_name(cls)}.__init__ got an unexpected keyword argument '{name}'. "
                    'Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.'
                )
            setattr(self, name, value)
        if not missing:
            return
        types = getattr(cls, '_field_types', None)
        if types is None:
            return
        for name in fields:
            if name in missing:
                _set_missing(self, cls, name, types)

    def __reduce__(self):
        # Children must be given to the constructor, or it would warn; the state then sets them.
        fields = type(self)._fields
        state = vars(self)
        return type(self), (None,) * len([name for name in fields if name in state]), dict(state)

    def __replace__(self, /, *args, **kwargs):
        if args:
            raise TypeError('__replace__() takes no positional arguments')
        cls = type(self)
        known = {*cls._fields, *cls._attributes}
        state = {name: value for name, value in vars(self).items() if name in known}
        for name in kwargs:
            if name not in known:
                raise TypeError(f"{cls.__name__}.__replace__ got an unexpected keyword argument '{name}'.")
        optional = {name for name in cls._fields if hasattr(cls, name)}
        missing = [name for name in cls._fields if name not in state and name not in kwargs and name not in optional]
        if missing:
            names = ', '.join(map(repr, missing))
            plural = '' if len(missing) == 1 else 's'
            raise TypeError(
                f'{cls.__name__}.__replace__ missing {len(missing)} keyword argument{plural}: {names}.'
            )
        return cls(**(state | kwargs))

    def __repr__(self):
        return _repr(self, 3)


def _set_missing(self, cls, name, types):
    kind = types.get(name)
    if kind is None:
        _deprecated(
            f"Field {name!r} is missing from {cls.__name__}._field_types. "
            'This will become an error in Python 3.15.'
        )
    elif type(kind) is _Union:
        pass  # the class has None
    elif type(kind) is _ListOf:
        setattr(self, name, [])
    elif kind is expr_context:
        setattr(self, name, _singletons['Load'])
    else:
        _deprecated(
            f"{cls.__name__}.__init__ missing 1 required positional argument: '{name}'. "
            'This will become an error in Python 3.15.'
        )


_Union = type(int | None)
_ListOf = type(list[int])


def _repr(node, depth):
    name = type(node).__name__
    if depth <= 0:
        return f'{name}(...)'
    parts = []
    for field in type(node)._fields:
        value = getattr(node, field)
        if isinstance(value, (list, tuple)):
            text = _repr_items(value, depth - 1)
        else:
            text = _repr(value, depth - 1) if isinstance(value, AST) else repr(value)
        parts.append(f'{field}={text}')
    return f'{name}({", ".join(parts)})'


def _repr_items(items, depth):
    shown = items if len(items) <= 2 else (items[0], ..., items[-1])
    texts = []
    for item in shown:
        if item is ...:
            texts.append('...')
        else:
            texts.append(_repr(item, depth) if isinstance(item, AST) else repr(item))
    text = ', '.join(texts)
    if isinstance(items, list):
        return f'[{text}]'
    return f'({text},)' if len(items) == 1 else f'({text})'


# the classes ----------------------------------------------------------------------------------------------------------

_SIMPLE_TYPES = {'identifier': str, 'string': str, 'int': int, 'constant': object}

# Kind of node to what _ast_nodes needs: class, fields, whether it has a position, and the only instance of a kind without fields.
_kinds = {}
_singletons = {}
# Kind of node to its fields: name, type, and '?', '*' or '?*'. And to the group that it belongs to.
_shapes = {}
_groups = {}


def _make_class(name, base, doc, attributes):
    namespace = {'__module__': 'ast', '__doc__': doc, '_fields': (), '__match_args__': ()}
    if attributes is not None:
        namespace['_attributes'] = _POSITION if attributes else ()
        if attributes == 'end?':
            namespace['end_lineno'] = namespace['end_col_offset'] = None
    cls = type(name, (base,), namespace)
    globals()[name] = cls
    return cls


def _parse_fields(cls, text):
    fields = []
    types = {}
    shape = _shapes[cls.__name__] = []
    for part in text.split(', '):
        kind, name = part.split(' ')
        plain = kind.rstrip('?*')
        type_ = _SIMPLE_TYPES.get(plain) or globals()[plain]
        if kind.endswith('*'):
            type_ = list[type_]
        elif kind.endswith('?'):
            type_ = type_ | None
            setattr(cls, name, None)
        name = intern(name)
        fields.append(name)
        types[name] = type_
        shape.append((name, plain, kind[len(plain) :]))
    cls._fields = cls.__match_args__ = tuple(fields)
    return types


def _make_classes():
    pending = []
    for group, (attributes, *constructors) in _GRAMMAR.items():
        if group == constructors[0].partition('(')[0]:
            cls = _make_class(group, AST, constructors[0], attributes)
            pending.append((cls, constructors[0], attributes))
            continue
        separator = '\n' + ' ' * (len(group) + 1) + '| '
        if '(' not in constructors[0]:
            separator = ' | '
        base = _make_class(group, AST, f'{group} = {separator.join(constructors)}', attributes)
        for text in constructors:
            pending.append((_make_class(text.partition('(')[0], base, text, None), text, attributes))
    for cls, text, attributes in pending:
        fields = text.partition('(')[2].rstrip(')')
        types = _parse_fields(cls, fields) if fields else {}
        cls._field_types = types
        cls.__annotations__ = types
        only = None
        if not fields and not attributes:
            only = _singletons[cls.__name__] = object.__new__(cls)
        _groups[cls.__name__] = cls if cls.__base__ is AST else cls.__base__
        _kinds[cls.__name__] = (cls, cls._fields, bool(attributes), only)


_make_classes()


def _build(code):
    """The tree in a code object that the front end made (ts/compiler/answers/trees.ts)."""
    from _ast_nodes import build

    names, words, constants = code.co_consts
    return build(tuple([_kinds[name] for name in names]), words, constants)
