"""What the compressors and decompressors of _bz2 and _lzma have in common: streams of _compressors, and what is left over of their input.
Each class brings `_check`, which raises for the number of an error, and a decompressor `_STREAM_END`, the number of the end, and `_ENDED`, its words after it."""


class _Unpicklable:
    __slots__ = ()

    def __reduce__(self):
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")


class Compressor(_Unpicklable):
    __slots__ = '_stream', '_flushed'

    def _begin(self, stream):
        self._stream = stream
        self._flushed = False

    def compress(self, data, /):
        """Takes data; returns what of the compressed stream is ready, which may be nothing yet."""
        if self._flushed:
            raise ValueError('Compressor has been flushed')
        made, _, code = self._stream.run(data, -1, False)
        self._check(code)
        return made

    def flush(self):
        """Returns the rest of the compressed stream, after which the object is of no more use."""
        if self._flushed:
            raise ValueError('Repeated call to flush()')
        self._flushed = True
        made, _, code = self._stream.run(b'', -1, True)
        self._check(code)
        self._stream.close()
        return made


class Decompressor(_Unpicklable):
    __slots__ = '_stream', '_left', 'eof', 'needs_input', 'unused_data'

    def _begin(self, stream):
        self._stream = stream
        self._left = b''
        self.eof = False
        self.needs_input = True
        self.unused_data = b''

    def decompress(self, data, max_length=-1):
        """Takes data; returns what it stands for, max_length bytes at most unless that is negative.

        needs_input says whether more data is wanted, or the next call may pass b'' to get more of what is there. After the end of
        the stream eof is true, unused_data holds what came behind it, and another call is an EOFError."""
        if self.eof:
            raise EOFError(self._ENDED)
        data = self._left + data if self._left else data
        made, taken, code = self._stream.run(data, max_length, False)
        self._check(code)
        self._left = bytes(memoryview(data)[taken:])
        if code == self._STREAM_END:
            self.eof = True
            self.needs_input = False
            self._left, self.unused_data = b'', self._left
            self._stream.close()
        else:
            # With a limit, more may be waiting inside the library.
            self.needs_input = not self._left and len(made) != max_length
        return made
