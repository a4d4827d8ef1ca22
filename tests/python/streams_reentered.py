# Streams whose layers call back into them, make them anew, and take sizes and positions that are too large.
import codecs
import gc
import io
import posix


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e if not isinstance(e, RuntimeError) else '')


class Raw(io.RawIOBase):
    inside = staticmethod(lambda: None)

    def readable(self):
        return True

    writable = seekable = readable

    def readinto(self, room):
        attempt(self.inside)
        room[:3] = b'abc'
        return 3

    def write(self, data):
        return len(data)

    def seek(self, *where):
        return 0


for method in ('close', 'read', 'readline'):
    raw = Raw()
    reader = io.BufferedReader(raw)
    raw.inside = getattr(reader, method)
    attempt(reader.read, 1)


class Short(Raw):
    def seek(self, *where):
        try:
            both.close()
        except RuntimeError:
            pass
        return 0


both = io.BufferedRandom(Short())
both.read(1)
attempt(both.write, b'xyz')

# made anew on other streams, then dropped: what is below must not remember them
names = 'streams_reentered.1', 'streams_reentered.2'
files = [io.FileIO(name, 'w') for name in names]
writer = io.BufferedWriter(files[0])
writer.__init__(io.FileIO(names[1], 'w'))
del writer
[io.BytesIO(b'z' * 100) for _ in range(300)]
gc.collect()
writers = [io.BufferedWriter(file) for file in files]
text = io.TextIOWrapper(writers[0])
text.write('abc')
text.__init__(writers[1])
del text
[io.BytesIO(b'z' * 100) for _ in range(300)]
gc.collect()
for file in files:
    file.close()
del writers
gc.collect()


def opener(path, flags):
    file.__init__(names[1], 'w')
    return posix.open(path, flags)


file = io.FileIO.__new__(io.FileIO)
file.__init__(names[0], 'w', opener=opener)
file.write(b'hello')
file.close()
with open(names[0]) as file:
    print(file.read())

# sizes and positions
with open(names[0], 'rb') as file:
    attempt(file.read, 2**63 - 1)
    attempt(file.read1, 2**63 - 1)
    print(file.read(3 << 20), file.readline(2**63 - 1))
with open(names[0], 'w') as file:
    file._CHUNK_SIZE = 2**63 - 1
    print(file.write('abc'))
with open(names[0]) as file:
    file._CHUNK_SIZE = 2**20
    attempt(file.__next__)
for stream, data, at in ((io.BytesIO(), b'x', 2**63 - 1), (io.BytesIO(), b'x', 2**62), (io.StringIO(), 'x', 2**61)):
    stream.seek(at)
    try:
        stream.write(data)
    except (OverflowError, MemoryError):
        print('too far', len(stream.getvalue()))
for name in names:
    posix.remove(name)


class State(io.BytesIO):
    __dict__ = property(lambda self: 5)


class TextState(io.StringIO):
    __dict__ = property(lambda self: 5)


print(State().__getstate__(), TextState().__getstate__())
attempt(State().__setstate__, (b'a', 0, {'x': 1}))
attempt(TextState().__setstate__, ('a', '\n', 0, {'x': 1}))


# a codec that uses the stream while it is made
class Encoder(codecs.IncrementalEncoder):
    def encode(self, text, final=False):
        return text.encode('utf-8')


class Decoder(codecs.IncrementalDecoder):
    def __init__(self, errors='strict'):
        super().__init__(errors)
        if stream:
            attempt(stream.write, 'x')

    def decode(self, data, final=False):
        return bytes(data).decode('utf-8')

    def getstate(self):
        return b'', 0


def search(name):
    if name == 'reentering':
        return codecs.CodecInfo(name=name, encode=None, decode=None, incrementalencoder=Encoder, incrementaldecoder=Decoder)


stream = None
codecs.register(search)
stream = io.TextIOWrapper(io.BytesIO(b'abc'), 'utf-8')
stream.reconfigure(encoding='reentering')
print(stream.encoding)

# lines of one kind of end in long text
lines = io.StringIO('a\r' * 40000, newline='')
print(sum(len(line) for line in lines))
print([*io.StringIO('x' * 255 + '\r\ny\r' + 'z' * 600 + '\n\r', newline='')] == ['x' * 255 + '\r\n', 'y\r', 'z' * 600 + '\n', '\r'])
