"""Calls with * and **, closures made in the loop."""
import functools


def _collect(*args):
    return len(args)


def _three(a, b, c):
    return a + b + c


def _options(**options):
    return len(options)


def _forward(*args, **kwargs):
    return _three(*args, **kwargs)


def star_argument(n):
    args = (1, 2, 3)
    total = 0
    for _ in range(n):
        total += _three(*args)
    return total


def star_parameter(n):
    total = 0
    for i in range(n):
        total += _collect(i, 2, 3)
    return total


def star_star_argument(n):
    args = {'a': 1, 'b': 2, 'c': 3}
    total = 0
    for _ in range(n):
        total += _three(**args)
    return total


def star_star_parameter(n):
    total = 0
    for i in range(n):
        total += _options(x=i, y=2)
    return total


def forwarding(n):
    total = 0
    for i in range(n):
        total += _forward(i, 2, 3) + _forward(1, b=2, c=3)
    return total


def closures_made(n):
    total = 0
    for i in range(n):
        def f(x):
            return x + i
        total += f(1)
    return total


def lambda_made(n):
    total = 0
    for i in range(n):
        total += (lambda x: x * i)(2)
    return total


def decorated(n):
    def logged(f):
        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            return f(*args, **kwargs)
        return wrapper

    @logged
    def add(a, b):
        return a + b

    total = 0
    for i in range(n):
        total += add(i, 1)
    return total


def partial_call(n):
    f = functools.partial(_three, 1, c=3)
    total = 0
    for i in range(n):
        total += f(i)
    return total
