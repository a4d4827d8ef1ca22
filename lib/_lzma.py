"""Module _lzma: streams of xz and LZMA, over liblzma (native/modules/_compressors.c)."""

import _compressors
from _stream_types import Compressor, Decompressor
from operator import index

FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW = range(4)
CHECK_NONE, CHECK_CRC32, CHECK_CRC64, CHECK_SHA256 = 0, 1, 4, 10
CHECK_ID_MAX = 15
CHECK_UNKNOWN = CHECK_ID_MAX + 1
FILTER_DELTA, FILTER_X86, FILTER_POWERPC, FILTER_IA64 = 3, 4, 5, 6
FILTER_ARM, FILTER_ARMTHUMB, FILTER_SPARC = 7, 8, 9
FILTER_LZMA1, FILTER_LZMA2 = 0x4000000000000001, 0x21
MF_HC3, MF_HC4, MF_BT2, MF_BT3, MF_BT4 = 3, 4, 0x12, 0x13, 0x14
MODE_FAST, MODE_NORMAL = 1, 2
PRESET_DEFAULT = 6
PRESET_EXTREME = 1 << 31

__all__ = [name for name in globals() if name.isupper()] + [
    'LZMACompressor', 'LZMADecompressor', 'LZMAError', 'is_check_supported'
]

_OK, _STREAM_END, _NO_CHECK, _UNSUPPORTED_CHECK, _GET_CHECK = range(5)
_MEMORY_LIMIT, _FORMAT_ERROR, _OPTIONS_ERROR, _DATA_ERROR, _BUFFER_ERROR, _PROGRAM_ERROR = 6, 7, 8, 9, 10, 11
_MESSAGES = {
    _UNSUPPORTED_CHECK: 'Unsupported integrity check',
    _MEMORY_LIMIT: 'Memory usage limit exceeded',
    _FORMAT_ERROR: 'Input format not supported by decoder',
    _OPTIONS_ERROR: 'Invalid or unsupported options',
    _DATA_ERROR: 'Corrupt input data',
    _BUFFER_ERROR: 'Insufficient buffer space',
    _PROGRAM_ERROR: 'Internal error',
}
_BRANCHES = FILTER_X86, FILTER_POWERPC, FILTER_IA64, FILTER_ARM, FILTER_ARMTHUMB, FILTER_SPARC
_LZMA_OPTIONS = 'dict_size', 'lc', 'lp', 'pb', 'mode', 'nice_len', 'mf', 'depth'
_MOST_FILTERS = 4


class LZMAError(Exception):
    """Call to liblzma failed."""


LZMAError.__module__ = '_lzma'


def _check(code):
    if code not in (_OK, _STREAM_END, _NO_CHECK, _GET_CHECK):
        raise LZMAError(_MESSAGES.get(code, f'Unrecognized error from liblzma: {code}'))


def _opened(stream):
    """What _compressors has opened, or why not."""
    if isinstance(stream, int):
        _check(stream)
    return stream


def _number(value, bits):
    value = index(value)
    if value < 0:
        raise OverflowError("can't convert negative int to unsigned")
    if value >> bits:
        raise OverflowError(f'Value too large for uint{bits}_t type')
    return value


def _filter(spec):
    """A filter's tuple, as _compressors reads it."""
    if not hasattr(type(spec), '__getitem__'):
        raise TypeError('Filter specifier must be a dict or dict-like object')
    try:
        kind = spec['id']
    except KeyError:
        raise ValueError('Filter specifier must have an "id" entry') from None
    kind = _number(kind, 64)
    if kind in (FILTER_LZMA1, FILTER_LZMA2):
        known, rest = ('id', 'preset', *_LZMA_OPTIONS), 'LZMA'
    elif kind == FILTER_DELTA:
        known, rest = ('id', 'dist'), 'delta'
    elif kind in _BRANCHES:
        known, rest = ('id', 'start_offset'), 'BCJ'
    else:
        raise ValueError(f'Invalid filter ID: {kind}')
    if any(name not in known for name in spec):
        raise ValueError(f'Invalid filter specifier for {rest} filter')
    if kind == FILTER_DELTA:
        return kind, _number(spec.get('dist', 1), 32)
    if kind in _BRANCHES:
        return kind, _number(spec.get('start_offset', 0), 32)
    options = [_number(spec[name], 32) if name in spec else -1 for name in _LZMA_OPTIONS]
    return kind, _number(spec.get('preset', PRESET_DEFAULT), 32), *options


def _chain(filters):
    if len(filters) > _MOST_FILTERS:
        raise ValueError(f'Too many filters - liblzma supports a maximum of {_MOST_FILTERS}')
    return tuple(_filter(filters[i]) for i in range(len(filters)))


