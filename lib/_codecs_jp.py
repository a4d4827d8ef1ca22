"""Module _codecs_jp: Japanese encodings, but those of JIS X 0213, for which there are no tables."""

import _cjk_charsets
from _multibytecodec import MultibyteCodec, finder, pairs

_LEADS = (*range(0x81, 0xA0), *range(0xE0, 0xEB))
_LEADS_OF_WINDOWS = (*range(0x81, 0xA0), *range(0xE0, 0xFD))
KATAKANA = {byte: chr(0xFF61 + byte - 0xA1) for byte in range(0xA1, 0xE0)}


def _katakana_bytes(lead=b''):
    return {char: lead + bytes((byte,)) for byte, char in KATAKANA.items()}


def _shift_jis(name):
    decoding = {_cjk_charsets.to_shift_jis(code): char for code, char in _cjk_charsets.jisx0208().items()}
    table = _cjk_charsets.encoding(decoding) | _katakana_bytes() | {'¥': b'\\', '‾': b'~'}
    return MultibyteCodec(name, pairs(decoding, _LEADS, KATAKANA), table)


def _cp932(name):
    decoding = _cjk_charsets.cp932()
    single = KATAKANA | {0x80: '\x80', 0xA0: '\uf8f0', 0xFD: '\uf8f1', 0xFE: '\uf8f2', 0xFF: '\uf8f3'}
    plain = {_cjk_charsets.to_shift_jis(code): char for code, char in _cjk_charsets.jisx0208().items()}
    # What JIS X 0208 calls otherwise than Windows is encoded too.
    table = _cjk_charsets.encoding(plain) | _cjk_charsets.encoding(decoding, _cjk_charsets.cp932_order)
    return MultibyteCodec(
        name, pairs(decoding, _LEADS_OF_WINDOWS, single), table | {char: bytes((byte,)) for byte, char in single.items()}
    )


def _euc_jp(name):
    jisx0208, jisx0212 = _cjk_charsets.jisx0208(), _cjk_charsets.jisx0212()
    two = pairs(jisx0208)

    def step(data, at, state):
        lead = data[at]
        if lead == 0x8E:
            if at + 1 == len(data):
                return None, -1
            char = KATAKANA.get(data[at + 1])
            return char, 2 if char else 0
        if lead == 0x8F:
            if at + 2 >= len(data):
                return None, -1
            char = jisx0212.get(data[at + 1] << 8 | data[at + 2])
            return char, 3 if char else 0
        return two(data, at, state)

    third = {char: b'\x8f' + code for char, code in _cjk_charsets.encoding(jisx0212).items()}
    table = third | _katakana_bytes(b'\x8e') | _cjk_charsets.encoding(jisx0208) | {'¥': b'\\', '‾': b'~'}
    table.pop('~', None)
    return MultibyteCodec(name, step, table)


getcodec = finder({'shift_jis': _shift_jis, 'cp932': _cp932, 'euc_jp': _euc_jp})
