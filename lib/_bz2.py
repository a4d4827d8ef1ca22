"""Module _bz2: bzip2's streams, over libbz2 (native/modules/_compressors.c)."""

import _compressors

_STREAM_END = 4
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


class BZ2Compressor:
    """Create a compressor object for compressing data incrementally.

      compresslevel
        Compression level, as a number between 1 and 9.

    For one-shot compression, use the compress() function instead."""

    __slots__ = '_stream', '_flushed'

    def __new__(cls, compresslevel=9, /):
        if not 1 <= compresslevel <= 9:
            raise ValueError('compresslevel must be between 1 and 9')
        self = super().__new__(cls)
        self._stream = _compressors.bz2_compressor(compresslevel)
        self._flushed = False
        return self

    def compress(self, data, /):
        """Provide data to the compressor object.

        Returns a chunk of compressed data if possible, or b'' otherwise.

        When you have finished providing data to the compressor, call the
        flush() method to finish the compression process."""
        if self._flushed:
            raise ValueError('Compressor has been flushed')
        made, _, code = self._stream.run(data, -1, False)
        _check(code)
        return made

    def flush(self):
        """Finish the compression process.

        Returns the compressed data left in internal buffers.

        The compressor object may not be used after this method is called."""
        if self._flushed:
            raise ValueError('Repeated call to flush()')
        self._flushed = True
        made, _, code = self._stream.run(b'', -1, True)
        _check(code)
        self._stream.close()
        return made

    def __reduce__(self):
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")


class BZ2Decompressor:
    """Create a decompressor object for decompressing data incrementally.

    For one-shot decompression, use the decompress() function instead."""

    __slots__ = '_stream', '_left', 'eof', 'needs_input', 'unused_data'

    def __new__(cls):
        self = super().__new__(cls)
        self._stream = _compressors.bz2_decompressor()
        self._left = b''
        self.eof = False
        self.needs_input = True
        self.unused_data = b''
        return self

    def decompress(self, data, max_length=-1):
        """Decompress *data*, returning uncompressed data as bytes.

        If *max_length* is nonnegative, returns at most *max_length* bytes of
        decompressed data. If this limit is reached and further output can be
        produced, *self.needs_input* will be set to ``False``. In this case, the next
        call to *decompress()* may provide *data* as b'' to obtain more of the output.

        If all of the input data was decompressed and returned (either because this
        was less than *max_length* bytes, or because *max_length* was negative),
        *self.needs_input* will be set to True.

        Attempting to decompress data after the end of stream is reached raises an
        EOFError.  Any data found after the end of the stream is ignored and saved in
        the unused_data attribute."""
        if self.eof:
            raise EOFError('End of stream already reached')
        data = self._left + data if self._left else data
        made, taken, code = self._stream.run(data, max_length, False)
        _check(code)
        rest = bytes(memoryview(data)[taken:])
        if code == _STREAM_END:
            self.eof = True
            self.needs_input = False
            self._left = b''
            self.unused_data = rest
            self._stream.close()
        else:
            self._left = rest
            # With a limit, more may be waiting inside the library.
            self.needs_input = not rest and len(made) != max_length
        return made

    def __reduce__(self):
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")
