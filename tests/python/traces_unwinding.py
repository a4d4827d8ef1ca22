# What traces make of exceptions: chains, finally with every way out, handlers at several depths, tracebacks and sys.exc_info() to the letter.
import sys


def lines_of(e):
    found = []
    tb = e.__traceback__
    while tb:
        found.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return found


class Plain(Exception):
    pass


class WithInit(Exception):
    def __init__(self, code, text='none'):
        super().__init__(code, text)
        self.code = code


class FailingInit(Exception):
    def __init__(self, code):
        if code % 3 == 0:
            raise Plain('in init', code)
        self.code = code


def inner(i):
    if i % 4 == 1:
        raise Plain(i)
    if i % 4 == 2:
        raise WithInit(i, text='two')
    if i % 4 == 3:
        raise Plain
    return i


def middle(i):
    x = inner(
        i)
    return x + 1


def callees_callee(n):
    out = []
    total = 0
    for i in range(n):
        try:
            total += middle(i)
        except WithInit as e:
            out.append((e.code, e.args, lines_of(e)))
        except Plain as e:
            out.append((e.args, lines_of(e), e.__context__, sys.exc_info()[1] is e))
        assert sys.exc_info() == (None, None, None)
    return total, len(out), out[-3:]


print(callees_callee(100))


def chained(n):
    out = []
    for i in range(n):
        try:
            try:
                inner(i)
            except Plain as e:
                if i % 8 < 4:
                    raise ValueError(i) from e
                raise KeyError(i)
            except WithInit:
                raise OSError(i) from None
        except ValueError as e:
            out.append((e.__cause__.args, e.__context__ is e.__cause__, e.__suppress_context__, lines_of(e)))
        except KeyError as e:
            out.append((e.__cause__, e.__context__.args, e.__suppress_context__, lines_of(e.__context__)))
        except OSError as e:
            out.append((e.__cause__, type(e.__context__).__name__, e.__suppress_context__))
    return len(out), out[-6:]


print(chained(100))


def ways_out(kind, log):
    for k in range(3):
        try:
            try:
                log.append('t')
                if kind == 0:
                    return 'returned'
                if kind == 1:
                    break
                if kind == 2:
                    continue
                if kind == 3:
                    raise Plain(k)
                if kind == 4:
                    raise WithInit(k)
            finally:
                log.append('f')
                if kind == 4:
                    log.append('swallows')
                    break
        except Plain:
            log.append('p')
        finally:
            log.append('F')
    return 'end'


def all_ways_out(n):
    results = []
    for i in range(n):
        log = []
        results.append((ways_out(i % 6, log), ''.join(log)))
    return results[-6:]


print(all_ways_out(80))


def reraised(n):
    out = []

    def again(i):
        try:
            inner(i)
        except Plain:
            if i % 8 < 4:
                raise
            return 'kept'
        finally:
            log.append(i)
        return 'fine'

    log = []
    for i in range(n):
        try:
            out.append(again(i))
        except (Plain, WithInit) as e:
            out.append((type(e).__name__, lines_of(e)))
    return len(log), out[-8:]


print(reraised(80))


def init_raises(n):
    out = []
    for i in range(n):
        try:
            raise FailingInit(i)
        except FailingInit as e:
            out.append(e.code)
        except Plain as e:
            out.append((e.args, lines_of(e)))
    return out[-4:]


print(init_raises(60))


class Thing:
    def __init__(self, i):
        self.i = i
        if i % 5 == 0:
            raise Plain(i)


def constructor_raises(n):
    made = failed = 0
    lines = set()
    for i in range(n):
        try:
            made += Thing(i).i
        except Plain as e:
            failed += 1
            lines.add(tuple(lines_of(e)))
    return made, failed, lines


print(constructor_raises(80))


class Suppress:
    def __init__(self, *kinds):
        self.kinds = kinds

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        return kind is not None and issubclass(kind, self.kinds)


def with_statements(n):
    out = []
    for i in range(n):
        try:
            with Suppress(Plain) as outer, Suppress(KeyError):
                inner(i)
                if i % 8 == 4:
                    {}[i]
                out.append(i)
        except WithInit as e:
            out.append((e.args, lines_of(e)))
        assert sys.exception() is None
    return len(out), out[-6:]


print(with_statements(80))


