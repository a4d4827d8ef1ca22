"""Module dbm.dumb: a database of byte strings in two files. NAME.dat holds the values, each from a multiple of 512 on; NAME.dir says
where: a line for each key, its text in Latin-1 as repr() writes it, then the pair of place and size. NAME.bak is the index before
the last one. The index is in memory, and is written when something is committed that it does not say yet."""

import ast
import collections.abc
import io
import os

__all__ = ['error', 'open']

_BLOCK = 512

error = OSError


class _Database(collections.abc.MutableMapping):
    _index = None

    def __init__(self, filebasename, mode, flag='c'):
        filebasename = os.fsencode(filebasename)
        self._mode = mode
        self._readonly = flag == 'r'
        self._dirfile = filebasename + b'.dir'
        self._datfile = filebasename + b'.dat'
        self._bakfile = filebasename + b'.bak'
        self._modified = False
        self._index = {}
        self._make(flag)
        self._read(flag)

    def _make(self, flag):
        if flag == 'n':
            for name in self._datfile, self._bakfile, self._dirfile:
                try:
                    os.remove(name)
                except OSError:
                    pass
        try:
            io.open(self._datfile, 'r', encoding='Latin-1').close()
        except OSError:
            if flag not in ('c', 'n'):
                raise
            with io.open(self._datfile, 'w', encoding='Latin-1'):
                self._permit(self._datfile)

    def _read(self, flag):
        try:
            index = io.open(self._dirfile, 'r', encoding='Latin-1')
        except OSError:
            if flag not in ('c', 'n'):
                raise
            with io.open(self._dirfile, 'w', encoding='Latin-1'):
                self._permit(self._dirfile)
            return
        with index:
            for line in index:
                key, place = ast.literal_eval(line.rstrip())
                self._index[key.encode('Latin-1')] = place

    def _permit(self, name):
        os.chmod(name, self._mode)

    def _opened(self):
        if self._index is None:
            raise error('DBM object has already been closed')

    def _writable(self):
        if self._readonly:
            raise error('The database is opened for reading only')

    def _commit(self):
        # Called from __del__ too, when __init__ may have failed.
        if self._index is None or not self._modified:
            return
        for old, new in (self._bakfile, None), (self._dirfile, self._bakfile):
            try:
                os.remove(old) if new is None else os.rename(old, new)
            except OSError:
                pass
        with io.open(self._dirfile, 'w', encoding='Latin-1') as index:
            self._permit(self._dirfile)
            for key, place in self._index.items():
                index.write(f'{key.decode("Latin-1")!r}, {place!r}\n')
        self._modified = False

    def sync(self):
        self._opened()
        self._commit()

    @staticmethod
    def _bytes(value, what):
        if isinstance(value, str):
            return value.encode('utf-8')
        if not isinstance(value, (bytes, bytearray)):
            raise TypeError(f'{what} must be bytes or strings')
        return value

    @staticmethod
    def _key(key):
        return key.encode('utf-8') if isinstance(key, str) else key

    def __getitem__(self, key):
        self._opened()
        at, size = self._index[self._key(key)]
        with io.open(self._datfile, 'rb') as data:
            data.seek(at)
            return data.read(size)

    def __setitem__(self, key, value):
        self._writable()
        self._opened()
        key, value = self._bytes(key, 'keys'), self._bytes(value, 'values')
        self._modified = True
        at, size = self._index.get(key, (0, -1))
        if key in self._index and -(-size // _BLOCK) >= -(-len(value) // _BLOCK):
            with io.open(self._datfile, 'rb+') as data:
                data.seek(at)
                data.write(value)
            self._index[key] = at, len(value)
            return
        with io.open(self._datfile, 'rb+') as data:
            end = data.seek(0, 2)
            at = -(-end // _BLOCK) * _BLOCK
            data.write(bytes(at - end) + value)
        new = key not in self._index
        self._index[key] = at, len(value)
        if new:
            with io.open(self._dirfile, 'a', encoding='Latin-1') as index:
                self._permit(self._dirfile)
                index.write(f'{key.decode("Latin-1")!r}, {self._index[key]!r}\n')

    def __delitem__(self, key):
        self._writable()
        self._opened()
        self._modified = True
        del self._index[self._key(key)]
        # What is left of it in the file is found by nobody; the index must not find it either.
        self._commit()

    def keys(self):
        self._opened()
        return list(self._index)

    def items(self):
        self._opened()
        return [(key, self[key]) for key in self._index]

    def __contains__(self, key):
        self._opened()
        return self._key(key) in self._index

    def iterkeys(self):
        self._opened()
        return iter(self._index)

    __iter__ = iterkeys

    def __len__(self):
        self._opened()
        return len(self._index)

    def close(self):
        try:
            self._commit()
        finally:
            self._index = self._datfile = self._dirfile = self._bakfile = None

    __del__ = close

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def open(file, flag='c', mode=0o666):
    """The database in NAME.dat and NAME.dir. `mode`: permissions of files that are made, less the process's mask."""
    if flag not in ('r', 'w', 'c', 'n'):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    mask = os.umask(0)
    os.umask(mask)
    return _Database(file, mode & ~mask, flag=flag)
