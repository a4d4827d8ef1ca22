"""Calls with positional, default and keyword arguments."""


def _one(a):
    return a + 1


def _two(a, b):
    return a + b


def _default(a, b=2, c=3):
    return a + b + c


def _keyword(a, *, b):
    return a - b


def _recurse(k):
    return k if k < 2 else _recurse(k - 1) + _recurse(k - 2)


def _deep(k):
    return 0 if k == 0 else 1 + _deep(k - 1)


def positional(n):
    total = 0
    for i in range(n):
        total = _two(total, i)
    return total


def default_arguments(n):
    total = 0
    for i in range(n):
        total += _default(i)
    return total


def keyword_arguments(n):
    total = 0
    for i in range(n):
        total += _default(i, c=1) + _keyword(i, b=2)
    return total


def nested_calls(n):
    total = 0
    for i in range(n):
        total += _one(_two(_one(i), _one(2)))
    return total


def recursion(n):
    total = 0
    for _ in range(n // 600 + 1):
        total += _recurse(13)
    return total


def deep_recursion(n):
    total = 0
    for _ in range(n // 200 + 1):
        total += _deep(200)
    return total


def lambda_call(n):
    f = lambda x, y: x * y & 255
    total = 0
    for i in range(n):
        total += f(i, 3)
    return total


def closure_call(n):
    k = 5

    def add(x):
        return x + k

    total = 0
    for i in range(n):
        total += add(i)
    return total


def nonlocal_counter(n):
    count = 0

    def step():
        nonlocal count
        count += 1

    for _ in range(n):
        step()
    return count


def function_in_variable(n):
    functions = [_one, lambda x: x + 2, lambda x: x * 2]
    total = 0
    for i in range(n):
        total += functions[i % 3](i)
    return total


def builtin_calls(n):
    items = [1, 2, 3]
    total = 0
    for i in range(n):
        total += len(items) + isinstance(i, int) + callable(i)
    return total