def by_operations(n):
    table = {k: k for k in range(0, 100, 2)}
    items = [0, 1, 2]
    words = ['1', 'x', '3', '']
    counts = {}
    lines = {}

    def count(e):
        name = type(e).__name__
        counts[name] = counts.get(name, 0) + 1
        lines[name] = (str(e), lines_of(e))

    iterator = iter(())
    thing = Suppress()
    for i in range(n):
        try:
            table[i % 100]
        except KeyError as e:
            count(e)
        try:
            items[i % 5]
        except IndexError as e:
            count(e)
        try:
            1 // (i % 3)
        except ZeroDivisionError as e:
            count(e)
        try:
            int(words[i % 4])
        except ValueError as e:
            count(e)
        try:
            next(iterator)
        except StopIteration as e:
            count(e)
        try:
            thing.missing
        except AttributeError as e:
            count(e)
        try:
            undefined_name
        except NameError as e:
            count(e)
        try:
            items + i
        except TypeError as e:
            count(e)
        try:
            a, b = items[:i % 4]
        except ValueError as e:
            count(e)
    return counts, lines


print(by_operations(100))


def handled_elsewhere():
    return sys.exc_info()[0]


def nested_handlers(n):
    out = []
    for i in range(n):
        try:
            raise Plain(i)
        except Plain:
            before = handled_elsewhere()
            try:
                raise ValueError(i)
            except ValueError as e:
                during = handled_elsewhere()
                context = e.__context__.args
            out.append((before.__name__, during.__name__, context, handled_elsewhere().__name__))
    return out[-1], handled_elsewhere()


print(nested_handlers(60))


def no_active(n):
    out = []

    def bare(i):
        if i % 2:
            raise
        return i

    for i in range(n):
        try:
            out.append(bare(i))
        except RuntimeError as e:
            out.append((str(e), lines_of(e)))
        try:
            raise Plain(i)
        except Plain:
            try:
                bare(i)
            except Plain as e:
                out.append((e.args, lines_of(e)))
    return out[-4:]


print(no_active(60))


def not_exceptions(n):
    out = set()
    for i in range(n):
        try:
            raise (5, Plain, int, None)[i % 4]
        except TypeError as e:
            out.add(str(e))
        except Plain:
            out.add('plain')
        try:
            try:
                raise Plain
            except (5 if i % 50 == 49 else Plain):
                pass
        except TypeError as e:
            out.add((str(e), type(e.__context__).__name__))
    return sorted(map(str, out))


print(not_exceptions(60))


def through_generator(n):
    def items(i):
        try:
            yield 1
            inner(i)
            yield 2
        finally:
            log.append('closed')

    log = []
    out = []
    for i in range(n):
        try:
            out.append(sum(items(i)))
        except Exception as e:
            out.append((type(e).__name__, lines_of(e)))
    return len(log), out[-4:]


print(through_generator(60))


def generator_handles(n):
    for i in range(n):
        try:
            inner(i)
        except Plain as e:
            yield (e.args, sys.exc_info()[1] is e, lines_of(e))
        except WithInit as e:
            yield e.code


def outer_handles(n):
    out = []
    for item in generator_handles(n):
        try:
            raise ValueError
        except ValueError as e:
            out.append((item, e.__context__))
    return len(out), out[-4:]


print(outer_handles(60))


def groups(n):
    out = []
    for i in range(n):
        try:
            raise ExceptionGroup('g', [ValueError(i), KeyError(i)])
        except* ValueError as e:
            out.append(len(e.exceptions))
        except* KeyError:
            out.append('k')
    return out[-4:]


print(groups(50))


def variable_beyond_63_bits(n, start):
    """Made for the traceback when the operands of what raised are gone."""
    zeros = [2, -2]
    seen = 0

    def divide(a):
        big = a * 3
        return (a & 255) // (zeros[0] + zeros[1])

    for i in range(n):
        try:
            divide(start + i * 40000000000001)
        except ZeroDivisionError as e:
            seen += e.__traceback__.tb_next.tb_frame.f_locals['big'] & 1023
    return seen


print(variable_beyond_63_bits(100, 0), variable_beyond_63_bits(100, 1 << 61))


def suggestions(n):
    seen = None
    lenght = 3
    for i in range(n):
        try:
            length
        except NameError as e:
            seen = e
    raise seen


def uncaught(n):
    total = 0
    for i in range(n):
        try:
            try:
                total += middle(0)
                if i == n - 1:
                    middle(1)
            finally:
                total -= 1
        except WithInit:
            pass
    return total


try:
    suggestions(50)
finally:
    uncaught(80)
