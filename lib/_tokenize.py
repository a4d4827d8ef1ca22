"""Counterpart of CPython's C module _tokenize: the tokens of the front end's lexer, as the module tokenize wants them.

The lexer leaves out comments and line ends that mean nothing; with extra_tokens they are found again between the tokens.
"""

from _ast_nodes import ask as _ask
from _bisect import bisect_right as _bisect_right
from token import COMMENT as _COMMENT
from token import DEDENT as _DEDENT
from token import ENDMARKER as _ENDMARKER
from token import EXACT_TOKEN_TYPES as _EXACT_TOKEN_TYPES
from token import FSTRING_MIDDLE as _FSTRING_MIDDLE
from token import INDENT as _INDENT
from token import NAME as _NAME
from token import NEWLINE as _NEWLINE
from token import NL as _NL
from token import OP as _OP
from token import TSTRING_MIDDLE as _TSTRING_MIDDLE
from token import tok_name as _tok_name

_TOKENS = 0x20000000

# The lexer's names are those of the module token; names that are not there are keywords'.
_NUMBERS = {name: number for number, name in _tok_name.items()}
_OPERATORS = frozenset(_EXACT_TOKEN_TYPES.values())
_MIDDLES = (_FSTRING_MIDDLE, _TSTRING_MIDDLE)


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
                raise TypeError('readline() returned a non-bytes object')
            line = line.decode(encoding)
        elif not isinstance(line, str):
            raise TypeError('readline() returned a non-string object')
        lines.append(line)
    return ''.join(lines)


class _Source:
    """The text by lines. The lexer has put a line end after it, if `ends_line` says that it had none."""

    def __init__(self, text, ends_line):
        self.text = text
        self.ends_line = ends_line
        self.starts = [0]
        self.ends = None  # per line, what is before its \n, if the source has \r\n
        at = text.find('\n')
        while at >= 0:
            self.starts.append(at + 1)
            at = text.find('\n', at + 1)

    def place(self, offset):
        line = _bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1]

    def lines(self, first, last):
        stop = self.starts[last] if last < len(self.starts) else len(self.text)
        if stop == len(self.text) and not self.ends_line:
            stop -= 1
        return self.text[self.starts[first - 1] : stop]

    def token(self, kind, start, end):
        first, last = self.place(start), self.place(end)
        return kind, self.text[start:end], first, last, self.lines(first[0], last[0])

    def line_end(self, kind, at):
        """A token for the line end at `at`, which counts as a character of its line, even if the lexer put it there."""
        line, column = self.place(at)
        shown = self.lines(line, line)
        if self.ends and self.ends[line - 1] == '\r':
            return kind, '\r\n', (line, column), (line, column + 2), shown
        return kind, shown[column : column + 1], (line, column), (line, column + 1), shown

    def end_of_line(self, start):
        at = self.text.find('\n', start)
        return len(self.text) if at < 0 else at

    def start_of_line(self, at):
        return self.text.rfind('\n', 0, at) + 1

    def place_of_end(self):
        """Line 1 after the last, where everything ends that is open."""
        return len(self.starts) + (0 if self.text.endswith('\n') or not self.text else 1), 0


def _generate(readline, encoding, extra):
    given = _read(readline, encoding)
    words, text, names, error = _ask(given, '<string>', 'e' if extra else 'm', _TOKENS)
    source = _Source(text, given.endswith('\n') or not given)
    if '\r' in given:
        source.ends = [line[len(line.rstrip('\r')) :] for line in given.split('\n')]
    numbers = memoryview(words).cast('i').tolist()
    before = 0
    for i in range(0, len(numbers), 3):
        name, start, end = names[numbers[i]], numbers[i + 1], numbers[i + 2]
        if name == 'ERROR':
            break
        kind = _NUMBERS.get(name, _NAME)
        if not extra:
            yield _plain(source, kind, start, end)
            continue
        # Comments and blank lines before an indentation belong to the lines before it, a comment in a line comes before its end.
        if kind == _INDENT or kind == _DEDENT:
            stop = source.start_of_line(start)
        elif kind == _NEWLINE:
            stop = source.end_of_line(start)
        else:
            stop = start
        yield from _between(source, before, stop)
        before = max(before, stop)
        if kind == _NEWLINE:
            yield source.line_end(kind, stop)
            before = max(before, min(stop + 1, len(text)))
        elif kind == _INDENT:
            yield source.token(kind, stop, start)
            before = max(before, start)
        elif kind == _ENDMARKER or kind == _DEDENT and start >= len(text):
            place = source.place_of_end()
            yield kind, '', place, place, ''
        elif kind == _DEDENT:
            yield source.token(kind, start, start)
        else:
            yield source.token(_OP if kind in _OPERATORS else kind, start, end)
            # A doubled brace: its second half is no text.
            if kind in _MIDDLES and end < len(text) and text[end - 1 : end + 1] in ('{{', '}}'):
                end += 1
            before = max(before, end)
    if error:
        message, line, column, type_, source_line = error
        cls = {'IndentationError': IndentationError, 'TabError': TabError}.get(type_, SyntaxError)
        raise cls(message, ('<string>', line, column, source_line.rstrip('\n'), None, None))


def _plain(source, kind, start, end):
    if kind in (_INDENT, _DEDENT, _ENDMARKER):
        line = source.place(min(start, max(len(source.text) - 1, 0)))[0]
        return kind, '', (line, -1), (line, -1), source.lines(line, line)
    return source.token(kind, start, source.end_of_line(start) if kind == _NEWLINE else end)


def _between(source, start, end):
    """Comments and line ends between two tokens."""
    text = source.text
    at = start
    while at < end:
        char = text[at]
        if char == '#':
            stop = min(source.end_of_line(at), end)
            yield source.token(_COMMENT, at, stop)
            at = stop
        elif char == '\\' and text[at + 1 : at + 2] == '\n':
            at += 2
        else:
            if char == '\n':
                yield source.line_end(_NL, at)
            at += 1
