"""ast.parse(feature_version=(3, n)): what Python 3.n could not read."""

from _ast import (
    AST,
    AnnAssign,
    AsyncFor,
    AsyncFunctionDef,
    AsyncWith,
    AugAssign,
    Await,
    BinOp,
    Constant,
    Match,
    MatMult,
    NamedExpr,
    TemplateStr,
    Try,
    TryStar,
    Tuple,
    TypeAlias,
    arguments,
    comprehension,
)

_OPERATOR = "The '@' operator is"
_TYPE_PARAMETERS = 'Type parameter lists are'
_CLASSES = {
    AsyncFunctionDef: (5, 'Async functions are'),
    AsyncWith: (5, 'Async with statements are'),
    AsyncFor: (5, 'Async for loops are'),
    Await: (5, 'Await expressions are'),
    AnnAssign: (6, 'Variable annotation syntax is'),
    NamedExpr: (8, 'Assignment expressions are'),
    Match: (10, 'Pattern matching is'),
    TryStar: (11, 'Exception groups are'),
    TypeAlias: (12, 'Type statement is'),
    TemplateStr: (14, 't-strings are'),
}


def check(tree, source, filename, minor):
    """SyntaxError at the first place where the source needs a later version than 3.minor."""
    lines = (source if isinstance(source, str) else bytes(source).decode('utf-8', 'replace')).splitlines(keepends=True)
    found = []
    _look(tree, tree, lines, minor, found)
    if not found:
        return
    # What ends first was read first.
    (line, column), (version, what) = min(found, key=lambda item: item[0])
    text = lines[line - 1] if line <= len(lines) else ''
    if not text.endswith('\n'):
        text += '\n'
    offset = len(text.encode()[:column].decode(errors='replace')) + 1
    message = f'{what} only supported in Python 3.{version} and greater'
    raise SyntaxError(message, (filename, line, offset, text, line, offset + 1))


def _look(node, place, lines, minor, found):
    if hasattr(node, 'end_lineno'):
        place = node
    for name in node._fields:
        value = getattr(node, name, None)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, AST):
                _look(item, place, lines, minor, found)
    for version, what in _needs(node, lines):
        if minor < version:
            last = [place, *(getattr(node, 'posonlyargs', ()) if version == 8 else ())][-1]
            if what == _TYPE_PARAMETERS:
                last = node.type_params[-1]
            found.append(((last.end_lineno, last.end_col_offset), (version, what)))


def _needs(node, lines):
    if type(node) in _CLASSES:
        yield _CLASSES[type(node)]
    if isinstance(node, (BinOp, AugAssign)) and isinstance(node.op, MatMult):
        yield 5, _OPERATOR
    if isinstance(node, comprehension) and node.is_async:
        yield 6, 'Async comprehensions are'
    if isinstance(node, Constant) and type(node.value) in (int, float, complex) and '_' in _text(node, lines):
        yield 6, 'Underscores in numeric literals are'
    if isinstance(node, arguments) and node.posonlyargs:
        yield 8, 'Positional-only parameters are'
    if getattr(node, 'type_params', None):
        yield 12, _TYPE_PARAMETERS
    if getattr(node, 'default_value', None):
        yield 13, 'Type parameter defaults are'
    if isinstance(node, (Try, TryStar)):
        for handler in node.handlers:
            if isinstance(handler.type, Tuple) and not _text(handler.type, lines).startswith('('):
                yield 14, 'except expressions without parentheses are'


def _text(node, lines):
    """The source of a node, as far as it is on its first line."""
    line = lines[node.lineno - 1].encode()
    end = node.end_col_offset if node.end_lineno == node.lineno else None
    return line[node.col_offset : end].decode(errors='replace')
