# All control flow: loops with else, break/continue through try and with, conditional expressions, match of ranges of cases.
def trace(*a):
    print(*a, end=' ')


for i in range(3):
    trace(i)
else:
    trace('else')
print()
n = 5
while n:
    n -= 1
    if n == 3:
        continue
    if n == 1:
        break
    trace(n)
else:
    trace('never')
print('n', n)
while n:
    n -= 1
else:
    print('while else', n)


def try_in_loop():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(f'f{i}')
    else:
        out.append('else')
    return out


print(try_in_loop())


def nested():
    for i in range(3):
        for j in range(3):
            if j == 2:
                break
            if i == 1:
                continue
            yield i, j
        else:
            yield 'inner else'
    else:
        yield 'outer else'


print(list(nested()))


def early(x):
    if x < 0:
        return 'neg'
    elif x == 0:
        return 'zero'
    elif x < 10:
        pass
    else:
        return 'big'
    return 'small'


print([early(v) for v in (-1, 0, 5, 50)])
print(early(1) if True else 1 / 0, [] or 'default', [1] and 'both', not [])
a, b, c = 1, 2, 3
print(a < b < c, a < b > c, a == 1 != b, 1 < 3 < 2, a is a is not None, 1 in [1] in [[1]])


def side(v, r):
    trace(v)
    return r


print(side(1, 1) < side(2, 5) < side(3, 3) < side(4, 4))
print(side('a', 0) and side('b', 1) or side('c', 2))
print((side('x', 0) or side('y', 0)) and side('z', 1))

# for over things that change
l = [1, 2, 3]
for v in l:
    if len(l) < 6:
        l.append(v * 10)
print(l)
d = {'a': 1}
try:
    for k in d:
        d[k + 'x'] = 1
except RuntimeError as e:
    print(e)
s = {1}
try:
    for k in s:
        s.add(k + 1)
except RuntimeError as e:
    print(e)

for i, (x, *rest) in enumerate([(1, 2, 3), (4,)], start=1):
    print(i, x, rest)
for d['key'] in range(3):
    pass
print(d['key'])
for l[0] in 'ab':
    pass
print(l[0])
i = 'before'
for i in []:
    pass
print(i)
del i
for i in range(0):
    pass
try:
    i
except NameError as e:
    print(e)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(4)), sum(Countdown(5)), 2 in Countdown(5), [*Countdown(2)])


class Seq:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i


print(list(Seq()), 9 in Seq(), 5 in Seq(), list(zip(Seq(), 'abcdef')))
for bad in (5, None, object):
    try:
        for _ in bad:
            pass
    except TypeError as e:
        print(e)
assert True, 'not shown'
try:
    assert 1 == 2, f'message {1 + 1}'
except AssertionError as e:
    print('AssertionError', e, e.args)
try:
    assert ()
except AssertionError as e:
    print(repr(e))
pass; pass; x = 1; print(x)
if x: print('one line'); print('both')
while True: break
