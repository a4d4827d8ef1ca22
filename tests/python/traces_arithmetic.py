# Arithmetic in hot loops at the edges of its representations: every operator starts with small numbers, then meets the edges.
import math

EDGES = [0, 1, -1, 2, 3, -7, 2**31, -2**31, 2**53, 2**53 + 1, 2**61, 2**62 - 1, 2**62, -2**62, -2**62 - 1, 2**63 - 1, 2**63,
         -2**63, -2**63 - 1, 2**64, 10**30]
FLOATS = [0.0, -0.0, 1.0, -1.5, 1e308, -1e308, 5e-324, 1e-310, float('inf'), float('-inf'), float('nan'), 2.0**53, 1e77, 1e78, 1e-77, 1e-78]


def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def floordiv(a, b): return a // b
def mod(a, b): return a % b
def truediv(a, b): return a / b
def power2(a, b): return a ** 2
def band(a, b): return a & b
def bor(a, b): return a | b
def bxor(a, b): return a ^ b
def lshift(a, b): return a << (b % 70)
def rshift(a, b): return a >> (b % 70)
def negative(a, b): return -a
def invert(a, b): return None if a is True or a is False else ~a
def less(a, b): return a < b
def less_equal(a, b): return a <= b
def equal(a, b): return a == b
def not_equal(a, b): return a != b
def plus_one(a, b): return a + 1
def minus_one(a, b): return a - 1
def double(a, b): return a * 2
def half(a, b): return a / 2
def shift_62(a, b): return a << 62
def shift_one(a, b): return a << 1
def branch(a, b): return 'T' if a else 'F'
def compare_branch(a, b): return 'lt' if a < b else 'ge' if a >= b else 'neither'
def to_bool(a, b): return not a
def absolute(a, b): return abs(a)
def mixed(a, b): return a + b - a * 0.5


OPERATIONS = [add, sub, mul, floordiv, mod, truediv, power2, band, bor, bxor, lshift, rshift, negative, invert, less, less_equal,
              equal, not_equal, plus_one, minus_one, double, half, shift_62, shift_one, branch, compare_branch, to_bool, absolute, mixed]


def digest(values):
    h = 0
    for v in values:
        for c in repr(v):
            h = (h * 31 + ord(c)) & 0xFFFFFFFF
    return h


def run(operation, operands):
    results = []
    # Small ints first: that is what traces then expect.
    for i in range(60):
        operation(i + 1, 3)
    for a in operands:
        for b in operands:
            try:
                results.append(operation(a, b))
            except (ZeroDivisionError, TypeError, OverflowError, ValueError) as e:
                results.append(str(e))
    return results


for operation in OPERATIONS:
    print(operation.__name__, digest(run(operation, EDGES)), digest(run(operation, FLOATS)),
          digest(run(operation, EDGES[:10] + FLOATS + [True, False, None])))


def overflowing_sum(n):
    total = 2**62 - 40
    for i in range(n):
        total += 1
    return total


def underflowing(n):
    total = -2**62 + 40
    for i in range(n):
        total -= 1
    return total


def product(n):
    p = 1
    for i in range(1, n):
        p *= i
    return p


def powers(n):
    out = []
    x = 1
    for i in range(n):
        x <<= 1
        out.append(x >> 3)
    return out[-1], sum(out)


def negative_zero(n):
    x = 0.0
    for i in range(n):
        x = x * -1.0
    return x, math.copysign(1, x), -0.0 + 0.0, 0.0 - 0.0


def bools(n):
    t = 0
    flag = True
    for i in range(n):
        t += flag
        flag = not flag
        t = t + (i > 5) - (i < 3)
    return t, True + True, type(True + 0), flag & True, flag | 1, flag ^ flag


def range_ends():
    out = []
    for start in (2**62 - 3, 2**63 - 3, -2**62 - 2, 2**64):
        out.append([i for i in range(start, start + 5)])
        out.append([i for i in range(start, start - 5, -2)])
    return out


def counting_down(n):
    i = n
    seen = 0
    while i:
        i -= 1
        seen += i & 1
    while i > -n:
        i -= 1
    return i, seen


def floats_grow(n):
    x = 1.0
    for i in range(n):
        x = x * 10.0
    y = 1.0
    for i in range(n):
        y = y / 10.0
    return x, y, x - x, x * 0.0


def square_overflows(n):
    x = 10.0
    for i in range(n):
        try:
            x = x ** 2
        except OverflowError as e:
            return i, str(e)


print(overflowing_sum(100), underflowing(100), product(60), powers(100), negative_zero(61), bools(61))
print(range_ends(), counting_down(100), floats_grow(330), square_overflows(60))


def alternating(n):
    kinds = [1, 2.5, True, 2**70, -3, 0.0, False, -2**70]
    out = []
    t = 0
    for i in range(n):
        t = kinds[i % 8] + t % 1000
        out.append(t)
    return digest(out), out[:9]


print(alternating(300))


def divisors(n):
    out = []
    for i in range(n):
        d = i % 7 - 3
        try:
            out.append((i // d, i % d, -i // d, -i % d, i / d, divmod(i, d)))
        except ZeroDivisionError as e:
            out.append(str(e))
    return digest(out), out[2:5]


print(divisors(100))


def shifts(n):
    out = []
    for i in range(n):
        try:
            out.append((1 << (i - 3), -1 >> i, (-5 << i) >> i, 1 << i & 0xFFFF, 2**62 >> i))
        except ValueError as e:
            out.append(str(e))
    return digest(out), out[2], out[66]


print(shifts(100))


def powers(bases, exponent):
    out = []
    for _ in range(3):
        for x in bases:
            try:
                out.append(x ** exponent)
                y = x
                y **= exponent * 2.0
                out.append(y)
            except (OverflowError, ZeroDivisionError) as e:
                out.append(str(e))
    return digest(out), out[:4]


for exponent in (0.5, -0.5, 2.5, 1.0, 0.0, 300.0, float('inf'), float('nan')):
    print(powers([1.5 + i for i in range(60)], exponent))
    print(powers(FLOATS, exponent))


def short_loops(n, rounds):
    """The last round of such a loop is as frequent as any other."""
    total = 0
    for k in range(n):
        for i in range(rounds):
            total += i * k
        i = 0
        while i < rounds:
            i += 1
            if i & 1:
                continue
            total -= i
    return total


print([short_loops(700, rounds) for rounds in range(6)])


def zeros(n):
    """0.0 has a word of its own, -0.0 a cell, and 1.7e-77 the word that zero took."""
    edge = 2.0 ** -255
    cells = [0.0, -0.0, edge, -edge, edge / 2, 2.0 ** 256, 2.0 ** 257, -2.0 ** 257, 1.0, 5e-324]
    out = []
    for i in range(n):
        a = cells[i % 10]
        b = cells[i // 10 % 10]
        out.append(a + b)
        out.append(a * b)
        cells2 = [a - b, b]
        out.append(cells2[0])
    return digest(out), out[:12]


print(zeros(300))
