"""List, dict and set comprehensions with conditions and nesting, zip, enumerate, unpacking."""
import sys


def transpose(rows):
    return [[row[i] for row in rows] for i in range(len(rows[0]))]


def primes(n):
    return [p for p in range(2, n) if all(p % d for d in range(2, int(p ** 0.5) + 1))]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 400000
print(len(primes(n)))
rows = [[i * j % 11 for j in range(60)] for i in range(n // 60)]
columns = transpose(rows)
print(len(columns), sum(sum(c) for c in columns))
index = {word: [i for i in range(k % 5)] for k, word in enumerate("w%d" % i for i in range(n // 3))}
print(sum(len(v) for v in index.values()))
print(sum(a * b for a, b in zip(range(n), range(n, 0, -1))))
first, *middle, last = [x for x in range(n)]
print(first, len(middle), last, {c for row in rows for c in row if c > 7} == {8, 9, 10})
