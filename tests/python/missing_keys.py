"""Subscripts of dicts whose KeyError is caught at once, in hot loops."""
import sys


def shown(exc):
    lines = []
    tb = exc.__traceback__
    while tb:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    return type(exc).__name__, exc.args, lines, exc.__context__ is None


def missing(table, key, n):
    count = 0
    last = None
    for i in range(n):
        try:
            count += table[key]
        except KeyError as e:
            count += 1000
            if i == n - 1:
                last = shown(e)
    return count, last


def comes_and_goes(n):
    table = {'a': 1}
    found = []
    for i in range(n):
        if i % 50 == 0:
            table['b'] = i
        if i % 50 == 3:
            del table['b']
        try:
            found.append(table['b'])
        except KeyError:
            pass
    return found


def get(table, key):
    return table[key]


def through_function(n):
    table = {}
    total = 0
    for i in range(n):
        try:
            total += get(table, i)
        except KeyError as e:
            table[i - 5] = i
            if i == n - 1:
                return total, shown(e)
        try:
            total += get(table, i - 20)
        except KeyError:
            total += 1
    return total


class Same:
    """Has the hash of another key, and counts who asks."""
    asked = 0

    def __init__(self, of):
        self.of = of

    def __hash__(self):
        return hash(self.of)

    def __eq__(self, other):
        Same.asked += 1
        return self.of == other and Same.asked % 3 == 0


def other_keys(key, n):
    Same.asked = 0
    table = {Same(key): 5}
    hits = 0
    for _ in range(n):
        try:
            hits += table[key]
        except KeyError:
            hits += 1
    return hits, Same.asked


class Named(str):
    pass


class Default(dict):
    def __missing__(self, key):
        return key * 2


def kinds(n):
    results = []
    for table, key in (({1: 1}, True), ({1: 1}, 1.0), ({}, 2.5), ({}, (1, 2)), ({}, Named('x')), ({}, 'x' * 3),
                       (Default(), 4), ({}, 10 ** 30), ({'k': 1}, Named('k')), ({}, None)):
        total = 0
        for _ in range(n):
            try:
                total += table[key]
            except KeyError as e:
                total += len(e.args)
        results.append(total)
    return results


def unhashable(n):
    table = {}
    for i in range(n):
        try:
            try:
                table[i if i < n - 1 else []]
            except KeyError:
                pass
        except TypeError as e:
            return str(e)


def not_caught(n):
    table = {}
    for i in range(n):
        try:
            table[i]
        except KeyError:
            if i == n - 1:
                table['last']


def in_handler(n):
    table = {}
    ok = 0
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError as outer:
            try:
                table['x']
            except KeyError as e:
                ok += e.__context__ is outer and sys.exception() is e
            ok += sys.exception() is outer
    return ok


print(missing({1: 1}, 2, 300), missing({'a': 1}, 'b', 300), missing({1: 2}, 1, 300))
print(comes_and_goes(300), through_function(300))
print(other_keys('k', 300), other_keys(7, 300))
print(kinds(100), unhashable(200), in_handler(200))
try:
    not_caught(200)
except KeyError as e:
    print(shown(e), shown(e.__context__))
