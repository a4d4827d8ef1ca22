# Module unicodedata: properties, names, lookup, Unicode 3.2.0; \N in literals and codecs.
import copy
import unicodedata
from unicodedata import ucd_3_2_0


def raised(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


def properties(data, c):
    return (data.category(c), data.bidirectional(c), data.combining(c), data.mirrored(c), data.east_asian_width(c),
            data.decimal(c, None), data.digit(c, None), data.numeric(c, None), data.decomposition(c), data.name(c, None))


print(unicodedata.unidata_version, ucd_3_2_0.unidata_version, type(ucd_3_2_0))
for c in 'A1²½(é\u0301\u0661五\uac01\ud800\ufdfa\U0001f600\u0378\u09f4\u5146\u7bb8\U000e0041\U0010ffff':
    print(ascii(c), properties(unicodedata, c), properties(ucd_3_2_0, c) == properties(unicodedata, c))
print(properties(ucd_3_2_0, '\u0221'), properties(ucd_3_2_0, '\u07c5'), properties(ucd_3_2_0, '\u09f4'))

checksum = 0
for i in range(0, 0x110000, 19997):
    c = chr(i)
    for data in (unicodedata, ucd_3_2_0):
        for byte in repr(properties(data, c)).encode('ascii'):
            checksum = (checksum * 31 + byte) & 0xffffffff
        name = data.name(c, None)
        assert name is None or data.lookup(name) == data.lookup(name.lower()) == c
print(checksum)

for name in ('BULLET', 'bullet', 'NUL', 'latin small letter gha', 'KEYCAP NUMBER SIGN', 'HANGUL SYLLABLE GAG', 'hangul syllable a',
             'HANGUL SYLLABLE', 'CJK UNIFIED IDEOGRAPH-4e00', 'CJK UNIFIED IDEOGRAPH-04E00', 'CJK UNIFIED IDEOGRAPH-F900',
             'TANGUT IDEOGRAPH-17000', 'EGYPTIAN HIEROGLYPH-13460', '', 'BULLET ', 'é', 'x' * 256, 'x' * 257, 'BULLET\0'):
    print(ascii(name[:30]), ascii(raised(unicodedata.lookup, name)), ascii(raised(ucd_3_2_0.lookup, name)))
print(raised(unicodedata.lookup, b'BULLET'), raised(unicodedata.lookup, 1), raised(unicodedata.lookup, '\ud800'))
for f in (unicodedata.name, unicodedata.category, unicodedata.decimal, unicodedata.digit, unicodedata.numeric, ucd_3_2_0.mirrored):
    for argument in ('ab', b'a', None, '\0'):
        print(f.__name__, ascii(raised(f, argument)))
print(raised(type(ucd_3_2_0)), raised(copy.copy, ucd_3_2_0), raised(setattr, ucd_3_2_0, 'unidata_version', 1))

print('\N{BULLET}', f'\N{bullet}{1}\N{NULL}', '\N{CJK UNIFIED IDEOGRAPH-4E00}', '\N{LATIN SMALL LETTER GHA}', len('\N{GRINNING FACE}'))
print(raised(eval, r"'\N{KEYCAP NUMBER SIGN}'"), raised(eval, r"f'{1}\N{no such}'"), raised(eval, r"'\N{BULLET}' 1"))
for text in (rb'\N{BULLET}', rb'a\N{keycap number sign}', rb'\N{', rb'\N', rb'\N{\xe9}'):
    print(ascii(raised(text.decode, 'unicode_escape')), ascii(text.decode('unicode_escape', 'replace')))
print('é•\0\ud800\U00017000한'.encode('ascii', 'namereplace'))
