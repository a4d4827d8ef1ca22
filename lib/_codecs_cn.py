"""Module _codecs_cn: Chinese encodings of the GB family."""

import _cjk_charsets
from _multibytecodec import MultibyteCodec, finder, pairs


def _gb2312(name):
    decoding = _cjk_charsets.gb2312()
    return MultibyteCodec(name, pairs(decoding), _cjk_charsets.encoding(decoding))


def _gbk(name):
    decoding = _cjk_charsets.gbk()
    return MultibyteCodec(name, pairs(decoding), _cjk_charsets.encoding(decoding))


def _linear(data, at):
    return (((data[at] - 0x81) * 10 + data[at + 1] - 0x30) * 126 + data[at + 2] - 0x81) * 10 + data[at + 3] - 0x30


def _four(number):
    number, fourth = divmod(number, 10)
    number, third = divmod(number, 126)
    first, second = divmod(number, 10)
    return bytes((first + 0x81, second + 0x30, third + 0x81, fourth + 0x30))


_SUPPLEMENTARY = _linear(b'\x90\x30\x81\x30', 0)


def _gb18030(name):
    """Four bytes are what is not among the pairs, in Unicode's order."""
    decoding = _cjk_charsets.gb18030()
    table = _cjk_charsets.encoding(decoding)
    rest = [chr(c) for c in (*range(0x80, 0xD800), *range(0xE000, 0x10000)) if chr(c) not in table]
    table |= {char: _four(number) for number, char in enumerate(rest)}
    two = pairs(decoding)

    def step(data, at, state):
        if data[at] < 0x80 or at + 1 == len(data) or not 0x30 <= data[at + 1] <= 0x39:
            return two(data, at, state)
        if at + 3 >= len(data):
            return None, -1
        if not (0x81 <= data[at] <= 0xFE and 0x81 <= data[at + 2] <= 0xFE and 0x30 <= data[at + 3] <= 0x39):
            return None, 0
        number = _linear(data, at)
        if number < len(rest):
            return rest[number], 4
        number += 0x10000 - _SUPPLEMENTARY
        return (chr(number), 4) if 0x10000 <= number <= 0x10FFFF else (None, 0)

    def supplementary(char):
        return _four(ord(char) - 0x10000 + _SUPPLEMENTARY) if char > '\uffff' else None

    return MultibyteCodec(name, step, table, supplementary)


def _hz(name):
    decoding = _cjk_charsets.gb2312()
    table = _cjk_charsets.encoding(decoding)

    def step(data, at, state):
        byte = data[at]
        if byte == 0x7E:
            if at + 1 == len(data):
                return None, -1
            after = data[at + 1]
            if after == 0x7E and not state.get('gb'):
                return '~', 2
            if after == 0x7B and not state.get('gb'):
                state['gb'] = 1
            elif after == 0x7D and state.get('gb'):
                state.clear()
            elif after != 0x0A:
                return None, 0
            return '', 2
        if byte & 0x80:
            return None, 0
        if not state.get('gb'):
            return chr(byte), 1
        if at + 1 == len(data):
            return None, -1
        char = decoding.get((byte << 8 | data[at + 1]) + 0x8080)
        return char, 2 if char else 0

    def put(char, state):
        if char < '\x80':
            left = finish(state)
            return left + (b'~~' if char == '~' else char.encode('ascii'))
        code = table.get(char)
        if code is None:
            return None
        code = bytes(byte & 0x7F for byte in code)
        if state.get('gb'):
            return code
        state['gb'] = 1
        return b'~{' + code

    def finish(state):
        if not state.get('gb'):
            return b''
        state.clear()
        return b'~}'

    return MultibyteCodec(name, step, put=put, finish=finish, plain=False)


getcodec = finder({'gb2312': _gb2312, 'gbk': _gbk, 'gb18030': _gb18030, 'hz': _hz})
