"""Generators: pipelines, recursion with yield from, early exit."""
import sys


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def evens(source):
    for x in source:
        if x % 2 == 0:
            yield x


def squares(source):
    for x in source:
        yield x * x


class Tree:
    def __init__(self, low, high):
        middle = (low + high) // 2
        self.value = middle
        self.left = Tree(low, middle) if low < middle else None
        self.right = Tree(middle + 1, high) if middle + 1 < high else None

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


n = int(sys.argv[1]) if len(sys.argv) > 1 else 5000000
print(sum(squares(evens(count(n)))))
print(sum(x for x in Tree(0, n // 20) if x % 3 == 0))
for x in count(n):
    if x * x > n:
        print(x)
        break
print(sum(1 for a in range(n // 1000) for b in range(a) if (a + b) % 7 == 0))