class LZMACompressor(Compressor):
    """LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)

    Makes a stream out of data that comes in pieces."""

    __slots__ = ()
    _check = staticmethod(_check)

    def __new__(cls, format=FORMAT_XZ, check=-1, preset=None, filters=None):
        if preset is not None and filters is not None:
            raise ValueError('Cannot specify both preset and filter chain')
        number = PRESET_DEFAULT if preset is None else _number(preset, 32)
        if format != FORMAT_XZ and check not in (-1, CHECK_NONE):
            raise ValueError('Integrity checks are only supported by FORMAT_XZ')
        kind = FILTER_LZMA1 if format == FORMAT_ALONE else FILTER_LZMA2
        chain = ((kind, number, *[-1] * len(_LZMA_OPTIONS)),) if filters is None else _chain(filters)
        if format == FORMAT_RAW and filters is None:
            raise ValueError('Must specify filters for FORMAT_RAW')
        if format == FORMAT_ALONE and (len(chain) != 1 or chain[0][0] != FILTER_LZMA1):
            raise ValueError('Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter')
        if format not in (FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW):
            raise ValueError(f'Invalid container format: {format}')
        if format == FORMAT_XZ and check == -1:
            check = CHECK_CRC64
        self = super().__new__(cls)
        try:
            self._begin(_opened(_compressors.lzma_encoder(format, max(check, 0), chain)))
        except ValueError as error:
            known = filters is None and format == FORMAT_XZ
            raise LZMAError(_MESSAGES[_OPTIONS_ERROR] if known else str(error)) from None
        return self


class LZMADecompressor(Decompressor):
    """LZMADecompressor(format=FORMAT_AUTO, memlimit=None, filters=None)

    Reads a stream that comes in pieces. FORMAT_AUTO tells .xz from .lzma; FORMAT_RAW needs the filters, a sequence of dicts, which no
    other format takes. memlimit: bytes that reading may take, or it fails."""

    __slots__ = ('check',)
    _check = staticmethod(_check)
    _STREAM_END = _STREAM_END
    _ENDED = 'Already at end of stream'

    def __new__(cls, format=FORMAT_AUTO, memlimit=None, filters=None):
        if memlimit is not None:
            if format == FORMAT_RAW:
                raise ValueError('Cannot specify memory limit with FORMAT_RAW')
            memlimit = min(_number(memlimit, 64), 2**63 - 1)
        if format == FORMAT_RAW and filters is None:
            raise ValueError('Must specify filters for FORMAT_RAW')
        if format != FORMAT_RAW and filters is not None:
            raise ValueError('Cannot specify filters except with FORMAT_RAW')
        if format not in (FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW):
            raise ValueError(f'Invalid container format: {format}')
        self = super().__new__(cls)
        chain = () if filters is None else _chain(filters)
        try:
            self._begin(_opened(_compressors.lzma_decoder(format, -1 if memlimit is None else memlimit, chain)))
        except ValueError as error:
            raise LZMAError(str(error)) from None
        self.check = CHECK_UNKNOWN if format in (FORMAT_AUTO, FORMAT_XZ) else CHECK_NONE
        return self

    def decompress(self, data, max_length=-1):
        made = super().decompress(data, max_length)
        if self.check == CHECK_UNKNOWN:
            self.check = self._stream.check()
        return made

    decompress.__doc__ = Decompressor.decompress.__doc__


def is_check_supported(check_id, /):
    """Whether liblzma knows an integrity check; CHECK_NONE and CHECK_CRC32 it always does."""
    return _compressors.check_is_supported(index(check_id))


def _encode_filter_properties(filter, /):
    """The options of a filter, a dict, as the bytes that stand for them in a stream; not its id."""
    try:
        found = _compressors.encode_properties((_filter(filter),))
    except ValueError as error:
        if 'preset' in str(error):
            raise LZMAError(str(error)) from None
        raise
    return _opened(found)


def _decode_filter_properties(filter_id, encoded_props, /):
    """The filter, a dict, that an id and the bytes of its options stand for."""
    found = _opened(_compressors.decode_properties(_number(filter_id, 63), encoded_props))
    if filter_id in (FILTER_LZMA1, FILTER_LZMA2):
        names = _LZMA_OPTIONS[:4] if filter_id == FILTER_LZMA1 else ('dict_size',)
    elif filter_id == FILTER_DELTA:
        names = ('dist',)
    else:
        names = ('start_offset',) if found[0] else ()
    return {'id': filter_id} | dict(zip(names, found))
