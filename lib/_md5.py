"""Module _md5, over OpenSSL's function."""

from _hashlib import openssl_md5
from _openssl_types import Digest, constructor, new_type, wrapped

_GIL_MINSIZE = 2048
MD5Type = new_type(Digest, '_md5', 'md5')
md5 = constructor('md5', openssl_md5, lambda hash: wrapped(MD5Type, hash))
md5.__module__ = '_md5'
md5.__doc__ = 'Return a new MD5 hash object.'
