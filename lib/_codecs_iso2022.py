"""Module _codecs_iso2022: encodings of ISO 2022, in which escape sequences say which character set follows, but those of JIS X 0213."""

import _cjk_charsets
from _codecs_jp import KATAKANA
from _multibytecodec import MultibyteCodec, finder

_ASCII = 'B'
_SO, _SI, _ESC = 0x0E, 0x0F, 0x1B
# A character set by the end of its escape sequence; a capital G marks one that is used through SO and SI.
_ESCAPES = {
    'B': b'\x1b(B', 'J': b'\x1b(J', 'I': b'\x1b(I', '$B': b'\x1b$B', '$@': b'\x1b$@', '$A': b'\x1b$(A',
    '$(C': b'\x1b$(C', '$(D': b'\x1b$(D', 'G$)C': b'\x1b$)C', '.A': b'\x1b.A', '.F': b'\x1b.F',
}  # fmt: skip
_sets = {}


def _latin(byte):
    return byte - 0x80


def _charset(mark):
    """How many bytes a character takes, what decodes it and what encodes it."""
    if mark not in _sets:
        if mark == 'J':
            decoding = {byte: chr(byte) for byte in range(0x80)} | {0x5C: '¥', 0x7E: '‾'}
        elif mark == 'I':
            decoding = {_latin(byte): char for byte, char in KATAKANA.items()}
        elif mark in ('$B', '$@'):
            decoding = _cjk_charsets.jisx0208()
        elif mark == '$A':
            decoding = _cjk_charsets.gb2312()
        elif mark == '$(D':
            decoding = _cjk_charsets.jisx0212()
        else:
            decoding = _cjk_charsets.ksx1001()
        size = 1 if len(mark) == 1 else 2
        if size == 2:
            decoding = {code - 0x8080: char for code, char in decoding.items()}
        table = {}
        for code, char in decoding.items():
            table.setdefault(char, code.to_bytes(size))
        _sets[mark] = size, decoding, table
    return _sets[mark]


def _iso2022(name, marks, shifts=False):
    """`marks`: character sets in the order in which they are tried."""
    escapes = {_ESCAPES[mark]: mark for mark in (*marks, _ASCII)}
    if '.A' in marks:
        escapes |= {_ESCAPES['.F']: '.F', b'\x1b$A': '$A'}
    encoders = [mark for mark in marks if not mark.startswith('.')]

    def escape(data, at, state):
        for sequence, mark in escapes.items():
            part = data[at : at + len(sequence)]
            if part == sequence:
                state['2' if mark[0] == '.' else '1' if mark[0] == 'G' else '0'] = mark
                return '', len(sequence)
        if any(sequence.startswith(data[at:]) for sequence in escapes) or ('.A' in marks and data[at:] in (b'\x1bN', b'\x1b')):
            return None, -1
        if '.A' in marks and data[at : at + 2] == b'\x1bN':
            return third(data, at, state)
        if data[at + 1] in b'($.)&':
            return None, 0
        return '\x1b', 1

    def third(data, at, state):
        if at + 2 == len(data):
            return None, -1
        byte, mark = data[at + 2], state.get('2')
        if mark is None or byte >= 0x80:
            return None, 0
        try:
            return bytes((byte | 0x80,)).decode('iso8859-1' if mark == '.A' else 'iso8859-7'), 3
        except UnicodeDecodeError:
            return None, 0

    def step(data, at, state):
        byte = data[at]
        if byte == _ESC:
            return escape(data, at, state)
        if byte == _SI and shifts:
            state.pop('shifted', None)
            return '', 1
        if byte == _SO and shifts:
            if '1' not in state:
                return None, 0
            state['shifted'] = 1
            return '', 1
        if byte == 0x0A:
            state.pop('shifted', None)
            return '\n', 1
        if byte < 0x20:
            return chr(byte), 1
        if byte >= 0x80:
            return None, 0
        mark = state.get('1' if state.get('shifted') else '0', _ASCII)
        if mark == _ASCII:
            return chr(byte), 1
        size, decoding, _ = _charset(mark)
        if at + size > len(data):
            return None, -1
        char = decoding.get(byte if size == 1 else byte << 8 | data[at + 1])
        return (char, size) if char else (size, 0)

    def designate(mark, state):
        if mark[0] != 'G':
            if state.get('0', _ASCII) == mark:
                return b''
            state['0'] = mark
            return _ESCAPES[mark]
        out = b'' if state.get('1') == mark else _ESCAPES[mark]
        state['1'] = mark
        if not state.get('shifted'):
            state['shifted'] = 1
            out += b'\x0e'
        return out

    def put(char, state):
        if char < '\x80':
            return finish(state) + char.encode('ascii')
        for mark in encoders:
            code = _charset(mark)[2].get(char)
            if code is not None:
                left = b'' if mark[0] == 'G' or not state.pop('shifted', None) else b'\x0f'
                return left + designate(mark, state) + code
        return None

    def finish(state):
        out = b'\x0f' if state.pop('shifted', None) else b''
        if state.get('0', _ASCII) != _ASCII:
            state['0'] = _ASCII
            out += _ESCAPES[_ASCII]
        return out

    return MultibyteCodec(name, step, put=put, finish=finish, plain=False)


_MARKS = {
    'iso2022_jp': ('$B', 'J', '$@'),
    'iso2022_jp_1': ('$B', '$(D', 'J', '$@'),
    'iso2022_jp_2': ('$B', '$(D', '$(C', '$A', 'J', '$@', '.A'),
    'iso2022_jp_ext': ('$B', '$(D', 'J', 'I', '$@'),
}
getcodec = finder(
    {name: lambda name: _iso2022(name, _MARKS[name]) for name in _MARKS}
    | {'iso2022_kr': lambda name: _iso2022(name, ('G$)C',), True)}
)
