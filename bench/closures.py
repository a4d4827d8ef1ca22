"""Closures, lambdas, higher-order functions, comprehensions."""
import sys


def adder(n):
    def add(x):
        return x + n
    return add


def counter():
    count = 0

    def step(by=1):
        nonlocal count
        count += by
        return count
    return step


def compose(*functions):
    def composed(x):
        for f in functions:
            x = f(x)
        return x
    return composed


n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000000
pipeline = compose(adder(3), lambda x: x * 2, adder(-1))
total = 0
for i in range(n):
    total += pipeline(i)
print(total)
step = counter()
for i in range(n):
    step(i & 1)
print(step(0))
squares = [x * x for x in range(n)]
print(sum([y for y in squares if y % 3 == 1]), len({x % 97 for x in squares}), len({x: -x for x in range(n // 2)}))
print(sum(map(lambda x, y: x - y, squares[1:], squares)), sum(filter(None, map(lambda x: x & 4, range(n)))))
