# unicodedata.normalize and is_normalized, for Unicode 16.0 and 3.2.0.
import unicodedata
from unicodedata import ucd_3_2_0

FORMS = ('NFC', 'NFD', 'NFKC', 'NFKD')


def raised(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


for text in ('é', 'e\u0301', '\ufb01', '\u1e9b\u0323', 'q\u0307\u0323', '\uac00\u11a8', '\u1100\u1161\u11a8', '\uac01', '\u1100\u0301\u1161',
             '\u0344', '\u0f73', '\u0301a', 'a\u0315\u0300\u05ae\u0300b', '\u212b', '\u2126', '\ufdfa', '\U0002f868', '\U0001d15e',
             '\u09c7\u09be', '\U000110a5\U000110ba', '\u0958', 'A' * 3):
    print(ascii(text), *(ascii(unicodedata.normalize(form, text)) for form in FORMS),
          *(int(unicodedata.is_normalized(form, text)) for form in FORMS))
    for form in FORMS:
        old, new = ucd_3_2_0.normalize(form, text), unicodedata.normalize(form, text)
        if old != new:
            print('   3.2.0', form, ascii(old), ucd_3_2_0.is_normalized(form, text))

state = 1
pool = [*map(chr, range(0x300, 0x350)), *'aeiou\u0958\u1100\u1161\u11a7\u11a8\uac00', *map(chr, range(0xc0, 0x180))]
checksum = 0
for _ in range(25):
    text = ''
    for _ in range(state >> 8 & 7):
        state = (state * 1103515245 + 12345) & 0x7fffffff
        text += pool[(state >> 12) % len(pool)]
    state = (state * 1103515245 + 12345) & 0x7fffffff
    for form in FORMS:
        for byte in ascii(unicodedata.normalize(form, text)).encode() + ascii(ucd_3_2_0.normalize(form, text)).encode():
            checksum = (checksum * 31 + byte) & 0xffffffff
        assert unicodedata.is_normalized(form, text) == (unicodedata.normalize(form, text) == text)
print(checksum)

# Many marks in a row.
marks = '\u0301\u0323' * 200
print(unicodedata.normalize('NFD', 'a' + marks) == 'a' + '\u0323' * 200 + '\u0301' * 200)
print(ascii(unicodedata.normalize('NFC', 'a' + marks)[:3]))

print(raised(unicodedata.normalize, 'XXX', 'a'), raised(unicodedata.normalize, 'XXX', ''), raised(unicodedata.is_normalized, 'nfc', 'a'))
print(raised(unicodedata.normalize, 1, 'a'), raised(unicodedata.is_normalized, 'NFC', None), raised(unicodedata.normalize, 'NFC'))


class Text(str):
    pass


text = 'abc\u0100'
print(unicodedata.normalize('NFC', text) is text, type(unicodedata.normalize('NFC', Text('abc'))), type(unicodedata.normalize('NFD', Text('é'))))
