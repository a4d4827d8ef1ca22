"""Displays that are taken apart at once."""


def tuple_swap(n):
    a, b, c = 1, 2, 3
    for _ in range(n):
        a, b, c = b, c, a
    return a, b, c


def list_index(n):
    total = 0
    for i in range(n):
        total += [0, 1, 2, 3][i & 3]
    return total


def dict_index(n):
    total = 0
    for i in range(n):
        total += {'a': i, 'b': 2}['a']
    return total


def display_in_for(n):
    total = 0
    for i in range(n):
        for x in (i, 1, 2):
            total += x
    return total


def starred_targets(n):
    total = 0
    for i in range(n):
        first, *rest = (i, 1, 2, 3)
        total += first + len(rest)
    return total


def tuple_as_key(n):
    table = {(i, j): i * j for i in range(10) for j in range(10)}
    total = 0
    for i in range(n):
        total += table[i % 10, i // 10 % 10]
    return total
