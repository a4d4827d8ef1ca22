"""Module dbm: opens databases of byte strings. Of CPython's kinds only dbm.dumb is here, which is made of two plain files; those of
the others are recognized, and refused with the name of the module that they need."""

import io
import os
import struct

__all__ = ['open', 'whichdb', 'error']


class error(Exception):
    pass


_names = ['dbm.sqlite3', 'dbm.gnu', 'dbm.ndbm', 'dbm.dumb']
_defaultmod = None
_modules = {}

error = (error, OSError)

_GNU_MAGIC = (0x13579ACE, 0x13579ACD, 0x13579ACF)


def _module(name):
    if name not in _modules:
        try:
            _modules[name] = __import__(name, fromlist=['open'])
        except ImportError:
            return None
    return _modules[name]


def _default():
    global _defaultmod
    if not _defaultmod:
        _defaultmod = next(filter(None, map(_module, _names)), None)
        if not _defaultmod:
            raise ImportError('no dbm clone found; tried %s' % _names)
    return _defaultmod


def open(file, flag='r', mode=0o666):
    """The database in a file: 'r' reads, 'w' writes too, 'c' makes it when it is not there, 'n' makes it new."""
    kind = whichdb(file) if 'n' not in flag else None
    if kind is None:
        if 'c' not in flag and 'n' not in flag:
            raise error[0]("db file doesn't exist; use 'c' or 'n' flag to create a new db")
        module = _default()
    elif kind == '':
        raise error[0]('db type could not be determined')
    else:
        module = _module(kind)
        if module is None:
            raise error[0](f'db type is {kind}, but the module is not available')
    return module.open(file, flag, mode)


def _exists(name):
    try:
        with io.open(name, 'rb'):
            return True
    except OSError:
        return False


def whichdb(filename):
    """The module that a file is for; '' when it is none of them, None when it is not there or cannot be read."""
    filename = os.fsencode(filename)
    if _exists(filename + b'.pag') and _exists(filename + b'.dir'):
        return 'dbm.ndbm'
    if _exists(filename + b'.db'):
        ndbm = _module('dbm.ndbm')
        if ndbm is not None:
            try:
                ndbm.open(filename).close()
                return 'dbm.ndbm'
            except OSError:
                pass
    try:
        size = os.stat(filename + b'.dat').st_size
        if size == 0:
            return 'dbm.dumb'
        with io.open(filename + b'.dir', 'rb') as index:
            if index.read(1) in (b"'", b'"'):
                return 'dbm.dumb'
    except OSError:
        pass
    try:
        with io.open(filename, 'rb') as file:
            head = file.read(16)
    except OSError:
        return None
    if head[:16] == b'SQLite format 3\0':
        return 'dbm.sqlite3'
    try:
        (magic,) = struct.unpack('=l', head[:4])
    except struct.error:
        return ''
    return 'dbm.gnu' if magic in _GNU_MAGIC else ''


if __name__ == '__main__':
    import sys

    for name in sys.argv[1:]:
        print(whichdb(name) or 'UNKNOWN', name)
