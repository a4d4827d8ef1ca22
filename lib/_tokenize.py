"""Counterpart of CPython's C module _tokenize: the tokens of the front end's lexer, as the module tokenize wants them.

The lexer leaves out comments and line ends that mean nothing; with extra_tokens they are found again between the tokens.
"""

from _ast_nodes import ask as _ask

_TOKENS = 0x20000000

# The lexer's names of kinds to the numbers of module token.
_SIMPLE = {
    **{'ENDMARKER': 0, 'NAME': 1, 'NUMBER': 2, 'STRING': 3, 'NEWLINE': 4, 'INDENT': 5, 'DEDENT': 6},
    **{'FSTRING_START': 59, 'FSTRING_MIDDLE': 60, 'FSTRING_END': 61},
    **{'TSTRING_START': 62, 'TSTRING_MIDDLE': 63, 'TSTRING_END': 64},
}
_OPERATORS = {
    **{'LPAR': 7, 'RPAR': 8, 'LSQB': 9, 'RSQB': 10, 'COLON': 11, 'COMMA': 12, 'SEMI': 13, 'PLUS': 14, 'MINUS': 15},
    **{'STAR': 16, 'SLASH': 17, 'VBAR': 18, 'AMPER': 19, 'LESS': 20, 'GREATER': 21, 'EQUAL': 22, 'DOT': 23, 'PERCENT': 24},
    **{'LBRACE': 25, 'RBRACE': 26, 'EQEQUAL': 27, 'NOTEQUAL': 28, 'LESSEQUAL': 29, 'GREATEREQUAL': 30, 'TILDE': 31},
    **{'CIRCUMFLEX': 32, 'LEFTSHIFT': 33, 'RIGHTSHIFT': 34, 'DOUBLESTAR': 35, 'PLUSEQUAL': 36, 'MINEQUAL': 37},
    **{'STAREQUAL': 38, 'SLASHEQUAL': 39, 'PERCENTEQUAL': 40, 'AMPEREQUAL': 41, 'VBAREQUAL': 42, 'CIRCUMFLEXEQUAL': 43},
    **{'LEFTSHIFTEQUAL': 44, 'RIGHTSHIFTEQUAL': 45, 'DOUBLESTAREQUAL': 46, 'DOUBLESLASH': 47, 'DOUBLESLASHEQUAL': 48},
    **{'AT': 49, 'ATEQUAL': 50, 'RARROW': 51, 'ELLIPSIS': 52, 'COLONEQUAL': 53, 'EXCLAMATION': 54},
}
_OP, _COMMENT, _NL = 55, 65, 66
_ENDMARKER, _NAME, _NEWLINE, _INDENT, _DEDENT = 0, 1, 4, 5, 6
_MIDDLES = (60, 63)


class TokenizerIter:
    def __init__(self, readline, *, encoding=None, extra_tokens=False):
        self._tokens = _generate(readline, encoding, extra_tokens)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._tokens)


def _read(readline, encoding):
    lines = []
    while True:
        try:
            line = readline()
        except StopIteration:
            break
        if not line:
            break
        if encoding is not None:
            if not isinstance(line, bytes):
                raise TypeError(f'readline() returned a non-bytes object')
            line = line.decode(encoding)
        elif not isinstance(line, str):
            raise TypeError('readline() returned a non-string object')
        lines.append(line)
    return ''.join(lines)


def _line_starts(text):
    starts = [0]
    at = text.find('\n')
    while at >= 0:
        starts.append(at + 1)
        at = text.find('\n', at + 1)
    return starts


def _place(starts, offset):
    low, high = 0, len(starts)
    while low + 1 < high:
        middle = (low + high) // 2
        if starts[middle] <= offset:
            low = middle
        else:
            high = middle
    return low + 1, offset - starts[low]


