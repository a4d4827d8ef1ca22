# Module marshal: values through bytes and back; bytes of anybody.
import marshal

values = [
    None, True, False, ..., StopIteration, 0, 1, -1, 2**31 - 1, -2**31, 2**31, -2**31 - 1, 2**62, 2**63, -2**64, 10**40, -3**200,
    0.0, -0.0, 1.5, 1e300, float('inf'), 5e-324, 1j, -2.5 - 3j, '', 'a', 'a' * 300, 'é', '€', '\U0001f600', '\udc80', b'', b'bytes', b'x' * 300,
    (), (1,), (1, 'a', (2.5, None)), tuple(range(300)), [], [1, [2, [3]]], {}, {'a': 1, 2: [3]}, frozenset(), frozenset({1, 2}), slice(1, 2, None),
]
for v in values:
    for version in range(6):
        try:
            data = marshal.dumps(v, version)
        except ValueError as e:
            print(version, repr(v)[:40], e)
            continue
        back = marshal.loads(data)
        if repr(back) != repr(v) or type(back) is not type(v):
            print('different', version, repr(v)[:60], repr(back)[:60])
print(marshal.loads(marshal.dumps({1, 2})) == {1, 2}, marshal.dumps(5), marshal.dumps(2**40), marshal.dumps(-2**40), marshal.dumps((None, True)), marshal.dumps(2.0))
print(marshal.loads(marshal.dumps(bytearray(b'abc'))))

shared = [1]
a, b = marshal.loads(marshal.dumps([shared, shared]))
print(a is b, a)
loop = []
loop.append(loop)
back = marshal.loads(marshal.dumps(loop))
print(back[0] is back)
d = {}
d['self'] = d
back = marshal.loads(marshal.dumps(d))
print(back['self'] is back)


def raises(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


class Sub(int):
    pass


raises(marshal.dumps, object())
raises(marshal.dumps, [Sub(1)])
raises(marshal.dumps, len)
nested = []
for _ in range(5000):
    nested = [nested]
raises(marshal.dumps, nested)
for data in (b'', b'i', b'i\1\2', b'?', b'0', b'[\xff\xff\xff\xff', b'[\2\0\0\0i\1\0\0\0',  b's\xff\xff\xff\0', b'r\0\0\0\0',
             b'z\5abc', b'u\1\0\0\0\xff', b'u\3\0\0\0ab\xe2', b'u\4\0\0\0a\xf4\x90\x80', b'{0', b'{N', b'(\1\0\0\x000', b'l\2\0\0\0\1\0\0\0', b'l\1\0\0\0\xff\xff', b'l\0\0\0\x80', b'<\1\0\0\0[\0\0\0\0', b'[\1\0\0\0' * 3000,
             b'\xbe\1\0\0\0r\0\0\0\0', b'f\3abc', b'f\x031.5'):
    raises(marshal.loads, data)
raises(marshal.loads, 'text')
raises(marshal.loads, b'N', allow_code=False)


class File:
    def __init__(self, data=b''):
        self.data = data
        self.at = 0

    def write(self, data):
        self.data += data

    def read(self, n=-1):
        end = len(self.data) if n < 0 else self.at + n
        part = self.data[self.at:end]
        self.at += len(part)
        return part

    def tell(self):
        return self.at

    def seek(self, at):
        self.at = at

    def readinto(self, buffer):
        part = self.read(len(buffer))
        buffer[:len(part)] = part
        return len(part)


f = File()
marshal.dump([1, 'x'], f)
marshal.dump(2.5, f)
print(marshal.load(f), marshal.load(f), marshal.version)
