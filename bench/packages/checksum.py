"""What a program of this folder has made, as one number: texts and objects are folded in as the work goes on, so nothing is kept."""
import sys
import zlib

_sum = 0


def add(value):
    """Folds in a str, bytes, or anything whose repr() is the same everywhere."""
    global _sum
    if isinstance(value, str):
        value = value.encode()
    elif not isinstance(value, bytes):
        value = repr(value).encode()
    _sum = zlib.crc32(value, _sum)


def show():
    print(f'{_sum:08x}')


def rounds(default):
    """How often a program does its work: its argument, else what takes CPython a second or two."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else default
