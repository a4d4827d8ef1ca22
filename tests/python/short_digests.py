"""Digests of what is short, which is kept until they are asked for, and of what gets longer; streams of zlib that are used again, also by a
signal's handler while they are in use; hexadecimal digits in groups."""
import binascii
import hashlib
import signal
import zlib

for n in ('md5', 'sha1', 'sha256', 'sha512', 'sha3_256', 'blake2b', 'ShA256', 'shake_128'):
    h = hashlib.new(n)
    a = []
    for i in range(40):
        h.update(bytes(range(i)))
        c = h.copy()
        c.update(b'x')
        size = [4] if n == 'shake_128' else []
        a.append(h.digest(*size).hex()[:8] + c.hexdigest(*size)[:6])
    print(n, hashlib.md5(''.join(a).encode()).hexdigest(), h.name, h.digest_size, h.block_size)
for b in (-15, 15, 31):
    for lv in (1, 6, 9, 6):
        for d in (b'', b'abc' * 100, bytes(range(256)) * 400):
            c = zlib.compress(d, lv, wbits=b)
            assert zlib.decompress(c, wbits=b) == d, (b, lv)
            try:
                zlib.decompress(c[:-3] + b'zzz', wbits=b)
            except zlib.error as e:
                print(b, lv, len(d), e)
for bad in (0, 1, 8, 99, 47):
    try:
        print(bad, zlib.decompress(zlib.compress(b'abc' * 10), wbits=bad))
    except (zlib.error, ValueError) as e:
        print(bad, e)
for bad in (10, -2, 99):
    try:
        print(bad, zlib.compress(b'abc', bad))
    except (zlib.error, ValueError) as e:
        print(bad, e)
print(zlib.decompress(zlib.compress(b'x' * 100000, wbits=9), wbits=0)[:3])
print(zlib.decompress(zlib.compress(b'x' * 100000), wbits=0)[:3])
print(bytes(range(256)).hex(), bytes(range(20)).hex(':', 3), bytes(range(20)).hex('-', -7))
print(binascii.hexlify(b'abc', '_'))

text = bytes(range(256)) * 8000
nested = set()


def handler(number, frame):
    nested.add(zlib.decompress(zlib.compress(b'abc')))


signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
packed = [zlib.compress(text, level) for level in (1, 6, 9)]
unpacked = [zlib.decompress(p) == text for p in packed]
signal.setitimer(signal.ITIMER_REAL, 0)
print(unpacked, nested <= {b'abc'})
