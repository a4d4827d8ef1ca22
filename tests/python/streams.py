# Streams of module _io, which io.py only collects, in memory and on a file.
import _io as io
import sys


def raised(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


b = io.BytesIO(b'abc\ndef\n')
print(b.read(2), b.readline(), b.tell(), b.seek(0), b.readlines(), b.write(b'xyz'), b.getvalue(), b.seek(14), b.write(b'!'))
view = b.getbuffer()
view[0] = 65
print(raised(b.write, b'12'), raised(b.close), view.release(), b.getvalue(), b.truncate(3), b.getvalue(), b.close(), raised(b.read))
for newline in (None, '', '\n', '\r', '\r\n'):
    s = io.StringIO('a\nb\r\nc\rd', newline)
    print(repr(newline), repr(s.getvalue()), list(s), s.newlines, s.write('\n'), repr(s.getvalue()))
    t = io.TextIOWrapper(io.BytesIO(b'a\nb\r\nc\rd'), newline=newline)
    t._CHUNK_SIZE = 2
    print(t.readline(2), t.tell(), t.readlines(), t.newlines, t.seek(2), t.write('X\n'), t.flush(), t.buffer.getvalue())


class Slow(io._RawIOBase):
    def __init__(self, data):
        self.data = data
        self.written = []

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, buffer):
        n = min(3, len(buffer))
        part, self.data = self.data[:n], self.data[n:]
        buffer[: len(part)] = part
        return len(part)

    def write(self, data):
        self.written.append(bytes(data[:3]))
        return min(len(data), 3)


r = io.BufferedReader(Slow(b'line1\nline2\nrest'), 4)
print(r.readline(), r.peek(), r.read1(), r.read(3), list(r), r.read(), raised(r.write, b''), raised(r.seek, 0))
w = io.BufferedWriter(Slow(b''), 4)
print(w.write(b'ab'), w.raw.written, w.write(b'cdefgh'), w.raw.written, w.flush(), w.raw.written, w.close(), raised(w.write, b''))
print(Slow(b'raw1\nraw2').readline(), Slow(b'abcdefg').read(), Slow(b'abc').read(2))
t = io.TextIOWrapper(io.BytesIO('é€x\nsecond\n'.encode()), encoding='utf-8')
print(t.read(2), t.tell(), t.readline(), t.tell(), t.seek(2), t.read(1), raised(t.seek, 1, 1), raised(t.reconfigure, 5))
t = io.TextIOWrapper(io.BytesIO(), encoding='utf-16', newline='\r\n')
print(t.write('a\n'), t.flush(), t.write('b'), t.flush(), t.buffer.getvalue(), t.seek(0), t.read(), t.encoding, t.errors)
t = io.TextIOWrapper(io.BytesIO(b'a\xff'), encoding='ascii')
print(raised(t.read), raised(t.write, 5), t.detach().getvalue(), raised(t.read))
pair = io.BufferedRWPair(io.BytesIO(b'read'), io.BytesIO())
print(pair.read(2), pair.write(b'x'), pair.readable(), pair.seekable(), pair.close(), pair.closed)
d = io.IncrementalNewlineDecoder(None, True)
print([d.decode('a\r'), d.decode('\nb\rc\n'), d.newlines, d.getstate()])
with open(__file__) as f:
    print(f.readline(), f.tell(), f.mode, f.encoding.lower(), sum(1 for line in f), raised(f.write, ''))
with open(__file__, 'rb') as f:
    print(f.read(9), f.seek(-2, 2), f.read(), f.readable(), f.writable(), f.raw.closefd)
print(f.closed, raised(f.read), raised(open, __file__, 'q'), raised(open, __file__, 'rb', 1, 'x'), raised(open, '/nonexistent/x'))
print(io.open is open, sys.stdout.encoding, sys.stdout.fileno(), sys.stdout.buffer.mode, repr(sys.stdout))
sys.stdout.write('text ')
sys.stdout.buffer.write(b'bytes ')
print('print')
kept, sys.stdout = sys.stdout, io.StringIO()
print('captured')
kept, sys.stdout = sys.stdout, kept
print(repr(kept.getvalue()), isinstance(sys.stdout, io.TextIOWrapper), issubclass(io.FileIO, io._RawIOBase))
print(raised(io._IOBase().read) if hasattr(io._IOBase, 'read') else 'no read', raised(io._IOBase().seek, 0), io.UnsupportedOperation.__mro__[1:3])


# what nobody closes is closed when it is collected
import gc


class Raw(io._RawIOBase):
    def readable(self): return True
    def writable(self): return True
    def write(self, b): return print('write', bytes(b)) or len(b)
    def close(self):
        if not self.closed: print('close')
        super().close()


def left_open():
    io.TextIOWrapper(io.BufferedWriter(Raw()), 'ascii').write('text')


def collect():
    a, b, c, d, e, f, g, h = range(8)
    for i in range(50):
        a, b, c, d, e, f, g, h = h + i, a - i, b ^ c, d + 1, e * 3 % 7, f + a, g - b, c | i
    for _ in range(2):
        gc.collect()


left_open()
collect()
f = io.open(__file__)
print(f._finalizing, f.__del__(), f.closed, f._finalizing, io.BytesIO.__del__ is io._IOBase.__del__)
try:
    raise BlockingIOError(11, 'words', 5)
except BlockingIOError as e:
    print(e.characters_written, e.args, e.filename, raised(setattr, e, 'characters_written', 'x'), OSError(2, 'x', 5).filename)
