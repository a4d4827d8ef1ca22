"""Module _sha3, over OpenSSL's functions. The classes are the constructors."""

import _hashlib
from _openssl_types import Digest, constructor, new_type

_GIL_MINSIZE = 2048
implementation = 'OpenSSL'


class _Sha3(Digest):
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        name = cls.__name__
        self = object.__new__(cls)
        constructor(name, getattr(_hashlib, 'openssl_' + name), lambda hash: setattr(self, '_hash', hash))(*args, **kwargs)
        return self

    @property
    def _rate_bits(self):
        return self.block_size * 8

    @property
    def _capacity_bits(self):
        return 1600 - self._rate_bits

    @property
    def _suffix(self):
        return b'\x06'


class _Shake(_Sha3):
    __slots__ = ()

    def digest(self, length):
        """Return the digest value as a bytes object."""
        return self._hash.digest(_length(length))

    def hexdigest(self, length):
        """Return the digest value as a string of hexadecimal digits."""
        return self._hash.hexdigest(_length(length))

    @property
    def _suffix(self):
        return b'\x1f'


def _length(length):
    length = length.__index__() if hasattr(type(length), '__index__') else length
    if not isinstance(length, int):
        raise TypeError(f"'{type(length).__name__}' object cannot be interpreted as an integer")
    if length < 0:
        raise ValueError('Cannot convert negative int')
    if length >= 2**64:
        raise OverflowError('Python int too large for C unsigned long')
    if length >= 2**29:
        raise ValueError('length is too large')
    return length


for _base, _names in (_Sha3, 'sha3_224 sha3_256 sha3_384 sha3_512'), (_Shake, 'shake_128 shake_256'):
    for _name in _names.split():
        globals()[_name] = new_type(_base, '_sha3', _name)
