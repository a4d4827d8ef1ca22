"""Comparisons between int and float are exact, however warm the code is."""


def less(a, b):
    return a < b, a <= b, a == b, b < a, b <= a


for _ in range(200):
    less(1.5, 2)
    less(2, 1.5)
print(less(-(2.0**62), -(2**62) + 1))
print(less(2.0**53, 2**53 + 1))
print(less(2**53 + 1, 2.0**53))
print(less(float(2**61), 2**61 - 1))


def loop(limit):
    n = 0
    for i in range(2**53 - 50, 2**53 + 50):
        if i > limit:
            n += 1
        if float(2**53) < i:
            n += 100
    return n


print(loop(2.0**53), loop(2.0**53 - 3.0))
