def every(a, b=1, /, c=2, *args, d, e=3, **kwargs):
    return a, b, c, args, d, e, kwargs


def only_keywords(*, key, other=None):
    return key


def recursive(n):
    return 1 if n < 2 else n * recursive(n - 1)


double = lambda x, y=2: x * y

every(1, 2, 3, 4, d=5, **{'f': 6})
every(*[1, 2], d=3)
every(1, *(2, 3), d=4, e=5, **a, **b)
double(y=1, x=2)
