# memoryview and the buffer protocol in both directions.
def raised(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


m = memoryview(bytearray(range(12)))
print(m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.readonly, m.contiguous)
print(m[3], m[-1], m[2:5].tolist(), m[::-3].tobytes(), raised(lambda: m[12]), raised(lambda: m['a']))
m[0:4] = m[2:6]
m[8:0:-2] = b'abcd'
print(bytes(m), m.hex(':', 4), list(m[:3]), m.count(97), m.index(98))
for wrong in (300, -1, 'x', 1.5):
    print(raised(m.__setitem__, 0, wrong))
print(raised(m.__setitem__, slice(0, 2), b'abc'), raised(m.toreadonly().__setitem__, 0, 1))
grid = m.cast('B', [3, 4])
print(grid.tolist(), grid[1, 2], grid[::2].tolist(), grid.tobytes('F'), raised(lambda: grid[1]))
print(grid == m.cast('B', (3, 4)), grid == m, m == bytes(m), m[::2] == bytes(m)[::2])
for code, value in (('h', -2), ('I', 2**32 - 1), ('q', -(2**63)), ('e', 0.1), ('f', 0.1), ('d', 0.1), ('?', []), ('c', b'z')):
    v = m[:8].cast(code)
    v[0] = value
    print(code, v[0], v.itemsize, len(v), end='; ')
print(raised(m.cast, 'z'), raised(m[:3].cast, 'h'), raised(m.cast('h').cast, 'i'))
print(hash(memoryview(b'abc')) == hash(b'abc'), raised(hash, m))

# exports lock what is exported
data = bytearray(b'xyz')
with memoryview(data) as view:
    print(raised(data.append, 1), raised(data.clear))
    view[0] = 65
    data[1:2] = b'B'
print(raised(lambda: view[0]), data.append(33), data)


class Shared:
    def __init__(self):
        self.data = bytearray(b'hello')

    def __buffer__(self, flags):
        print('buffer', flags)
        return memoryview(self.data)

    def __release_buffer__(self, view):
        print('release', view.tobytes())


shared = Shared()
view = memoryview(shared)
view[0] = 72
print(raised(shared.data.append, 1))
view.release()
shared.data.append(33)
print(bytes(shared), b'-'.join([shared, b'z']), b'xHello!'.find(shared))
print(raised(memoryview, 5), raised(memoryview))

# bytes-like arguments
a = memoryview(b'ab')
print(b'x' + a, bytearray(b'x') + a, a in b'cab', b'cab'.find(a), b'cab'.replace(a, b'!'), b'cab'.endswith(a))
print(int(memoryview(b'12')), float(memoryview(b'1.5')), str(a, 'ascii'), eval(bytearray(b'1+1')), b'%s' % a)
print(bytes(m[::2]), raised(b''.join, [m[::2]]), raised(b''.find, m[::2]))


# who is passed a view and drops it locks nothing; who holds one does
def filled(data):
    n = len(memoryview(data)[1:])
    data.extend(b'.' * n)
    return len(data)


def held(data):
    with memoryview(data):
        return raised(data.pop)


print(held(bytearray(b'x')))
for i in range(30):
    grown = [filled(bytearray(b'abc')) for j in range(5)]
print(grown)


class Releasing:
    def __index__(self):
        view.release()
        return 2


for act in (lambda: view.__setitem__(0, Releasing()), lambda: view.__setitem__(slice(0, Releasing()), b'ab'), lambda: view.__setitem__(Releasing(), 1)):
    view = memoryview(bytearray(4))
    print(raised(act))