def _generate(readline, encoding, extra):
    given = _read(readline, encoding)
    words, text, names, error = _ask(given, '<string>', 'm', _TOKENS)
    ends_line = given.endswith('\n') or not given
    starts = _line_starts(text)
    view = [int.from_bytes(words[i : i + 4], 'little', signed=True) for i in range(0, len(words), 4)]

    def lines_of(start, end):
        first, last = _place(starts, start)[0], _place(starts, end)[0]
        stop = starts[last] if last < len(starts) else len(text)
        return text[starts[first - 1] : stop]

    def token(kind, start, end, string=None):
        return kind, text[start:end] if string is None else string, _place(starts, start), _place(starts, end), lines_of(start, end)

    before = 0
    depth_lines = []
    previous = None
    for i in range(0, len(view), 3):
        name, start, end = names[view[i]], view[i + 1], view[i + 2]
        kind = _SIMPLE.get(name)
        if name == 'ERROR':
            break
        if kind is None:
            operator = _OPERATORS.get(name)
            kind = (_OP if extra else operator) if operator else _OP if name == 'OP' else _NAME
        if extra and kind not in (_DEDENT, _INDENT):
            gap_end = start
            yield from _between(text, before, gap_end, token, previous == _NEWLINE or previous is None)
        if extra and kind == _INDENT or extra and kind == _DEDENT:
            # Comments and blank lines before an indentation belong to the lines before it.
            line_start = text.rfind('\n', 0, start) + 1
            yield from _between(text, before, line_start, token, True)
            if line_start > before:
                before = line_start
            previous = _NEWLINE
        if not extra:
            yield _plain(kind, start, end, text, starts, token)
        elif kind == _NEWLINE:
            yield _newline(start, ends_line, text, token)
            end = max(end, min(start + 1, len(text)))
        elif kind == _INDENT:
            line_start = text.rfind('\n', 0, start) + 1
            yield token(kind, line_start, start)
            end = start
        elif kind == _DEDENT:
            last = len(starts) + (0 if text.endswith('\n') or not text else 1)
            if start >= len(text):
                place = (last, 0)
                yield kind, '', place, place, ''
            else:
                yield token(kind, start, start)
            end = before
        elif kind == _ENDMARKER:
            last = len(starts) + (0 if text.endswith('\n') or not text else 1)
            yield kind, '', (last, 0), (last, 0), ''
        elif kind in _MIDDLES:
            yield token(kind, start, end)
            # A doubled brace: its second half is no text.
            if end < len(text) and text[end - 1 : end + 1] in ('{{', '}}'):
                end += 1
        else:
            yield token(kind, start, end)
        if kind not in (_INDENT, _DEDENT):
            previous = kind
        before = max(before, end)
    if error:
        message, line, column, type_, source_line = error
        cls = {'IndentationError': IndentationError, 'TabError': TabError}.get(type_, SyntaxError)
        raise cls(message, ('<string>', line, column, source_line, line, column))


def _plain(kind, start, end, text, starts, token):
    if kind in (_INDENT, _DEDENT, _ENDMARKER):
        line = _place(starts, start)[0]
        return kind, '', (line, -1), (line, -1), token(kind, start, start)[4]
    if kind == _NEWLINE:
        return token(kind, start, start, '')
    return token(kind, start, end)


def _newline(start, ends_line, text, token):
    if start >= len(text) - 1 and not ends_line:
        found = token(_NEWLINE, start, start, '')
        line, column = found[2]
        return _NEWLINE, '', (line, column), (line, column + 1), found[4].removesuffix('\n')
    return token(_NEWLINE, start, start + 1)


def _between(text, start, end, token, at_line_start):
    """Comments and line ends between two tokens."""
    at = start
    while at < end:
        char = text[at]
        if char == '#':
            stop = text.find('\n', at)
            stop = end if stop < 0 or stop > end else stop
            yield token(_COMMENT, at, stop)
            at = stop
        elif char == '\\' and text[at + 1 : at + 2] == '\n':
            at += 2
        elif char == '\n':
            yield token(_NL, at, at + 1)
            at += 1
        else:
            at += 1
