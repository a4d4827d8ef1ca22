"""Ordinary values take short ways through C code: here is where those end, and the general way goes on."""
import csv
import io
import random


def attempt(fn):
    try:
        return fn()
    except Exception as e:
        return f'{type(e).__name__}: {e}'


# ---- ints on both sides of one and two limbs ----
EDGES = [0, 1, -1, 7, -10]
for bits in (61, 62, 63, 64, 65, 125, 126, 127, 128, 190):
    EDGES += [(1 << bits) + d for d in (-1, 0, 1)] + [-(1 << bits) + d for d in (-1, 0, 1)]
for digits in (18, 19, 20, 37, 38, 39):
    EDGES += [10**digits, 10**digits - 1, -(10**digits)]
source = random.Random(1)
EDGES += [source.getrandbits(source.randrange(1, 140)) * source.choice((1, -1)) for _ in range(40)]
total = 0
for a in EDGES:
    if int(str(a)) != a or int(hex(a), 16) != a or int(bin(a), 2) != a or int(oct(a), 8) != a:
        print('text of', a)
    if a != (a >> 1) * 2 + (a & 1) or -(-a) != a or ~a != -a - 1:
        print('signs of', a)
    for s in (0, 1, 31, 61, 62, 63, 64, 65, 126, 127, 128):
        if (a << s) >> s != a or a >> s != a // 2**s or a << s != a * 2**s:
            print('shifts of', a, s)
        total = (total * 31 + (a << s) + (a >> s)) % 1000000007
    for b in EDGES:
        if (a + b) - b != a or (a ^ b) ^ b != a or (a & b) + (a | b) != a + b:
            print('sums of', a, b)
        total = (total * 31 + a * b + (a & b) + (a | b)) % 1000000007
        if b:
            q, r = divmod(a, b)
            if q * b + r != a or q != a // b or r != a % b or not (0 <= r < b or b < r <= 0):
                print('division of', a, b)
            total = (total * 31 + q + r) % 1000000007
print(total, hash(1 << 70), str(-(10**37)), int('9' * 38), int('-' + '9' * 39), int('0' * 50 + '12'))

# ---- hex, oct, bin ----
print(hex(0), hex(255), hex(-255), oct(8), oct(-8), bin(5), bin(-(1 << 61)), hex((1 << 62) - 1), hex(1 << 62), hex(True))

# ---- % of str and bytes ----
class Text(str):
    def __str__(self):
        return 'its own'

    def __format__(self, spec):
        return 'formatted'


class Number(int):
    def __str__(self):
        return 'a number'


print('%s %d' % ('ä', -5), '%s%%%s' % (1, 2), '%s' % 'one', '%d' % 7, '%s' % (1,), '%s' % [1], '%d' % True, '%s' % True)
print('%s %s' % (Text('t'), Number(3)), '%d' % Number(3), '%d' % 2.9, '%s' % None, '%s €' % 5, '€%s' % 'x' * 2)
print('%(a)s %(b)d %(a)s' % {'a': 1, 'b': 2}, '%s' % {'a': 1}, b'%d %s %s' % (5, b'x', bytearray(b'y')), b'%d' % 3)
for fn in (
    lambda: '%s %s' % 'one', lambda: '%s' % (), lambda: '%d' % 'x', lambda: '%s' % (1, 2), lambda: 'none' % 5, lambda: '%d%%' % (),
    lambda: b'%s' % 5, lambda: b'%s' % 'x', lambda: '%(a)s' % 5, lambda: '%' % 1, lambda: '%z' % 1, lambda: 'x%s%' % 1,
):
    print(attempt(fn))

# ---- pieces ----
for n in (0, 1, 15, 16, 17, 18, 40):
    text = ' '.join(f'w{i}' for i in range(n))
    print(len(text.split()), len(text.split(' ')), len(text.rsplit()), len(text.split(' ', 16)), len(text.replace(' ', '\n').splitlines()))
    print(text.split()[15:17], text.rsplit(None, 17)[:2], text.rsplit(' ', 2)[-2:], len(text.encode().split()), text.split('w1')[:3])
print('a,b,,c,'.split(','), 'ä,b'.split(','), 'a€b'.split('€'), 'x' * 20 + ',y' == ','.join(('x' * 20 + ',y').split(',')))
print('a\x0bb\x0cc\x1cd\x85e\u2028f\r\ng\rh'.splitlines(), 'a\x1fb c'.split(), 'a\n'.splitlines(True), ''.splitlines(), ''.split(), ''.split(','))
print(b'xxaxx'.strip(b'x'), b' \t a '.strip(), b'abc'.strip(b''), bytearray(b'xax').lstrip(b'x'), b'xax'.rstrip(memoryview(b'x')), b''.strip())
print(b','.join([b'a', bytearray(b'b'), memoryview(b'c')]), b','.join((b'a',)), b''.join(x for x in (b'1', b'22')), bytearray(b'-').join([b'a', b'b' * 300]) == b'a-' + b'b' * 300)
print(attempt(lambda: b','.join([b'a', 'b'])), attempt(lambda: b','.join(5)), attempt(lambda: bytes([1, 256])), attempt(lambda: bytes([True, -1])))
print('abc'.startswith('abcd'), 'abc'.endswith(('x', 'bc')), 'abc'.startswith('b', 1), 'aé'.endswith('é'), 'a€'.startswith('a'), 'abc'.startswith('', 4))

