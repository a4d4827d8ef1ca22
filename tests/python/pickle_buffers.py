"""pickle.PickleBuffer, and pickles whose large objects travel apart from them."""

import pickle
import pickletools
from pickle import PickleBuffer


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return type(error).__name__, str(error)


data = bytearray(b'abcdef')
buffer = PickleBuffer(data)
print(bytes(buffer), memoryview(buffer).readonly, buffer.raw().tobytes())
memoryview(buffer)[0] = 65
print(data)
print(bytes(PickleBuffer(memoryview(b'12345678').cast('H', (2, 2))).raw()))
print(attempt(PickleBuffer(memoryview(b'abcd')[::2]).raw))
print(attempt(PickleBuffer), attempt(PickleBuffer, 'text'))

buffer.release()
buffer.release()
print(attempt(memoryview, buffer), attempt(buffer.raw))


class Frame:
    def __init__(self, data):
        self.data = data

    def __reduce_ex__(self, protocol):
        return Frame, (PickleBuffer(self.data),)


for content in b'read only', bytearray(b'to be written'):
    apart = []
    text = pickle.dumps(Frame(content), protocol=5, buffer_callback=apart.append)
    print(len(apart), content in text)
    back = pickle.loads(text, buffers=apart)
    print(bytes(back.data))
    inside = pickle.dumps(Frame(content), protocol=5)
    print(content in inside, bytes(pickle.loads(inside).data))
print(attempt(pickle.dumps, Frame(b'x'), 4))
print(attempt(pickle.loads, text))


# The functions are no methods of a class that has them.
class Codec:
    dump, load, dumps, loads = pickle.dump, pickle.load, pickle.dumps, pickle.loads


print(Codec().loads(Codec().dumps([1, 2, 3])))
pickletools.dis(pickle.dumps(PickleBuffer(b'abc'), 5))
