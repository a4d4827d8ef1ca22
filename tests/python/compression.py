# Module zlib: streams in pieces, their ends, limits, dictionaries, errors.
import zlib


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


text = b'hello' * 10
packed = zlib.compress(text)
print(zlib.decompress(packed), zlib.crc32(text), zlib.adler32(text, 2**70), zlib.crc32(b'b', zlib.crc32(b'a')) == zlib.crc32(b'ab'))
for wbits in (-15, 31):
    print(zlib.decompress(zlib.compress(text, 9, wbits), wbits) == text)
d = zlib.decompressobj()
print(d.decompress(packed + b'tail', 3), d.eof, d.copy().decompress(d.unconsumed_tail), d.decompress(d.unconsumed_tail), d.eof, d.unused_data, d.flush())
d = zlib.decompressobj()
print([d.decompress(packed[i:i + 1]) for i in range(len(packed))][-6:], d.flush(), d.eof)
d = zlib._ZlibDecompressor()
print(d.decompress(packed[:9], 4), d.needs_input, d.decompress(packed[9:] + b'more', -1), d.eof, d.unused_data)
show(d.decompress, b'')
c = zlib.compressobj(zdict=b'hello')
packed = c.compress(text) + c.flush()
show(zlib.decompress, packed)
show(zlib.decompressobj(zdict=b'hello').decompress, packed)
show(zlib.decompressobj(zdict=b'jello').decompress, packed)
c = zlib.compressobj(level=6, strategy=zlib.Z_HUFFMAN_ONLY)
packed = c.compress(bytes(range(256)) * 999) + c.flush(zlib.Z_SYNC_FLUSH)
other = c.copy()
for one in (c, other):
    print(zlib.decompress(packed + one.flush()) == bytes(range(256)) * 999)
show(c.flush)
show(c.copy)
for f, *args in ((zlib.compress, b'', 10), (zlib.compress, ''), (zlib.decompress, b''), (zlib.decompress, b'xx'), (zlib.decompress, packed, 99), (zlib.decompress, packed, 15, -1),
                 (zlib.compressobj, 99), (zlib.decompressobj, -99), (zlib.decompressobj, 15, 5), (zlib.decompressobj().decompress, b'', -1), (zlib.decompressobj().flush, 0),
                 (type(c),)):
    show(f, *args)
