"""Character sets of East Asia as CPython's codecs know them: the tables of _cjk_tables, with what differs.

Each function returns a dict from two bytes, as one number, to a character; the first code of a character is the one that it is encoded as,
unless encoding() is given an order.
"""

import _cjk_tables

_NONE = '\ufffd'
_SET_94 = range(0xA1, 0xFF)
_SJIS_LEADS = (*range(0x81, 0xA0), *range(0xE0, 0xFD))
_SJIS_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFD))
_GBK_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_BIG5_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))


def _grid(text, leads, trails):
    codes = [lead << 8 | trail for lead in leads for trail in trails]
    return {code: char for code, char in zip(codes, text, strict=True) if char != _NONE}


def _private(char):
    return '\ue000' <= char <= '\uf8ff'


def encoding(decoding, order=None):
    """The inverse: of several codes of a character the first counts, in the order of a key function."""
    made = {}
    for code in sorted(decoding, key=order) if order else decoding:
        made.setdefault(decoding[code], code.to_bytes(2))
    return made


def cp932():
    return _grid(_cjk_tables.CP932, _SJIS_LEADS, _SJIS_TRAILS)


def cp932_order(code):
    """JIS X 0208, then NEC's row 13, its selection of IBM's extensions, these themselves, what users define."""
    lead = code >> 8
    group = 1 if lead == 0x87 else 2 if lead in (0xED, 0xEE) else 3 if lead >= 0xFA else 4 if lead >= 0xF0 else 0
    return group, code


def _from_shift_jis(code):
    """Row and cell, from 0xA1A1 on."""
    lead, trail = code >> 8, code & 0xFF
    row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2
    cell = trail - 0x40 - (trail > 0x7F)
    return (row + cell // 94 + 0xA1) << 8 | cell % 94 + 0xA1


def to_shift_jis(code):
    row, cell = (code >> 8) - 0xA1, (code & 0xFF) - 0xA1
    trail = row % 2 * 94 + cell + 0x40
    return (row // 2 + (0x81 if row < 62 else 0xC1)) << 8 | trail + (trail > 0x7E)


def jisx0208():
    made = {}
    for code, char in cp932().items():
        if code < 0xF000:
            code = _from_shift_jis(code)
            if code < 0xA9A1 or 0xB0A1 <= code <= 0xF4FE:
                made[code] = char
    made |= {0xA1C1: '〜', 0xA1C2: '‖', 0xA1DD: '−', 0xA1F1: '¢', 0xA1F2: '£', 0xA2CC: '¬'}
    return made


def jisx0212():
    made = _grid(_cjk_tables.JISX0212, _SET_94, _SET_94)
    return {code: char for code, char in made.items() if code < 0xF3A1} | {0xA2B7: '~'}


def ksx1001():
    made = _grid(_cjk_tables.KSX1001, _SET_94, _SET_94) | {0xA2E6: '€', 0xA2E7: '®'}
    return {code: char for code, char in made.items() if not _private(char)}


def cp949():
    """KS X 1001, and in what is left of the rows the syllables that it lacks, in Unicode's order."""
    made = ksx1001()
    present = set(made.values())
    lacking = (chr(c) for c in range(0xAC00, 0xD7A4) if chr(c) not in present)
    letters = (*range(0x41, 0x5B), *range(0x61, 0x7B))
    for lead in range(0x81, 0xC7):
        for trail in (*letters, *range(0x81, 0xFF if lead < 0xA1 else 0xA1)):
            char = next(lacking, None)
            if char is None:
                return made
            made[lead << 8 | trail] = char
    return made


# What Unicode had no characters for when GB 18030 was first issued.
_GB18030_PRIVATE = {
    0xA3A0: 0xE5E5, 0xA8BC: 0xE7C7, 0xFE59: 0xE81E, 0xFE61: 0xE826, 0xFE66: 0xE82B, 0xFE67: 0xE82C, 0xFE6D: 0xE832,
    0xFE7E: 0xE843, 0xFE90: 0xE854, 0xFEA0: 0xE864, **{0xA6D9 + i: 0xE78D + i for i in range(7)},
    0xA6EC: 0xE794, 0xA6ED: 0xE795, 0xA6F3: 0xE796,
}  # fmt: skip


def gb18030():
    made = _grid(_cjk_tables.GB18030, range(0x81, 0xFF), _GBK_TRAILS)
    return made | {code: chr(char) for code, char in _GB18030_PRIVATE.items()}


def gbk():
    return {code: char for code, char in gb18030().items() if not _private(char) and not _since_gbk(code)}


def _since_gbk(code):
    return code in (0xA2E3, 0xA8BF) or 0xA989 <= code <= 0xA995 or 0xFE50 <= code <= 0xFEA0


_GB2312_CELLS = {
    0xA2: (*range(0xB1, 0xE3), *range(0xE5, 0xEF), *range(0xF1, 0xFD)), 0xA4: range(0xA1, 0xF4), 0xA5: range(0xA1, 0xF7),
    0xA6: (*range(0xA1, 0xB9), *range(0xC1, 0xD9)), 0xA7: (*range(0xA1, 0xC2), *range(0xD1, 0xF2)),
    0xA8: (*range(0xA1, 0xBB), *range(0xC5, 0xEA)), 0xA9: range(0xA4, 0xF0), 0xD7: range(0xA1, 0xFA),
}  # fmt: skip


def gb2312():
    whole = gb18030()
    rows = (*range(0xA1, 0xAA), *range(0xB0, 0xF8))
    made = {row << 8 | cell: whole[row << 8 | cell] for row in rows for cell in _GB2312_CELLS.get(row, _SET_94)}
    return made | {0xA1A4: '・', 0xA1AA: '―'}


def _eten():
    """Kana, Cyrillic and numbers that both Big5s have in rows 0xC6 and 0xC7."""
    cyrillic = 'ДЕЁ' + ''.join(map(chr, range(0x416, 0x41D))) + ''.join(map(chr, range(0x423, 0x436)))
    text = 'ヾゝゞ々' + ''.join(map(chr, range(0x3041, 0x3094))) + ''.join(map(chr, range(0x30A1, 0x30F7)))
    text += cyrillic + 'ё' + ''.join(map(chr, (*range(0x436, 0x450), *range(0x2460, 0x246A), *range(0x2474, 0x247E))))
    codes = [lead << 8 | trail for lead in (0xC6, 0xC7) for trail in _BIG5_TRAILS]
    return dict(zip(codes[codes.index(0xC6A1) :], text))


def cp950():
    made = _grid(_cjk_tables.BIG5, range(0xA1, 0xFA), _BIG5_TRAILS)
    return {code: char for code, char in made.items() if not _private(char)} | _eten()


_BIG5 = {
    0xA145: '•', 0xA14E: '､', 0xA1C2: '‾', 0xA1E3: '∼', 0xA1F2: '♁', 0xA1F3: '☉', 0xA241: '／', 0xA242: '＼', 0xA244: '¥',
    0xA246: '¢', 0xA247: '£',
}  # fmt: skip


def big5_order(code):
    """Four characters are in it twice, and are encoded as what comes later."""
    return code in (0xA1FE, 0xA240, 0xA2CC, 0xA2CE), code


def big5():
    return {code: char for code, char in cp950().items() if code != 0xA3E1 and code < 0xF9D6} | _BIG5
