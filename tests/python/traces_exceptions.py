# Exceptions in hot loops: raised and caught in traces, in callees that traces follow, in generators; line numbers of tracebacks.
import sys


def lines_of(e):
    tb = e.__traceback__
    found = []
    while tb:
        found.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return found


def divide(a, b):
    c = a
    return c / b


def middle(a, b):
    x = divide(a,
               b)
    return x


def catching(n):
    seen = []
    total = 0
    for i in range(n):
        try:
            total += middle(i, i % 50 - 25)
        except ZeroDivisionError as e:
            seen.append((i, str(e), lines_of(e)))
        else:
            total += 1
        finally:
            total -= 1
    return seen, round(total, 6)


print(catching(200))


class Error(Exception):
    def __init__(self, code):
        super().__init__('code', code)
        self.code = code


def check(i):
    if i % 10 == 9:
        raise Error(i)
    return i


def own_errors(n):
    codes = 0
    lines = set()
    for i in range(n):
        try:
            check(i)
        except Error as e:
            codes += e.code
            lines.add(tuple(lines_of(e)))
    return codes, lines


print(own_errors(300))


def nested(n):
    out = []
    for i in range(n):
        try:
            try:
                if i % 7 == 3:
                    raise KeyError(i)
                out.append(i)
            except KeyError as e:
                raise ValueError(i) from e
            finally:
                out.append('f')
        except ValueError as e:
            out.append((e.args, e.__cause__.args, e.__context__ is e.__cause__))
    return out[-12:], len(out)


print(nested(100))


def reraising(n):
    out = []
    for i in range(n):
        try:
            try:
                [][i]
            except IndexError:
                out.append(sys.exc_info()[0].__name__)
                raise
        except LookupError as e:
            out.append(len(lines_of(e)))
        assert sys.exception() is None
    return out[-4:], len(out)


print(reraising(100))


def early_return(n):
    def find(i):
        for k in range(10):
            try:
                if k == i % 10:
                    return k
            finally:
                log.append(k)
        return None

    log = []
    return [find(i) for i in range(n)][-10:], len(log)


print(early_return(60))


def stop(n):
    it = iter(range(n))
    count = 0
    while True:
        try:
            next(it)
        except StopIteration:
            break
        count += 1
    return count


print(stop(100))


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        return self.swallow and kind is not None


def managers(n):
    out = []
    for i in range(n):
        try:
            with Manager(i % 2):
                if i % 3 == 0:
                    raise ValueError(i)
                out.append(i)
        except ValueError as e:
            out.append(('caught', e.args))
    return out[-9:], len(out)


print(managers(90))


def types_change(n):
    out = []
    for i in range(n):
        x = i if i != n - 5 else 'text'
        try:
            out.append(x + 1)
        except TypeError as e:
            out.append((str(e), lines_of(e)[0][1]))
    return out[-6:]


print(types_change(100))


def unbound(n):
    out = []
    for i in range(n):
        try:
            if i % 20 == 19:
                del x
            x = i if i % 20 != 18 else x
            out.append(x)
            if i % 20 == 10:
                del x
                x
        except UnboundLocalError as e:
            out.append(str(e))
            x = -1
    return out[-22:]


print(unbound(100))


def recursive(n):
    return 1 + recursive(n + 1)


def deep(rounds):
    out = []
    for i in range(rounds):
        try:
            recursive(0)
        except RecursionError as e:
            out.append(str(e))
    return set(out), len(out)


print(deep(60))


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


def measured(rounds):
    reached = []
    for limit in range(100, 100 + rounds):
        sys.setrecursionlimit(limit)
        depth = 0
        try:
            while True:
                down(depth)
                depth += 1
        except RecursionError:
            reached.append(depth - limit)
    sys.setrecursionlimit(1000)
    return len(set(reached)), down(900)


print(measured(40))


def mutual_a(n):
    return mutual_b(n - 1) if n else 'a'


def mutual_b(n):
    return mutual_a(n - 1) if n else 'b'


print([mutual_a(n) for n in range(0, 400, 37)], mutual_a(901))


def generator_raises(n):
    for i in range(n):
        yield i
    raise RuntimeError('end of generator')


def consuming(rounds):
    out = []
    for r in range(rounds):
        try:
            for x in generator_raises(r % 5):
                if x == 3:
                    raise OSError(r)
        except (RuntimeError, OSError) as e:
            out.append((type(e).__name__, lines_of(e)))
    return out[-5:], len(out)


print(consuming(60))


def warm(f, n):
    for i in range(n):
        f(i)


def fails_late(i):
    table = {k: k for k in range(80)}
    return table[i]


warm(fails_late, 60)
try:
    warm(fails_late, 100)
except KeyError as e:
    print(lines_of(e), e.args)


def last(n):
    total = 0
    for i in range(n):
        total += 100 // (n - 1 - i)
    return total


last(1000)
