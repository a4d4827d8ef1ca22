"""Streams of bzip2 of more than one block, and of pieces: the same bytes as from the library in one go."""

import sys

sys.path.pop(0)  # a program here has the name of a package of the library
import bz2
import hashlib
import random

source = random.Random(5)
samples = [b'', b'a', b'x' * 300_000, bytes(range(256)) * 900, source.randbytes(250_000), b'aaaab' * 60_000]
for data in samples:
    for level in (1, 9):
        packed = bz2.compress(data, level)
        print(len(packed), hashlib.md5(packed).hexdigest(), bz2.decompress(packed) == data)

compressor = bz2.BZ2Compressor(1)
pieces = [compressor.compress(source.randbytes(n)) for n in (10, 100_000, 16_384, 16_385, 90_000)]
pieces.append(compressor.flush())
packed = b''.join(pieces)
print(len(packed), hashlib.md5(packed).hexdigest(), len(bz2.decompress(packed)))
for use in (lambda: compressor.compress(b'more'), compressor.flush, lambda: bz2.BZ2Compressor(10)):
    try:
        use()
    except ValueError as e:
        print(e)
