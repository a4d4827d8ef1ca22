"""enumerate, zip, reversed, map, filter, key functions."""


def enumerate_list(n):
    items = list(range(100))
    total = 0
    for _ in range(n // 100 + 1):
        for i, x in enumerate(items):
            total += i * x
    return total


def zip_lists(n):
    a, b = list(range(100)), list(range(100, 200))
    total = 0
    for _ in range(n // 100 + 1):
        for x, y in zip(a, b):
            total += x * y
    return total


def reversed_list(n):
    items = list(range(100))
    total = 0
    for _ in range(n // 100 + 1):
        for x in reversed(items):
            total = total * 3 + x & 0xFFFF
    return total


def map_lambda(n):
    items = list(range(100))
    total = 0
    for _ in range(n // 100 + 1):
        for x in map(lambda v: v + 1, items):
            total += x
    return total


def map_builtin(n):
    items = [str(i) for i in range(100)]
    total = 0
    for _ in range(n // 100 + 1):
        total += sum(map(int, items))
    return total


def filter_lambda(n):
    items = list(range(100))
    total = 0
    for _ in range(n // 100 + 1):
        for x in filter(lambda v: v & 1, items):
            total += x
    return total


def filter_of_display(n):
    total = 0
    for i in range(n):
        for y in filter(lambda x: x % 2, [1, 2, 3, 4, i]):
            total += y
    return total


def sorted_with_key(n):
    items = [(i * 7919) % 101 for i in range(100)]
    total = 0
    for _ in range(n // 100 + 1):
        total += sorted(items, key=lambda x: -x)[3]
    return total


def min_with_key(n):
    items = [(i * 7919) % 101 for i in range(100)]
    total = 0
    for _ in range(n // 100 + 1):
        total += min(items, key=lambda x: (x - 50) ** 2)
    return total


def next_of_iterator(n):
    total = 0
    for _ in range(n // 10 + 1):
        it = iter([1, 2, 3, 4, 5])
        total += next(it) + next(it) + next(it, 0)
    return total


def list_of_iterator(n):
    items = list(range(20))
    total = 0
    for _ in range(n):
        total += len(list(reversed(items))) + len(list('some text'))
    return total
