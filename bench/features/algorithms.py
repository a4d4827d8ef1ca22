"""Small algorithms."""
import heapq
from collections import deque


def sieve(n):
    count = 0
    for _ in range(n // 2000 + 1):
        flags = [True] * 1000
        for i in range(2, 1000):
            if flags[i]:
                count += 1
                for j in range(i * i, 1000, i):
                    flags[j] = False
    return count


def matrix_product(n):
    size = 12
    a = [[i + j for j in range(size)] for i in range(size)]
    total = 0
    for _ in range(n // 1700 + 1):
        c = [[0] * size for _ in range(size)]
        for i in range(size):
            for j in range(size):
                s = 0
                for k in range(size):
                    s += a[i][k] * a[k][j]
                c[i][j] = s
        total += c[3][4]
    return total


def edit_distance(n):
    def distance(a, b):
        row = list(range(len(b) + 1))
        for i, x in enumerate(a, 1):
            previous, row[0] = row[0], i
            for j, y in enumerate(b, 1):
                previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
        return row[-1]

    total = 0
    for _ in range(n // 100 + 1):
        total += distance('kitten on top', 'sitting there')
    return total


def breadth_first_search(n):
    graph = {i: [(i * 3 + 1) % 100, (i * 7 + 2) % 100, (i + 1) % 100] for i in range(100)}
    total = 0
    for k in range(n // 400 + 1):
        seen, queue = {k % 100}, deque([k % 100])
        while queue:
            for other in graph[queue.popleft()]:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        total += len(seen)
    return total


def heap_of_tuples(n):
    heap = []
    total = 0
    for i in range(n):
        heapq.heappush(heap, (i * 7919 % 1009, i))
        if len(heap) > 50:
            total += heapq.heappop(heap)[0]
    return total


def queens(n):
    def solve(size, row=0, columns=0, left=0, right=0):
        if row == size:
            return 1
        count = 0
        free = ~(columns | left | right) & (1 << size) - 1
        while free:
            bit = free & -free
            free ^= bit
            count += solve(size, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1)
        return count

    total = 0
    for _ in range(n // 2000 + 1):
        total += solve(6)
    return total


def permutations(n):
    def permute(items, k, found):
        if k == len(items):
            found.append(items[0])
            return
        for i in range(k, len(items)):
            items[k], items[i] = items[i], items[k]
            permute(items, k + 1, found)
            items[k], items[i] = items[i], items[k]

    total = 0
    for _ in range(n // 300 + 1):
        found = []
        permute([1, 2, 3, 4, 5], 0, found)
        total += len(found)
    return total


def string_builder(n):
    total = 0
    for k in range(n // 100 + 1):
        parts = []
        for i in range(100):
            parts.append(str(i * k))
        total += len(''.join(parts))
    return total


def collatz(n):
    longest = 0
    for start in range(1, n // 50 + 2):
        x, steps = start, 0
        while x != 1:
            x = x // 2 if x % 2 == 0 else 3 * x + 1
            steps += 1
        longest = max(longest, steps)
    return longest


def tokenizer(n):
    text = 'let total = 12 + alpha * (beta - 345) ; '
    count = 0
    for _ in range(n // 40 + 1):
        i = 0
        while i < len(text):
            c = text[i]
            if c.isspace():
                i += 1
            elif c.isalpha():
                j = i
                while j < len(text) and text[j].isalnum():
                    j += 1
                count += 1
                i = j
            elif c.isdigit():
                value = 0
                while i < len(text) and text[i].isdigit():
                    value = value * 10 + ord(text[i]) - 48
                    i += 1
                count += value & 1
            else:
                count += 2
                i += 1
    return count
