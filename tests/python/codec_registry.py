# Codecs, error handlers, the registry.
import codecs


def raised(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


for name in ('utf-8', 'utf-16', 'utf-16-be', 'utf-32-le', 'utf-7', 'utf-8-sig', 'cp1252', 'koi8-r', 'iso8859-15', 'cp437'):
    text = 'aé€' if name in ('cp1252', 'iso8859-15') or name.startswith('utf') else 'az'
    data = text.encode(name)
    print(name, data, data.decode(name) == text, raised('\ud800a'.encode, name))
for errors in ('strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'surrogateescape', 'surrogatepass', 'nope'):
    print(errors, raised('a\udc80\u20acb'.encode, 'ascii', errors), raised('a\ud800b'.encode, 'utf-8', errors))
    print(ascii(raised(b'a\xff\xe2\x82z\xed\xa0\x80'.decode, 'utf-8', errors)), ascii(raised(b'\x81\x80'.decode, 'cp1252', errors)))


def handler(e):
    return f'<{e.start}-{e.end}>', e.end


codecs.register_error('mine', handler)
print('a\u1234\u1235b'.encode('ascii', 'mine'), 'x\u1234'.encode('cp1252', 'mine'), b'a\xff\xfe'.decode('utf-8', 'mine'))
for result in (5, ('a', -1), ('a', 9), ('\u1234', 1), (b'\xff', 1)):
    codecs.register_error('mine', lambda e: result)
    print(raised('\u1234b'.encode, 'ascii', 'mine'))


def find(name):
    if name == 'shout':
        return codecs.CodecInfo(lambda s, e='strict': (s.upper().encode(), len(s)), None, name='shout')


codecs.register(find)
print('abc'.encode('Shout'), raised('abc'.encode, 'whisper'), raised('a'.encode, 'rot13'), codecs.encode('abc', 'rot13'))
codecs.unregister(find)
print(raised('abc'.encode, 'shout'))

decoder = codecs.getincrementaldecoder('utf-8')()
print([decoder.decode(bytes([b])) for b in 'é€'.encode()], list(codecs.iterdecode([b'\xff', b'\xfea', b'\0'], 'utf-16')))
decoder = codecs.getincrementaldecoder('utf-8')('surrogatepass')
print([ascii(decoder.decode(bytes([b]))) for b in '\ud901'.encode('utf-8', 'surrogatepass')], raised(decoder.decode, b'\xed\xa0', True))
print('a\n€\U0001f600é\\'.encode('unicode_escape'), b'\\u20ac\\x41\\n'.decode('unicode_escape'))
print('é€'.encode('raw_unicode_escape'), codecs.escape_decode(rb'a\x41\101\n'), codecs.escape_encode(b"\n'\xff"))
print(raised(b'\\u12'.decode, 'unicode_escape'), raised(b'\\U00110000'.decode, 'unicode_escape'))
print(codecs.charmap_encode('ab', 'strict', {97: 65, 98: b'xy'}), raised(codecs.charmap_decode, b'ab', 'strict', {97: 'A'}))
