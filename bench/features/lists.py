"""Lists: items, methods, slices, sorting."""


def index(n):
    items = list(range(1000))
    total = 0
    for i in range(n):
        total += items[i % 1000]
    return total


def store(n):
    items = [0] * 1000
    for i in range(n):
        items[i % 1000] = i
    return sum(items)


def negative_index(n):
    items = [1, 2, 3]
    total = 0
    for _ in range(n):
        total += items[-1] + items[-2]
    return total


def append(n):
    items = []
    for i in range(n):
        items.append(i)
    return len(items)


def append_pop(n):
    items = []
    for i in range(n):
        items.append(i)
        items.append(i + 1)
        items.pop()
        if len(items) > 100:
            items.clear()
    return len(items)


def iterate(n):
    items = list(range(100))
    total = 0
    for _ in range(n // 100 + 1):
        for item in items:
            total += item
    return total


def slices(n):
    items = list(range(50))
    total = 0
    for i in range(n):
        total += len(items[i % 10 : 30]) + items[::7][2]
    return total


def slice_assignment(n):
    items = list(range(50))
    for i in range(n):
        items[10:20] = [i] * 10
    return sum(items)


def concatenation(n):
    total = 0
    a, b = [1, 2, 3], [4, 5]
    for _ in range(n):
        total += len(a + b) + len(b * 3)
    return total


def membership(n):
    items = list(range(20))
    count = 0
    for i in range(n):
        if i % 40 in items:
            count += 1
    return count


def sort_ints(n):
    total = 0
    for k in range(n // 500 + 1):
        items = [(i * 7919 + k) % 1009 for i in range(500)]
        items.sort()
        total += items[k % 500]
    return total


def nested(n):
    grid = [[i * j for j in range(20)] for i in range(20)]
    total = 0
    for i in range(n):
        total += grid[i % 20][(i >> 3) % 20]
        grid[(i + 3) % 20][i % 20] = i & 15
    return total


def insert_remove(n):
    items = list(range(30))
    for i in range(n):
        items.insert(5, items.pop())
        items.reverse()
    return items


def floats_in_list(n):
    items = [i * 0.5 for i in range(200)]
    total = 0.0
    for k in range(n // 200 + 1):
        for i in range(200):
            total += items[i] * items[199 - i]
    return total
