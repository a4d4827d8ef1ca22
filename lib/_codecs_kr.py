"""Module _codecs_kr: Korean encodings."""

import _cjk_charsets
from _multibytecodec import MultibyteCodec, finder, pairs

# Letters of Hangul as KS X 1001 has them in row 4, in the order of the parts of a syllable in Unicode.
_INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
_VOWELS = ''.join(map(chr, range(0x314F, 0x3164)))
_FINALS = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'
_FILLER = 'ㅤ'


def _parts(char):
    """The letters of a syllable; a filler is in place of a final that is not there."""
    index = ord(char) - 0xAC00
    if not 0 <= index < 11172:
        return None
    final = index % 28
    return _INITIALS[index // 588], _VOWELS[index // 28 % 21], _FINALS[final - 1] if final else _FILLER


def _syllable(initial, vowel, final):
    if initial not in _INITIALS or vowel not in _VOWELS or (final != _FILLER and final not in _FINALS):
        return None
    last = 0 if final == _FILLER else _FINALS.index(final) + 1
    return chr(0xAC00 + (_INITIALS.index(initial) * 21 + _VOWELS.index(vowel)) * 28 + last)


def _euc_kr(name):
    """A syllable that KS X 1001 has not is a filler and three letters, eight bytes."""
    decoding = _cjk_charsets.ksx1001()
    filler = decoding.pop(0xA4D4)
    letters = {char: code.to_bytes(2) for code, char in decoding.items() if code >> 8 == 0xA4} | {filler: b'\xa4\xd4'}
    of_letters = {code: char for char, code in letters.items()}
    two = pairs(decoding)

    def step(data, at, state):
        if data[at : at + 2] != b'\xa4\xd4':
            return two(data, at, state)
        if at + 8 > len(data):
            return None, -1
        found = [of_letters.get(data[at + i : at + i + 2], '') for i in (2, 4, 6)]
        char = _syllable(*found) if all(found) else None
        return char, 8 if char else 0

    def composed(char):
        parts = _parts(char)
        return parts and letters[filler] + b''.join(letters[part] for part in parts)

    return MultibyteCodec(name, step, _cjk_charsets.encoding(decoding) | {filler: b'\xa4\xd4'}, composed)


def _cp949(name):
    decoding = _cjk_charsets.cp949()
    return MultibyteCodec(name, pairs(decoding), _cjk_charsets.encoding(decoding))


# Codes of five bits in Johab's pairs: what each of them stands for.
_JOHAB_INITIALS = {i + 2: letter for i, letter in enumerate(_INITIALS)} | {1: _FILLER}
_JOHAB_VOWELS = dict(zip((*range(3, 8), *range(10, 16), *range(18, 24), *range(26, 30)), _VOWELS)) | {2: _FILLER}
_JOHAB_FINALS = dict(zip((*range(2, 18), *range(19, 30)), _FINALS)) | {1: _FILLER}


def _johab_hangul():
    made = {}
    for i, initial in _JOHAB_INITIALS.items():
        for v, vowel in _JOHAB_VOWELS.items():
            for f, final in _JOHAB_FINALS.items():
                letters = [letter for letter in (initial, vowel, final) if letter != _FILLER]
                char = _syllable(initial, vowel, final) or (letters[0] if len(letters) == 1 else None)
                if not letters:
                    char = _FILLER
                if char:
                    made[0x8000 | i << 10 | v << 5 | f] = char
    return made


def _johab(name):
    trails = (*range(0x31, 0x7F), *range(0x91, 0xFF))
    decoding = {}
    for code, char in _cjk_charsets.ksx1001().items():
        row, cell = (code >> 8) - 0xA1, (code & 0xFF) - 0xA1
        if 0xB0A1 <= code <= 0xC8FE or code >> 8 == 0xA4 and char <= 'ㅣ':
            continue
        lead = 0xD9 + row // 2 if row < 12 else 0xE0 + (row - 41) // 2
        decoding[lead << 8 | trails[((row if row < 12 else row - 41) % 2) * 94 + cell]] = char
    table = _cjk_charsets.encoding(decoding)
    for code, char in _johab_hangul().items():
        decoding[code] = char
        # Of a letter's places the one as an initial, or alone as a final, counts.
        table.setdefault(char, code.to_bytes(2))
    table[_FILLER] = b'\xda\xd4'
    return MultibyteCodec(name, pairs(decoding), table)


getcodec = finder({'euc_kr': _euc_kr, 'cp949': _cp949, 'johab': _johab})
