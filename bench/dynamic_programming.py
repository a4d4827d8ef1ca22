"""Edit distance, knapsack and longest increasing subsequence: table filling."""
import sys


def edit_distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return previous[-1]


def knapsack(weights, values, capacity):
    best = [0] * (capacity + 1)
    for w, v in zip(weights, values):
        for c in range(capacity, w - 1, -1):
            candidate = best[c - w] + v
            if candidate > best[c]:
                best[c] = candidate
    return best[capacity]


def increasing(items):
    best = []
    for x in items:
        length = 0
        for y, k in best:
            if y < x and k > length:
                length = k
        best.append((x, length + 1))
    return max(k for _, k in best)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1800
a = "".join(chr(97 + i * i % 7) for i in range(n))
b = "".join(chr(97 + i * 3 % 11) for i in range(n))
print(edit_distance(a, b))
print(knapsack([3 + i % 17 for i in range(n // 4)], [i * 7 % 23 for i in range(n // 4)], n * 10))
print(increasing([i * 7919 % 1009 for i in range(n)]))
