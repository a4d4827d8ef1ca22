"""Module _bz2: bzip2's streams, over libbz2 (native/modules/_compressors.c)."""

import _compressors
from _stream_types import Compressor, Decompressor

_ERRORS = {
    -1: (RuntimeError, 'Internal error - invalid sequence of commands sent to libbzip2'),
    -2: (ValueError, 'Internal error - invalid parameters passed to libbzip2'),
    -4: (OSError, 'Invalid data stream'),
    -5: (OSError, 'Invalid data stream'),
    -6: (OSError, 'Unknown I/O error'),
    -7: (EOFError, 'Compressed file ended before the logical end-of-stream was detected'),
}


def _check(code):
    if code < 0:
        kind, message = _ERRORS.get(code, (OSError, f'Unrecognized error from libbzip2: {code}'))
        raise kind(message)


class BZ2Compressor(Compressor):
    """BZ2Compressor(compresslevel=9): makes a stream of bzip2 out of data that comes in pieces. The level is from 1 to 9."""

    __slots__ = ()
    _check = staticmethod(_check)

    def __new__(cls, compresslevel=9, /):
        if not 1 <= compresslevel <= 9:
            raise ValueError('compresslevel must be between 1 and 9')
        self = super().__new__(cls)
        self._begin(_compressors.bz2_compressor(compresslevel))
        return self


class BZ2Decompressor(Decompressor):
    """Reads a stream of bzip2 that comes in pieces."""

    __slots__ = ()
    _check = staticmethod(_check)
    _STREAM_END = 4
    _ENDED = 'End of stream already reached'

    def __new__(cls):
        self = super().__new__(cls)
        self._begin(_compressors.bz2_decompressor())
        return self
