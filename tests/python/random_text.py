# Random text and bytes through every method and codec: a digest of the results a line.
seed = 777


def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (seed >> 33) % n
pool = 'aAbBzZ09 \t\n\r,.-_\x1c\x85\xa0\xdf\xe9\xc9ßİıŉǅǆΣσςΌЖж中文١٢½Ⅷ\u2028\ufb01\ud800\U0001F600\U00010400\U00010428ᾳᾼⓐ\u0301\u00ad\x7f\x00\'"\\'


def s(n):
    k = rnd(4)
    p = pool[:12] if k == 0 else pool[:26] if k == 1 else pool
    return ''.join([p[rnd(len(p))] for i in range(rnd(n))])


def tr(f):
    try: return f()
    except Exception as e: return type(e).__name__ + ': ' + ascii(str(e))


def digest(text):
    h = 0
    for c in text:
        h = (h * 31 + ord(c)) % 2147483647
    return len(text), h


for i in range(25):
    a = s(20); b = s(4); c = s(3); n = rnd(30) - 3; m = rnd(30) - 5
    r = [a.upper(), a.lower(), a.title(), a.capitalize(), a.swapcase(), a.casefold(), a.isalpha(), a.isdecimal(), a.isdigit(), a.isnumeric(), a.isalnum(),
         a.isspace(), a.isprintable(), a.islower(), a.isupper(), a.istitle(), a.isascii(), a.isidentifier(),
         a.split(), a.rsplit(), a.split(None, m), a.rsplit(None, m), a.splitlines(), a.splitlines(True), a.strip(), a.lstrip(), a.rstrip(), a.strip(b), a.lstrip(b), a.rstrip(b),
         a.find(b), a.rfind(b), a.count(b), a.find(b, m, n), a.rfind(b, n, m), a.count(b, m), a.replace(b, c), a.replace(b, c, m), a.replace(b[:1], c), a.startswith(b), a.endswith(b), a.startswith((b, c), m), a.removeprefix(a[:3]), a.removesuffix(b),
         b in a, a + b, (a + b).find(b), a * (rnd(4)), a[m:n], a[::-1], a[n:m:-2], a[m:n:3], a.center(n), a.ljust(n, '*'), a.rjust(n, '\u4e2d'), a.zfill(n), a.expandtabs(rnd(9)),
         repr(a), ascii(a), hash(a) == hash(a + ''), len(a), a < b, a <= b, a == b, a > b, sorted(a), b.join([a, c, a]), b.join(a),
         a.translate({ord('a'): 'XY', ord('b'): None, 0xe9: 0x4e2d}), '%s|%r|%a|%10.3s|%-10s' % (a, a, a, a, a), '{}|{!r}|{!a}|{:>10}|{:^12.4}|{:*<8}'.format(a, a, a, a, a, a),
         f'{a!r:>20}', f'{a:\u4e2d^15}', a.encode('utf-8', 'surrogatepass'), tr(lambda: a.encode()), tr(lambda: a.encode('ascii')), a.encode('ascii', 'replace'), a.encode('latin-1', 'ignore'), a.encode('ascii', 'backslashreplace'), a.encode('ascii', 'xmlcharrefreplace'), tr(lambda: a.encode('utf-16')), a.encode('utf-16-be', 'surrogatepass'), tr(lambda: a.encode('utf-32-le')), a.encode('utf-8','surrogatepass').decode('utf-8', 'surrogatepass') == a]
    for f in (a.partition, a.rpartition, a.split, a.rsplit, a.index):
        r.append(tr(lambda: f(b)))
    r.append(tr(lambda: int(a))); r.append(tr(lambda: float(a))); r.append(tr(lambda: int(a.strip() + '1', 36)))
    e = bytes([rnd(256) if rnd(3) == 0 else pool[rnd(12)].encode()[0] for k in range(rnd(12))])
    e2 = bytes([[0xc3, 0xa9, 0xe1, 0x80, 0x80, 0xf0, 0x90, 0x80, 0x41, 0xed, 0xa0, 0xf4, 0x8f, 0xbf, 0xff, 0xc0][rnd(16)] for k in range(rnd(8))])
    for x in (e, e2):
        for er in ('strict', 'ignore', 'replace', 'backslashreplace', 'surrogateescape', 'surrogatepass'):
            for enc in ('utf-8', 'ascii', 'utf-16', 'utf-16-be', 'utf-32', 'latin-1', 'utf-8-sig'):
                r.append(tr(lambda: x.decode(enc, er)))
    r += [e.upper(), e.title(), e.split(), e.rsplit(None, 1), e.splitlines(), e.strip(), e.find(e2[:1]), e.replace(e[:1], b'xy'), e.hex(' ', 2), e.center(n), e.zfill(n), repr(e), e[m:n], e[::-2], e + e2, e < e2, e.partition(b'a'), e.isalnum(), bytearray(e), bytearray(e)[m:n]]
    print(i, digest(ascii(r)))
