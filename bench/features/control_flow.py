"""Branches, match, short inner loops."""


def if_chain(n):
    counts = [0] * 5
    for i in range(n):
        k = i % 5
        if k == 0:
            counts[0] += 1
        elif k == 1:
            counts[1] += 1
        elif k == 2:
            counts[2] += 1
        elif k == 3:
            counts[3] += 1
        else:
            counts[4] += 1
    return counts


def unbiased_branches(n):
    x, total = 12345, 0
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        if x & 0x1000:
            total += 1
        else:
            total -= 1
        if x & 0x2000:
            total += 2
        if x & 0x4000:
            total ^= 1
    return total


def while_loop(n):
    i = total = 0
    while i < n:
        i += 1
        total += i & 3
    return total


def break_and_else(n):
    total = 0
    for i in range(n // 10 + 1):
        for k in range(20):
            if k == i % 25:
                total += 1
                break
        else:
            total += 2
    return total


def continue_statement(n):
    total = 0
    for i in range(n):
        if i % 3 == 0:
            continue
        total += i
    return total


def short_inner_loop(n):
    total = 0
    for i in range(n // 3 + 1):
        for j in range(3):
            total += i ^ j
    return total


def triangular_loop(n):
    total = 0
    for k in range(n // 200 + 1):
        for i in range(20):
            for j in range(i):
                total += i * j
    return total


def match_values(n):
    total = 0
    for i in range(n):
        match i & 3:
            case 0:
                total += 1
            case 1 | 2:
                total += 2
            case _:
                total += 3
    return total


def match_sequences(n):
    commands = [('go', 1), ('stop',), ('turn', 2, 3), 'x']
    total = 0
    for i in range(n):
        match commands[i & 3]:
            case ('go', k):
                total += k
            case ('turn', a, b):
                total += a + b
            case ('stop',):
                total += 1
            case _:
                total += 5
    return total


def match_classes(n):
    class P:
        __match_args__ = ('x', 'y')

        def __init__(self, x, y):
            self.x, self.y = x, y

    points = [P(0, 1), P(2, 0), P(3, 3)]
    total = 0
    for i in range(n):
        match points[i % 3]:
            case P(0, y):
                total += y
            case P(x, 0):
                total += x
            case P(x=x, y=y):
                total += x * y
    return total


def match_mappings(n):
    items = [{'a': 1}, {'b': 2, 'c': 3}]
    total = 0
    for i in range(n):
        match items[i & 1]:
            case {'a': v}:
                total += v
            case {'b': v, **rest}:
                total += v + len(rest)
    return total


def conditional_expression(n):
    total = 0
    for i in range(n):
        total += i if i & 1 else -i
    return total


def chained_boolean(n):
    count = 0
    for i in range(n):
        if i & 1 and i % 3 or not i & 2 and i > 10:
            count += 1
    return count


def global_variable(n):
    global _total
    _total = 0
    for i in range(n):
        _total += i
    return _total


_total = 0


def walrus(n):
    count = 0
    for i in range(n):
        if (k := i * i % 7) > 3:
            count += k
    return count
