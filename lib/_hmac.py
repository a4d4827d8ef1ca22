"""Module _hmac: HMAC of the hash functions that CPython has built in, over OpenSSL's."""

import _hashlib
from _openssl_types import Digest, new_type, wrapped

_GIL_MINSIZE = 2048

_NAMES = {name: name for name in 'md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512'.split()}
_NAMES |= {'blake2s': 'blake2s', 'blake2s_32': 'blake2s', 'blake2b': 'blake2b', 'blake2b_32': 'blake2b'}
_NAMES |= {name.upper(): known for name, known in _NAMES.items()}


_absent = object()


class UnknownHashError(ValueError):
    """There is no such hash function."""


class _Hmac(Digest):
    __slots__ = ()

    def update(self, msg):
        """Update the HMAC object with msg."""
        self._hash.update(msg)

    def __repr__(self):
        return f'<{self.name[5:]} HMAC object @ {id(self):#x}>'


HMAC = new_type(_Hmac, '_hmac', 'HMAC')


def _known(digestmod):
    name = _NAMES.get(digestmod) or _NAMES.get(digestmod.lower()) if isinstance(digestmod, str) else None
    if name is None:
        raise UnknownHashError(f'unsupported hash type: {digestmod!r}')
    return name


def _checked(data):
    """The data, if it can be hashed; update() has the words for what cannot."""
    if isinstance(data, str) or not hasattr(type(data), '__buffer__'):
        _hashlib.openssl_sha256(data)
    return data


def new(key, msg=None, digestmod=_absent):
    """Return a new HMAC object."""
    if digestmod is _absent:
        raise TypeError("new() missing 1 required argument 'digestmod'")
    name = _known(digestmod)
    self = wrapped(HMAC, _hashlib.hmac_new(_checked(key), b'', name))
    if msg is not None:
        self.update(msg)
    return self


def compute_digest(key, msg, digest):
    """Compute the digest of a message in one go."""
    return _hashlib.hmac_digest(_checked(key), _checked(msg), _known(digest))


def _compute(name, known):
    def compute(*args):
        if len(args) != 2:
            raise TypeError(f'compute_{name} expected 2 arguments, got {len(args)}')
        return compute_digest(*args, known)

    compute.__name__ = compute.__qualname__ = f'compute_{name}'
    return compute


for _name in 'md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512 blake2s_32 blake2b_32'.split():
    globals()[f'compute_{_name}'] = _compute(_name, _NAMES[_name])
