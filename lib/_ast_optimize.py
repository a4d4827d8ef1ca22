"""What compile() does to a tree with PyCF_OPTIMIZED_AST, and no more: `'%s' % (x,)` becomes an f-string, __debug__ and the numbers of
patterns become constants, docstrings go at level 2. All else is folded by the compiler, behind trees."""

import _ast
from _ast import AST, BinOp, Constant, Expr, FormattedValue, JoinedStr, Load, Mod, Pass, Starred, Sub, Tuple, UnaryOp

_MOST_DIGITS = 3


def optimize(tree, level):
    """Changes the tree in place, and returns it."""
    return _Folder(level, tree).node(tree)


class _Folder:
    def __init__(self, level, tree):
        self.level = level
        self.skipped = ('annotation', 'returns') if _has_future_annotations(tree) else ()

    def node(self, node):
        kind = type(node).__name__
        if self.level >= 2 and kind in ('Module', 'FunctionDef', 'AsyncFunctionDef', 'ClassDef'):
            _remove_docstring(node)
        for name in node._fields:
            value = getattr(node, name, None)
            if name in self.skipped:
                continue
            if isinstance(value, AST):
                setattr(node, name, self.node(value))
            elif isinstance(value, list):
                value[:] = [self.node(item) if isinstance(item, AST) else item for item in value]
        if kind == 'BinOp':
            return _folded_format(node) or node
        if kind == 'Name' and node.id == '__debug__' and isinstance(node.ctx, Load):
            return _at(Constant(self.level == 0), node)
        if kind == 'MatchValue':
            node.value = _folded_number(node.value)
        elif kind == 'MatchMapping':
            node.keys[:] = [_folded_number(key) for key in node.keys]
        return node


def _has_future_annotations(tree):
    for statement in getattr(tree, 'body', None) or () if isinstance(tree, _ast.Module) else ():
        if isinstance(statement, _ast.ImportFrom):
            if statement.module == '__future__' and any(alias.name == 'annotations' for alias in statement.names):
                return True
    return False


def _at(made, node):
    for name in node._attributes:
        setattr(made, name, getattr(node, name, None))
    return made


# docstrings -----------------------------------------------------------------------------------------------------------


def _is_docstring(body):
    return (
        bool(body) and isinstance(body[0], Expr) and isinstance(body[0].value, Constant) and isinstance(body[0].value.value, str)
    )


def _remove_docstring(node):
    body = node.body
    if not _is_docstring(body):
        return
    removed = body.pop(0)
    if not body:
        line, column = removed.lineno, removed.col_offset
        body.append(Pass(lineno=line, col_offset=column, end_lineno=line, end_col_offset=column + len('pass')))
    elif _is_docstring(body):
        # What is first now was none, and stays none.
        body[0].value = _at(JoinedStr([body[0].value]), body[0].value)


# numbers in patterns --------------------------------------------------------------------------------------------------


def _folded_number(node):
    if isinstance(node, UnaryOp):
        return _at(Constant(-node.operand.value), node)
    if isinstance(node, BinOp):
        left = _folded_number(node.left).value
        right = node.right.value
        return _at(Constant(left - right if isinstance(node.op, Sub) else left + right), node)
    return node


# '%s' % (x,) ----------------------------------------------------------------------------------------------------------


def _folded_format(node):
    left, right = node.left, node.right
    if not isinstance(node.op, Mod) or not isinstance(left, Constant) or not isinstance(right, Tuple):
        return None
    if not isinstance(left.value, str) or left.kind is not None or any(isinstance(item, Starred) for item in right.elts):
        return None
    pieces = _pieces(left.value)
    if pieces is None or sum(isinstance(piece, tuple) for piece in pieces) != len(right.elts):
        return None
    items = iter(right.elts)
    values = []
    for piece in pieces:
        if isinstance(piece, str):
            values.append(_at(Constant(piece), left))
            continue
        item = next(items)
        conversion, spec = piece
        spec = _at(Constant(spec), item) if spec else None
        values.append(_at(FormattedValue(item, ord(conversion), spec), item))
    return _at(JoinedStr(values), node)


def _pieces(format):
    """Text, and (conversion, format specification) for each directive; None: there are others than %s, %r, %a, %%."""
    pieces = []
    text = ''
    at = 0
    while at < len(format):
        if format[at] != '%':
            text += format[at]
            at += 1
        elif format[at : at + 2] == '%%':
            text += '%'
            at += 2
        else:
            at, conversion, spec = _directive(format, at + 1)
            if conversion not in ('s', 'r', 'a'):
                return None
            if text:
                pieces.append(text)
            text = ''
            pieces.append((conversion, spec))
    return pieces + [text] if text else pieces


def _directive(format, at):
    left = False
    while format[at : at + 1] and format[at] in '-+ #0':
        left |= format[at] == '-'
        at += 1
    at, width = _digits(format, at)
    spec = f'{"" if left else ">"}{width}' if width else ''
    if format[at : at + 1] == '.':
        at, precision = _digits(format, at + 1)
        spec += f'.{precision or 0}'
    return at + 1, format[at : at + 1], spec


def _digits(format, at):
    end = at
    while format[end : end + 1] and format[end] in '0123456789' and end - at < _MOST_DIGITS:
        end += 1
    return end, format[at:end]
