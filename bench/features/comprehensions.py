"""Comprehensions and generator expressions."""


def list_comprehension(n):
    total = 0
    for _ in range(n // 100 + 1):
        total += len([i * i for i in range(100)])
    return total


def filtered(n):
    total = 0
    for _ in range(n // 100 + 1):
        total += len([i for i in range(100) if i % 3])
    return total


def nested(n):
    total = 0
    for _ in range(n // 100 + 1):
        total += len([i * j for i in range(10) for j in range(10)])
    return total


def set_comprehension(n):
    total = 0
    for _ in range(n // 100 + 1):
        total += len({i % 17 for i in range(100)})
    return total


def dict_comprehension(n):
    total = 0
    for _ in range(n // 100 + 1):
        total += len({i: i + 1 for i in range(100)})
    return total


def short_comprehensions(n):
    total = 0
    for i in range(n):
        total += len([x for x in (1, 2, i)])
    return total


def sum_of_generator(n):
    return sum(i * 2 for i in range(n))


def any_of_generator(n):
    count = 0
    for _ in range(n // 100 + 1):
        count += any(i == 99 for i in range(100))
    return count


def all_of_generator(n):
    count = 0
    for _ in range(n // 100 + 1):
        count += all(i < 100 for i in range(100))
    return count


def join_of_generator(n):
    total = 0
    for _ in range(n // 100 + 1):
        total += len(','.join(str(i) for i in range(100)))
    return total


def max_of_generator(n):
    total = 0
    for _ in range(n // 100 + 1):
        total += max(i ^ 21 for i in range(100))
    return total
