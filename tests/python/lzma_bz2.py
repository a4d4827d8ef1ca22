"""lzma and bz2: both ways, in pieces, what comes after the end, errors; archives that use them."""

import sys

sys.path.pop(0)  # a program here has the name of a package of the library
import bz2
import io
import lzma
import tarfile
import zipfile


def attempt(f, *args, **options):
    try:
        return f(*args, **options)
    except (ValueError, OSError, EOFError, TypeError, lzma.LZMAError) as error:
        return type(error).__name__, str(error)


data = b''.join(b'%d,' % (i * i % 1000) for i in range(40000))
for module in bz2, lzma:
    packed = module.compress(data)
    print(module.__name__, len(packed) < len(data) / 3, module.decompress(packed) == data, module.decompress(packed * 2) == data * 2)
    print(attempt(module.decompress, packed[:-5]), attempt(module.decompress, b'nothing of the kind'), attempt(module.decompress, b''))
    kind = module.BZ2Decompressor if module is bz2 else module.LZMADecompressor
    decompressor, out = kind(), []
    for at in range(0, len(packed), 1000):
        piece = packed[at : at + 1000]
        out.append(decompressor.decompress(piece, 5000))
        while not decompressor.needs_input and not decompressor.eof:
            out.append(decompressor.decompress(b'', 5000))
    print(b''.join(out) == data, max(map(len, out)), decompressor.eof, decompressor.unused_data)
    decompressor = kind()
    print(len(decompressor.decompress(packed + b'rest')), decompressor.unused_data, attempt(decompressor.decompress, b'x'))
    compressor = module.BZ2Compressor() if module is bz2 else module.LZMACompressor()
    pieces = [compressor.compress(data[:100]), compressor.compress(data[100:]), compressor.flush()]
    print(module.decompress(b''.join(pieces)) == data, attempt(compressor.compress, b''), attempt(compressor.flush))
    file = io.BytesIO()
    with module.open(file, 'wt') as text:
        text.write('one\ntwo\n')
    file.seek(0)
    print(module.open(file, 'rt').readlines())

print(bz2.compress(b'abc', 1), attempt(bz2.BZ2Compressor, 10))
for name in 'XZ', 'ALONE', 'RAW':
    form = getattr(lzma, 'FORMAT_' + name)
    chain = [{'id': lzma.FILTER_DELTA, 'dist': 4}, {'id': lzma.FILTER_LZMA2, 'preset': 3, 'lc': 2}] if name == 'RAW' else None
    packed = lzma.compress(data, form, filters=chain)
    print(name, packed[:12].hex(), lzma.decompress(packed, form, filters=chain) == data)
for check in lzma.CHECK_NONE, lzma.CHECK_CRC32, lzma.CHECK_SHA256:
    decompressor = lzma.LZMADecompressor()
    decompressor.decompress(lzma.compress(b'x', check=check))
    print(decompressor.check, lzma.is_check_supported(check))
for options in {'preset': 99}, {'filters': [{'id': 1}]}, {'filters': [{'id': lzma.FILTER_LZMA2, 'nope': 1}]}, {'filters': [{}] * 5}, {'format': 9}, {'format': lzma.FORMAT_RAW}, {'preset': 1, 'filters': []}, {'filters': ['x']}, {'check': 99}:
    print(attempt(lzma.compress, b'', **options))
print(attempt(lzma.decompress, lzma.compress(data), memlimit=100), lzma._decode_filter_properties(lzma.FILTER_LZMA2, b'\x18'), lzma._encode_filter_properties({'id': lzma.FILTER_LZMA1}))

for method in zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA:
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', method) as archive:
        archive.writestr('a.txt', data)
    print(zipfile.ZipFile(file).read('a.txt') == data)
for mode in 'bz2', 'xz':
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode='w:' + mode) as archive:
        info = tarfile.TarInfo('member')
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    file.seek(0)
    print(tarfile.open(fileobj=file).extractfile('member').read() == data)
