"""Encodings of East Asia: characters, errors, what is left over, streams."""

import codecs
import io

TEXTS = {
    'shift_jis': 'ソースは日本語、ｶﾅ ¥', 'cp932': '①㈱髙﨑～ｱ', 'euc_jp': '日本語ﾃｽﾄ丂亍', 'iso2022_jp': '漢字とASCII\n行¥',
    'iso2022_jp_1': '漢丂', 'iso2022_jp_2': '漢가诶', 'iso2022_jp_ext': 'ｱ漢', 'euc_kr': '한국어 갂', 'cp949': '한국어 갂똠', 'johab': '한국어 갂 漢ㄱ',
    'iso2022_kr': '한국 a\n어', 'gb2312': '中文、测试', 'gbk': '中文繁體〇', 'gb18030': '中文€😀ḿ\ue5e5', 'hz': '中~a文',
    'big5': '中文測試裏'[:4], 'cp950': '中文裏€',
}  # fmt: skip
for name, text in TEXTS.items():
    data = text.encode(name)
    print(name, data, data.decode(name) == text, codecs.lookup(name).name)
    decoder = codecs.getincrementaldecoder(name)()
    print(''.join(decoder.decode(data[i : i + 1]) for i in range(len(data))) + decoder.decode(b'', True) == text)
    print(io.TextIOWrapper(io.BytesIO(data + b'\n'), name).readlines() == (text + '\n').splitlines(True))


def attempt(f, *args):
    try:
        return f(*args)
    except UnicodeError as error:
        return str(error)


for data, name in (b'a\x81', 'shift_jis'), (b'\xfd', 'cp949'), (b'\xa1', 'gbk'), (b'\xff\xff', 'big5'), (b'\x81\x30\x81', 'gb18030'), (b'~{\x30', 'hz'), (b'\x8f\xa1', 'euc_jp'), (b'\x1b$B\x21', 'iso2022_jp'), (b'\x80', 'iso2022_kr'):
    print(name, attempt(data.decode, name), repr(data.decode(name, 'replace')), repr(data.decode(name, 'backslashreplace')))
for text, name in ('a\u0e01', 'shift_jis'), ('é', 'gb2312'), ('\U0001f600', 'big5'), ('한', 'iso2022_jp'):
    print(name, attempt(text.encode, name), text.encode(name, 'replace'), text.encode(name, 'xmlcharrefreplace'), text.encode(name, 'ignore'))
decoder = codecs.getincrementaldecoder('gb18030')()
print(repr(decoder.decode(b'\x81\x30')), decoder.getstate()[0], attempt(decoder.decode, b'', True))
encoder = codecs.getincrementalencoder('iso2022_jp')()
print([encoder.encode(part) for part in ('漢', '字', 'a', '字')], encoder.encode('', True))
out = io.BytesIO()
writer = codecs.getwriter('hz')(out)
writer.writelines(['中', '文'])
writer.reset()
print(out.getvalue(), codecs.getreader('hz')(io.BytesIO(out.getvalue())).read(), codecs.getreader('euc_jp')(io.BytesIO('日\n本'.encode('euc_jp'))).readlines())
