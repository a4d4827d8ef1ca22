"""ast.parse(type_comments=True): the type comments of a source, put into its tree.

They are found again among the tokens, because the parser sees no comments. One belongs to what stands before it: to an assignment that ends there; behind a
colon to the loop, with statement or function whose body comes next, to a function also on a line of its own; in the parentheses of a
function to a parameter. Elsewhere it is a SyntaxError. `# type: ignore` may be anywhere.
"""

from _ast import (
    Assign,
    AsyncFor,
    AsyncFunctionDef,
    AsyncWith,
    ClassDef,
    For,
    FunctionDef,
    If,
    Try,
    TypeIgnore,
    While,
    With,
    stmt,
)
from _tokenize import TokenizerIter
from token import COMMENT, INDENT, NAME, NEWLINE, NL

_FUNCTIONS = (FunctionDef, AsyncFunctionDef)
_HEADERS = (For, AsyncFor, With, AsyncWith, *_FUNCTIONS)
_BLOCKS = {
    For: "'for' statement",
    AsyncFor: "'for' statement",
    With: "'with' statement",
    AsyncWith: "'with' statement",
    While: "'while' statement",
    If: "'if' statement",
    Try: "'try' statement",
    ClassDef: 'class definition',
}
_BLANK = ' \t'


def attach(tree, source, filename):
    if not isinstance(source, str):
        source = _decoded(bytes(source))
    if 'type:' not in source:
        return
    lines = source.splitlines(keepends=True)
    tokens = []
    comments = []
    for kind, text, start, end, line in TokenizerIter(iter(lines).__next__, extra_tokens=True):
        if kind == COMMENT:
            comment = _type_comment(text)
            if comment is None:
                continue
            ignored = _ignored(comment)
            if ignored is not None:
                # As in CPython, the tag of a line that is nothing else includes the line's end.
                alone = not line[: start[1]].strip(_BLANK)
                tree.type_ignores.append(TypeIgnore(start[0], ignored + '\n' if alone else ignored))
                continue
            comments.append((len(tokens), comment))
        elif kind == NL:
            continue
        tokens.append((kind, text, _in_bytes(lines, start), _in_bytes(lines, end)))
    if not comments:
        return
    places = _Places(tree)
    openers = _openers(tokens)
    for at, comment in comments:
        owner = places.owner(tokens, at, openers[at])
        if owner is None:
            _refuse('invalid syntax', tokens[at], lines, filename)
        if isinstance(owner, str):
            _refuse(owner, tokens[at], lines, filename, IndentationError if 'indented' in owner else SyntaxError)
        if owner.type_comment is not None:
            _refuse('Cannot have two type comments on def', tokens[at + 1], lines, filename)
        owner.type_comment = comment


def _decoded(source):
    from io import BytesIO
    from tokenize import detect_encoding

    return source.decode(detect_encoding(BytesIO(source).readline)[0], 'replace')


def _type_comment(text):
    """What is behind `# type:`; None: it is another comment."""
    rest = text[1:].lstrip(_BLANK)
    return rest.removeprefix('type:').lstrip(_BLANK) if rest.startswith('type:') else None


def _ignored(comment):
    tag = comment.removeprefix('ignore')
    if not comment.startswith('ignore') or tag[:1].isalnum() or tag[:1] > '\x7f':
        return None
    return tag


def _in_bytes(lines, place):
    line, column = place
    text = lines[line - 1] if line <= len(lines) else ''
    return line, column if text.isascii() else len(text[:column].encode('utf-8', 'surrogatepass'))


def _openers(tokens):
    """For each token the number of the bracket that it is in, or None."""
    inside = []
    found = []
    for number, (_, text, *_) in enumerate(tokens):
        if text in (')', ']', '}') and inside:
            inside.pop()
        found.append(inside[-1] if inside else None)
        if text in ('(', '[', '{'):
            inside.append(number)
    return found


class _Places:
    def __init__(self, tree):
        self._assignments = {}
        self._blocks = []
        todo = [tree]
        while todo:
            node = todo.pop()
            for field in node._fields:
                value = getattr(node, field)
                if isinstance(value, list):
                    todo.extend(each for each in value if hasattr(each, '_fields'))
            if isinstance(node, Assign):
                self._assignments[node.end_lineno, node.end_col_offset] = node
            elif isinstance(node, stmt) and isinstance(getattr(node, 'body', None), list):
                body = node.body[0]
                self._blocks.append(((node.lineno, node.col_offset), (body.lineno, body.col_offset), node))

    def owner(self, tokens, at, opener):
        """A node; what is wrong; or None, when there is nothing to say about it."""
        previous, following = tokens[at - 1], tokens[at + 1]
        if at == 0:
            return None
        if opener is not None:
            return self._parameter(tokens, at, opener)
        if following[0] == INDENT and previous[0] == NEWLINE:
            colon = at - 2 if ':' == tokens[at - 2][1] else at - 3
            node = self._header(tokens, colon)
            if isinstance(node, _FUNCTIONS) or type(node) not in _BLOCKS:
                return node if isinstance(node, _FUNCTIONS) else None
            return f'expected an indented block after {_BLOCKS[type(node)]} on line {node.lineno}'
        if following[0] != NEWLINE:
            return None
        if previous[1] == ':':
            node = self._header(tokens, at - 1)
            return node if isinstance(node, _HEADERS) else None
        return self._assignments.get(previous[3])

    def _header(self, tokens, colon):
        """The statement that the colon ends the first line of."""
        place = tokens[colon][2]
        around = [(start, node) for start, body, node in self._blocks if start <= place < body]
        return max(around, key=lambda item: item[0])[1] if around and tokens[colon][1] == ':' else None

    def _parameter(self, tokens, at, opener):
        place = tokens[opener][2]
        for start, body, node in self._blocks:
            if not (isinstance(node, _FUNCTIONS) and start <= place < body and _is_list_of(node, tokens, opener)):
                continue
            before = at - 1
            if tokens[before][1] == ',':
                before -= 1
            elif tokens[at + 1][1] != ')':
                return None
            if tokens[before][1] == '*':
                return 'bare * has associated type comment'
            if tokens[before][1] in ('/', '('):
                return None
            args = node.args
            every = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
            earlier = [arg for arg in every if arg and (arg.lineno, arg.col_offset) < tokens[at][2]]
            return max(earlier, key=lambda arg: (arg.lineno, arg.col_offset), default=None)
        return None


def _is_list_of(node, tokens, opener):
    """Does the bracket open the parameters of the function? Otherwise it is in them, or around a result's annotation."""
    name = opener - 1
    if tokens[name][1] == ']':
        depth = 0
        while True:
            depth += (tokens[name][1] == ']') - (tokens[name][1] == '[')
            name -= 1
            if depth == 0:
                break
    return tokens[name][0] == NAME and tokens[name][1] == node.name and tokens[name - 1][1] == 'def'


def _refuse(message, token, lines, filename, error=SyntaxError):
    (line, column), (end_line, end_column) = token[2:]
    text = lines[line - 1]
    characters = len(text.encode()[:column].decode(errors='replace')) + 1
    end = len(text.encode()[:end_column].decode(errors='replace')) + 1
    raise error(message, (filename, line, characters, text, end_line, end))
