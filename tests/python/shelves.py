"""dbm.dumb, what it writes into its files, and shelve over it; in a folder of its own."""
import dbm
import dbm.dumb
import os
import shelve
import tempfile


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with dbm.dumb.open('d', 'n') as d:
        d[b'k'] = b'1'
        d['k2'] = 'v' * 600
        d['\xe9\n'] = bytearray(b'x')
        d['k2'] = 'w'
        del d[b'k']
        print(d.keys(), 'k2' in d, d.get(b'zz'), len(d), d['k2'])
        attempt(d.__setitem__, 1, b'')
        attempt(d.__setitem__, 'a', 1)
        attempt(d.__setitem__, bytearray(b'a'), b'')
        attempt(d.__getitem__, 'missing')
    attempt(d.keys)
    attempt(d.__getitem__, 'k2')
    print(open('d.dir', encoding='latin-1').read(), os.stat('d.dat').st_size, sorted(os.listdir()), dbm.whichdb('d'))
    with dbm.open('d') as d:
        print(sorted(d.items()))
        attempt(d.__setitem__, 'a', 'b')
        attempt(d.__delitem__, 'k2')
    attempt(dbm.open, 'missing')
    attempt(dbm.dumb.open, 'missing', 'r')
    attempt(dbm.dumb.open, 'd', 'x')
    for name, text in ('sqlite', b'SQLite format 3\0'), ('short', b'ab'), ('other', b'abcdefgh'), ('gnu', b'\xce\x9aW\x13' + bytes(20)):
        with open(name, 'wb') as file:
            file.write(text)
        print(name, repr(dbm.whichdb(name)))
    attempt(dbm.open, 'other')
    with shelve.Shelf(dbm.dumb.open('s')) as s:
        s['a'] = [1, 2, {'x': (1, 2)}]
        s['\u043a\u043b\u044e\u0447'] = 'v' * 2000
        s['a'] = 5
    with shelve.Shelf(dbm.dumb.open('s', 'r')) as s:
        print(len(s), s['a'], len(s['\u043a\u043b\u044e\u0447']))
        attempt(s.__setitem__, 'b', 1)
    with shelve.Shelf(dbm.dumb.open('s'), writeback=True) as s:
        s['list'] = []
        s['list'].append(1)
        s.sync()
    with shelve.Shelf(dbm.dumb.open('s', 'r')) as s:
        print(s['list'])
    os.chdir('/')