# ---- lists of what is iterated ----
class Named:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return iter(range(self.n))

    def __length_hint__(self):
        return 3


for n in (0, 1, 31, 32, 33, 34, 100):
    items = list(range(n))
    same = [list(iter(items)), list(x for x in items), list(map(int, items)), list(Named(n)), list(dict.fromkeys(items)), list(set(items)), sorted(set(items))]
    print(n, all(other == items for other in same), tuple(x for x in items) == tuple(items), len(list(enumerate(items))))
print(list('abc'), list('aé€😀'), list(''), [*'xy', *'€'], list({'k': 1}), list({1: 2}.items()), sorted('hello'))
grown = [1, 2]
grown.extend('ab€')
grown.extend({'k': 1})
grown.extend({5})
grown.extend(iter(grown[:2]))
print(grown, attempt(lambda: list(1 // x for x in (1, 0))), attempt(lambda: list(5)))

# ---- set algebra ----
class Meddler:
    """Equal to nothing; when it is compared it empties the set and fills it anew."""

    def __init__(self, target, hash_):
        self.target, self.hash = target, hash_

    def __hash__(self):
        return self.hash

    def __eq__(self, other):
        if self.target is not None:
            target, self.target = self.target, None
            items = list(target)
            target.clear()
            target.update(reversed(items))
        return False


for n in (1, 3, 8, 30):
    walked = set(range(n))
    searched = {Meddler(walked, 0)} | set(range(n + 5))
    both = walked & searched
    rest = set(range(n))
    rest_searched = {Meddler(rest, 0)}
    less = rest - rest_searched if n < 4 else rest.difference(rest_searched)
    print(n, sorted(both), len(both) == len(list(both)), sorted(less), sorted(set(range(n)) ^ set(range(2, n + 4))))
a, b = set(range(20)), set(range(10, 30))
print(a & b, a | b, a - b, a ^ b, {1, 2} & {2, 3}, {1} | {2}, frozenset('a') & {'a'}, set(range(1000)) & set(range(990, 2000)))
holes = set(range(40))
for i in range(0, 40, 2):
    holes.discard(i)
print(holes, holes | {2}, holes & set(range(9)), holes - {1, 3}, set(holes) == holes, holes.copy() == holes)

# ---- f(**d) ----
def takes(a=0, *rest, **options):
    return a, rest, options


d = {'x': 1, 'y': 2}
print(takes(**d), takes(**{}), takes(1, 2, **d), takes(**d, z=3), takes(**{'x': 0}, **{'y': 1}), takes(*[1, 2], **{'a' * 3: 1}))
passed = takes(**d)[2]
passed['x'] = 5
many = {f'k{i}': i for i in range(30)}
print(d, takes(**many)[2] == many, takes(*range(20), **many)[2] == many, takes(*range(20))[1])
for fn in (lambda: takes(**{1: 2}), lambda: takes(**d, **d), lambda: takes(1, **{'a': 2}), lambda: takes(**5), lambda: takes(**d, x=1), lambda: dict(**{1: 2})):
    print(attempt(fn))

# ---- csv: the characters that a dialect names ----
class Odd(csv.Dialect):
    delimiter, quotechar, escapechar, lineterminator, quoting, doublequote = '|', "'", '^', 'zß\n', csv.QUOTE_MINIMAL, False


print(list(csv.reader(["a|'b|c'|d^|e", "'x^'y'|z"], Odd)), list(csv.reader(['a,"b""c",d', '"x\n', 'y",z'])), list(csv.reader(['a€b€c'], delimiter='€')))
out = io.StringIO()
csv.writer(out, Odd).writerows([['a|b', 'z', 'ß', "it's", 'plain', '^'], [1, None, 2.5]])
csv.writer(out).writerow(['a,b', 'c"d', 'e\nf', 'g'])
print(repr(out.getvalue()))

# ---- streams in memory ----
class Closing(io.StringIO):
    def close(self):
        print('closed', self.getvalue())
        super().close()


with Closing() as stream:
    stream.write('some text')
for make in (io.StringIO, io.BytesIO):
    stream = make()
    stream.write('ab€'.encode() if make is io.BytesIO else 'ab€')
    stream.seek(0)
    print(stream.read(), stream.closed, stream.close(), stream.closed, attempt(stream.read))

# ---- names of codecs ----
print([attempt(lambda: 'aé'.encode(name)) for name in ('ascii', 'US-ASCII', 'latin_1', 'Latin1', 'l1', 'u8', 'utf', 'UTF 8', 'cp819', '8859', 'utf-16-le', 'nope')])
