"""Module _sha1, over OpenSSL's function."""

from _hashlib import openssl_sha1
from _openssl_types import Digest, constructor, new_type, wrapped

_GIL_MINSIZE = 2048
SHA1Type = new_type(Digest, '_sha1', 'sha1')
sha1 = constructor('sha1', openssl_sha1, lambda hash: wrapped(SHA1Type, hash))
sha1.__module__ = '_sha1'
sha1.__doc__ = 'Return a new SHA1 hash object.'
