# str methods with all their arguments, over ASCII and wider text.
words = ['', 'a', 'hello world', 'Hello World', 'HELLO', '  spaced  ', 'tab\tsep\tend', 'line\nbreak\r\nmore\x0bvt', 'ünïcödé ßtraße', '日本語テキスト', '😀 smile', 'ǆ ŉ ﬁ', '12345', '٣٤', 'x_1', '1x', 'İstanbul']
for w in words:
    print(repr(w), w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold(), len(w))
    print([w.isalpha(), w.isdigit(), w.isalnum(), w.isspace(), w.isupper(), w.islower(), w.istitle(), w.isidentifier(), w.isnumeric(), w.isdecimal(), w.isascii(), w.isprintable()])
s = 'the quick brown the fox the'
print(s.find('the'), s.find('the', 1), s.find('the', 1, 10), s.rfind('the'), s.index('quick'), s.rindex('the', 0, 20), s.count('the'), s.count('the', 5), s.count(''), ''.count(''))
print(s.find('zzz'), s.find(''), s.find('', 100), s.find('', 5), s.rfind(''), 'aaaa'.count('aa'), s.find('t', -3), s.find('t', -100, -20))
print(s.replace('the', 'THE'), s.replace('the', '', 2), s.replace('', '-', 3), 'abc'.replace('', '.'), 'aaa'.replace('a', 'bb', 0), ''.replace('', 'x'), 'aaa'.replace('aa', 'b'))
print(s.split(), s.split('the'), s.split(' ', 2), s.rsplit(' ', 2), s.rsplit('the', 1), ''.split(), ''.split(','), ' a  b '.split(), ' a  b '.split(' '), 'a,b,,c,'.split(','))
print('x\ny\r\nz\rw\x0bv\x0cu\x1ct\x85s\u2028r'.splitlines(), 'a\nb\n'.splitlines(), 'a\nb\n'.splitlines(True), ''.splitlines(), '\n'.splitlines())
print(s.partition(' '), s.rpartition(' '), s.partition('zz'), s.rpartition('zz'))
print('  x '.strip() + '|', 'xxhixx'.strip('x'), 'abcba'.lstrip('ab'), 'abcba'.rstrip('ab'), '\u3000wide\u3000'.strip(), 'mississippi'.strip('ipsm'))
print('abc'.center(10, '*'), 'abc'.center(9, '*'), 'abc'.ljust(6, '.') + '|', 'abc'.rjust(6) + '|', '42'.zfill(5), '-42'.zfill(5), '+4'.zfill(2), 'abc'.zfill(5), 'é'.center(4, '日'))
print('a\tb'.expandtabs(), '\t|'.expandtabs(4), 'ab\tc\n\td'.expandtabs(3), 'x\ty'.expandtabs(0))
print('abc'.startswith('ab'), 'abc'.startswith(('x', 'a')), 'abc'.startswith('b', 1), 'abc'.endswith('c'), 'abc'.endswith(('b', 'bc')), 'abc'.endswith('b', 0, 2), 'abc'.startswith(''), 'abc'.startswith('', 4), 'abc'.endswith(()))
print('prefix-body-suffix'.removeprefix('prefix-'), 'prefix-body-suffix'.removesuffix('-suffix'), 'abc'.removeprefix('x'), 'abc'.removesuffix(''))
print(', '.join(['a', 'b']), ''.join('abc'), '-'.join({'k': 1}), 'x'.join([]), ' '.join(c for c in 'xyz'), '日'.join(['a', 'é', '😀']))
t = str.maketrans({'a': '1', 'b': None, 'c': 'xyz', ord('d'): ord('D')})
print('abcde'.translate(t), 'hello'.translate(str.maketrans('el', 'ip')), 'hello'.translate(str.maketrans('el', 'ip', 'o')), str.maketrans('a', 'b', 'c'))
print('a' + 'b' * 3, 'ab' * 0, 'ab' * -1, 3 * 'é', 'a' 'b', 'b' in 'abc', '' in 'abc', 'd' not in 'abc', 'a' < 'b' < 'ba' < 'é' < '日' < '😀')
print(min('hello'), max('hello'), sorted('hello'), list('日本'), 'héllo'[1], '😀x'[0], '😀x'[1], 'abc'[-1], 'hello'[1:4:2], 'hello'[::-1], '日本語'[1:])
print(repr('\'"'), repr("it's"), repr('say "hi"'), repr('\\\n\t\r\x00\x7f\x80\xa0\xad\u200b\ud800\U0001f600\U000e0001'), ascii('é日😀'))
print('%s' % 'é', '{!r}'.format('é'), '{:>5}|{:<5}|{:^5}'.format('é', '日', '😀'), 'é'.encode(), '日'.encode('utf-16-le'), 'é'.encode('latin-1'), 'a'.encode('ascii'))
print('é日'.encode('ascii', 'replace'), 'é日'.encode('ascii', 'ignore'), 'é日😀'.encode('ascii', 'backslashreplace'), 'é日'.encode('ascii', 'xmlcharrefreplace'), '\ud800'.encode('utf-8', 'surrogatepass'))
print(b'\xc3\xa9'.decode(), b'\xff\xfea'.decode('utf-8', 'replace'), b'\xffab'.decode('utf-8', 'ignore'), b'\xff'.decode('utf-8', 'backslashreplace'), b'\xff'.decode('utf-8', 'surrogateescape').encode('utf-8', 'surrogateescape'), b'\xe9'.decode('latin1'))
print(hash('abc') == hash('abc'), 'abc' == 'abc', 'é' == 'e\u0301', 'ß'.upper(), 'ŉ'.upper(), 'ΑΣ'.lower(), 'ΑΣΑ'.lower(), 'ﬃ'.title(), 'İ'.lower(), len('İ'.lower()))
print(ord('a'), ord('😀'), chr(97), chr(0x1f600), chr(0x10ffff) == '\U0010ffff', str(b'x'), str(b'\xe9', 'latin1'), str(), str(None), str(1.0), str([1, 'a']))
for bad in (lambda: 'a'.split(''), lambda: 'a'.join(['b', 1]), lambda: 'a'.replace(1, 2), lambda: 'a'.center('x'), lambda: 'a'.center(5, 'xy'), lambda: 'a'.startswith(1), lambda: 'a'.startswith(('a', 1)), lambda: 'a'.index('b'),
            lambda: 'a'.rindex('b'), lambda: 'a'.encode('bad'), lambda: 'a'.partition(''), lambda: 'a'.count(), lambda: 'a'.find(1), lambda: ord(''), lambda: ord('ab'), lambda: chr(0x110000), lambda: 'a' * 'b', lambda: 'a' + None,
            lambda: str.maketrans('a', 'bc'), lambda: str.maketrans('a'), lambda: 'a'.translate(1), lambda: 'é'.encode('ascii'), lambda: b'\xff'.decode(), lambda: 'x'[5], lambda: 'x'['a'], lambda: 'a'.zfill('x'), lambda: 'a'.splitlines(1, 2), lambda: 'a' in 5, lambda: 5 in 'a',
            lambda: 'a'.nope(), lambda: str(b'a', 'bad'), lambda: str('a', 'utf-8'), lambda: 'a'.strip(1), lambda: 'a'.removeprefix(1), lambda: '\ud800'.encode()):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__ + ':', e)
rope = ''
for i in range(1000):
    rope += chr(97 + i % 26)
print(len(rope), rope[500], rope[-1], rope[10:20], rope.count('abc'), rope == ''.join(chr(97 + i % 26) for i in range(1000)))
