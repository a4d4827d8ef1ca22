# re.Pattern, re.Match, scanners and templates as objects; code that re._compiler would not emit.
import re
import _sre


def attempt(f):
    try:
        print(ascii(f()))
    except Exception as e:
        print(type(e).__name__, e)


p = re.compile('(?P<first>a)(b)?', re.I | re.M)
m = p.match('xaB', 1)
print(p, p.pattern, p.flags, p.groups, p.groupindex, dict(p.groupindex), re.compile('x').groupindex)
print(re.compile(b'x', re.L | re.S | re.X), re.compile('y' * 300), re.compile('', re.A))
print(m, m.re is p, m.string, m.pos, m.endpos, m.lastindex, m.lastgroup, m.regs, bool(m))
print(m.group(), m.group(1, 'first', 2), m['first'], m[2], m.groups(), m.groupdict(), m.start(2), m.end('first'), m.span(1))
m = p.match('A')
print(m.groups(), m.groups('x'), m.groupdict(default='y'), m.span(2), m.start(2), m.group(2), m.expand(r'<\1\2\g<first>>'))
for key in 3, -1, 'zz', 1.5, None, 1 << 80:
    attempt(lambda: m[key])
attempt(lambda: m.group([]))
print(p == re.compile('(?P<first>a)(b)?', re.I | re.M), p == re.compile('(?P<first>a)(b)?'), p != 5, hash(p) == hash(p))
print(re.compile('a') == re.compile(b'a'), p.__copy__() is p, p.__deepcopy__({}) is p, m.__copy__() is m)
print(type(p)[str], type(m)[bytes], re.Pattern is type(p), type(p.scanner('')).__name__)

scanner = p.scanner('abA a')
print(scanner.pattern is p, scanner.match(), scanner.match(), scanner.match(), scanner.search(), scanner.search())
it = p.finditer('aa')
print(type(it).__name__, next(it), next(it), next(it, 'end'))

# arguments
attempt(lambda: p.match(5))
attempt(lambda: p.match(b'a'))
attempt(lambda: re.match(b'a', 'a'))
attempt(lambda: p.match('a', pos='x'))
attempt(lambda: p.match(string='ba', pos=1))
attempt(lambda: p.match())
attempt(lambda: p.match('a', 1, 2, 3))
attempt(lambda: p.sub(1, 'a'))
attempt(lambda: p.sub(lambda m: 5, 'xa'))
attempt(lambda: p.sub(b'x', 'xa'))
attempt(lambda: re.sub(b'a', bytearray(b'x\\n'), bytearray(b'bab')))
attempt(lambda: p.sub('x', 'aaa', count=-1))
attempt(lambda: p.sub(lambda m: None, 'xay'))
attempt(lambda: re.split('(,)|;', 'a,b;c', maxsplit=1))
attempt(lambda: p.sub(r'\3', 'a'))
attempt(lambda: type(p)())
attempt(lambda: re.sub('a', lambda m: 1 // 0, 'a'))


class Text(str):
    pass


text = Text('abc')
print(type(re.sub('x', '', text)), type(re.match('abc', text)[0]), type(re.match('abc', text).string), type(re.split('x', text)[0]))
data = bytearray(b'abc')
print(re.sub(b'.', lambda m: m[0] + b'-', data), re.findall(b'(a)|b', data))

# code from elsewhere: checked, and harmless
for code in ([], [1], [5], [2], [16, 97], [16, 97, 1], [7, 1, 0, 1], [24, 5, 0, 4294967295, 2, 1, 1], [24, 4, 0, 9, 2, 1],
             [23, 4, 1, 0, 2, 18, 1], [11, 0, 1], [17, 9, 1], [13, 3, 9, 0, 1], [13, 70, 10, 1, 1], [15, 1, 1],
             [4, 3, 5, 1, 1], [26, 2, 1, 1], [6, 12, 1], [6, 5, 1], [1 << 32], [-1], ['x'], [8, 18, 1], [43, 1]):
    def use():
        q = _sre.compile('p', 0, code, 0, {}, ())
        return q.search('xay'), q.fullmatch(''), q.findall('ab')
    attempt(use)
attempt(lambda: _sre.compile('p', 0, 5, 0, {}, ()))
attempt(lambda: _sre.compile('p', 0, [1], 1 << 31, {}, ()))
attempt(lambda: _sre.compile('p', 0, [1], 0, [], ()))
attempt(lambda: _sre.template(p, ['a', 1]))
attempt(lambda: _sre.template(p, ['a', -1, 'b']))
print(_sre.MAGIC, _sre.CODESIZE, _sre.MAXREPEAT, _sre.MAXGROUPS)
print([_sre.unicode_tolower(c) for c in (65, 0x130, 0x1c5)], [_sre.unicode_iscased(c) for c in (65, 49, 0xdf)], _sre.ascii_iscased(0xdf))
