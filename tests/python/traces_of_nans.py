# No NaN is equal to another, nor to itself; containers find it because it is the same object. So each one that is
# computed counts, however often the same operation is done in a loop.
import math


def differences(size, x):
    found = {}
    for n in range(size):
        found[x - x] = n
    return len(found)


def negated(size, x):
    found = {}
    for n in range(size):
        found[-x] = n
    return len(found)


def products(size, x):
    found = set()
    for n in range(size):
        found.add(x * 0.0)
    return len(found)


def read(size, x):
    found = set()
    for n in range(size):
        found.add(float('nan'))
    return len(found)


def read_from_hexadecimal(size, x):
    found = set()
    for n in range(size):
        found.add(float.fromhex('nan'))
    return len(found)


def of_the_library(size, x):
    found = set()
    for n in range(size):
        found.add(math.gamma(x - x) if n % 3 else math.fmod(x - x, 3.0))
    return len(found)


def rounded(size, x):
    found = set()
    for n in range(size):
        found.add(round(x - x, 2))
        found.add(pow(x - x, 3))
    return len(found)


def read_and_used(size, texts):
    found, total = set(), 0
    for n in range(size):
        value = float(texts[n % len(texts)])
        found.add(value)
        if value in found and value in [value]:
            total += 1
        if value == value:
            total += 1
    return len(found), total


def kept(size, x):
    found = set()
    for n in range(size):
        y = x - x
        for i in range(3):
            found.add(y)
        if n % 2:
            found.add(y)
    return len(found)


def the_same(size, x):
    k = [0] * 6
    for n in range(size):
        y = x - x
        both = (y, 1)
        if y in {y}:
            k[0] += 1
        if [y] == [y]:
            k[1] += 1
        if both == (y, 1):
            k[2] += 1
        if y in {y: 1}:
            k[3] += 1
        if [y].count(y):
            k[4] += 1
        if y != y:
            k[5] += 1
    return k


functions = differences, negated, products, read, read_from_hexadecimal, of_the_library, rounded, kept, the_same
for function in functions:
    print(function.__name__, function(200, float('inf')), function(200, float('nan')))
print(read_and_used(200, ['1.5', 'nan', '2.5']), read_and_used(200, ['1.5', '1e400']), read_and_used(300, ['nan', 'inf']))
