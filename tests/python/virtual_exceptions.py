"""Exceptions that traces raise and catch without making them, and everybody who may look at one after all."""
import sys


class Plain(Exception):
    pass


class Sub(Plain):
    pass


class Other(Exception):
    pass


def shown(exc):
    """The exception with its traceback and what it is chained to."""
    lines = []
    tb = exc.__traceback__
    while tb:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    chained = [type(e).__name__ if e is not None else None for e in (exc.__context__, exc.__cause__)]
    return type(exc).__name__, exc.args, lines, chained, exc.__suppress_context__


# ---- left in the handler, with the exception in a variable or only handled ----

def kept(n, when):
    found = None
    for i in range(n):
        try:
            raise ValueError(i, 'x')
        except ValueError as e:
            if i == when:
                found = e
    return shown(found)


def asked(n, when):
    found = []
    for i in range(n):
        try:
            raise Plain
        except Plain:
            if i % when == 0:
                found.append(shown(sys.exception()))
    assert sys.exception() is None
    return len(found), found[-1]


def bound(n, limit):
    total = 0
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError as e:
            total += i if i < limit else e.args[0] * 2
    return total


print(kept(500, 499), kept(500, 3))
print(asked(500, 100))
print(bound(600, 550))


# ---- raised by an inlined function, whose variables the traceback shows ----

def check(x, y):
    z = x * 2
    if x & 1:
        raise ValueError('odd', y)
    return z


def through(x):
    return check(x, 'y')


def called(n, when):
    count = 0
    found = None
    for i in range(n):
        try:
            count += through(i)
        except ValueError as e:
            count += 1
            if i == when:
                found = e
    frames = []
    tb = found.__traceback__
    while tb:
        frames.append(sorted((k, v) for k, v in tb.tb_frame.f_locals.items() if isinstance(v, int)))
        tb = tb.tb_next
    backs = []
    frame = found.__traceback__.tb_frame
    while frame.f_code.co_name != '<module>':
        backs.append(frame.f_code.co_name)
        frame = frame.f_back
    return count, shown(found), frames, backs


print(called(601, 599))


def own_variable(n):
    def f(i):
        error = Plain(i)
        raise error
    last = None
    for i in range(n):
        try:
            f(i)
        except Plain as e:
            if i == n - 1:
                last = e
    return last.__traceback__.tb_next.tb_frame.f_locals['error'] is last, shown(last)


print(own_variable(400))


# ---- context and cause ----

def nested(n, when):
    found = None
    for i in range(n):
        try:
            try:
                raise ValueError(i)
            except ValueError:
                raise Plain(i)
        except Plain as e:
            if i == when:
                found = e
            inner = sys.exception() is e
    return shown(found), shown(found.__context__), inner


def chained(n, when, how):
    found = None
    for i in range(n):
        try:
            try:
                raise ValueError(i)
            except ValueError as e:
                if how:
                    raise Plain(i) from e
                raise Plain(i) from None
        except Plain as e:
            if i == when:
                found = e
    return shown(found), shown(found.__context__), found.__cause__ is found.__context__


def from_class(n, when):
    found = None
    for i in range(n):
        try:
            raise Plain(i) from KeyError
        except Plain as e:
            if i == when:
                found = e
    return shown(found), shown(found.__cause__)


def in_handler(n):
    """Around the loop another exception is being handled."""
    seen = set()
    try:
        raise Other('outer')
    except Other as outer:
        for i in range(n):
            try:
                raise ValueError(i)
            except ValueError as e:
                if i % 50 == 49:
                    seen.add(e.__context__ is outer)
            if i % 70 == 69:
                seen.add(sys.exception() is outer)
        assert sys.exception() is outer
    return seen, sys.exception()


def again(n, when):
    """Raised once more, by name and by a bare raise."""
    found = []
    for i in range(n):
        try:
            try:
                raise ValueError(i)
            except ValueError as e:
                if i & 1:
                    raise
                raise e
        except ValueError as e:
            if i >= when:
                found.append(shown(e))
    return found


def later(n):
    """Raised again after its handler, while another one is handled."""
    result = None
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError as e:
            first = e
        try:
            try:
                raise Plain(i)
            except Plain:
                raise first
        except ValueError as e:
            if i == n - 1:
                result = shown(e), shown(e.__context__), e is first
    return result


def in_args(n):
    """The one that is handled has the other among its arguments."""
    result = None
    for i in range(n):
        inner = ValueError(i)
        try:
            try:
                raise Plain(inner)
            except Plain:
                raise inner
        except ValueError as e:
            if i == n - 1:
                result = shown(e)[2:], e.__context__.args[0] is e
    return result


def from_itself(n):
    result = None
    for i in range(n):
        e = Plain(i)
        try:
            raise e from e
        except Plain as caught:
            if i == n - 1:
                result = caught.__cause__ is caught, caught.__context__
    return result


print(nested(500, 499))
print(chained(500, 499, True))
print(chained(500, 499, False))
print(from_class(500, 499))
print(in_handler(400))
print(again(500, 498))
print(later(300))
print(in_args(300))
print(from_itself(300))


# ---- which clause ----

ERRORS = (KeyError, Plain)


def clauses(n):
    counts = [0, 0, 0, 0]
    for i in range(n):
        try:
            if i % 4 == 0:
                raise Sub(i)
            if i % 4 == 1:
                raise Other
            if i % 4 == 2:
                raise KeyError(i)
            raise OSError(2, 'no')
        except (Sub, Other):
            counts[0] += 1
        except ERRORS:
            counts[1] += 1
        except OSError as e:
            counts[2] += e.errno
        except BaseException:
            counts[3] += 1
    return counts


def bad_clause(n, kind):
    count = 0
    for i in range(n):
        try:
            try:
                raise ValueError(i)
            except kind:
                count += 1
        except TypeError as e:
            return count, shown(e), shown(e.__context__)
    return count


def other_bases(n):
    class Base(Exception):
        pass

    class Changing(Base):
        pass

    counts = [0, 0]
    for i in range(n):
        if i == n // 2:
            Changing.__bases__ = (Plain,)
        try:
            raise Changing
        except Base:
            counts[0] += 1
        except Plain:
            counts[1] += 1
    return counts


def gains_init(n):
    class Late(Exception):
        pass

    def init(self, *args):
        self.args = ('from init', *args)

    found = []
    for i in range(n):
        if i == n - 3:
            Late.__init__ = init
        try:
            raise Late(i)
        except Late as e:
            if i > n - 6:
                found.append(e.args)
    return found


def gains_del(n):
    class Dying(Exception):
        pass

    died = []
    for i in range(n):
        if i == n - 3:
            Dying.__del__ = lambda self: died.append(self.args)
        try:
            raise Dying(i)
        except Dying:
            pass
    import gc
    gc.collect()
    return len(died) > 0


print(clauses(800))
print(bad_clause(300, ValueError), bad_clause(300, 3), bad_clause(10, (ValueError, int)))
print(other_bases(400))
print(gains_init(300))
print(gains_del(300))


# ---- ways out of the handler ----

def returns(n):
    total = 0
    for i in range(n):
        total += returned(i)
    return total


def returned(i):
    try:
        raise Plain(i)
    except Plain as e:
        return e.args[0] if i % 3 else 5
    finally:
        assert sys.exception() is None


def breaks(n):
    rounds = 0
    for i in range(n):
        for j in range(10):
            try:
                raise Plain
            except Plain:
                if j == 7:
                    break
                rounds += 1
        assert sys.exception() is None
    return rounds


def finals(n):
    trail = 0
    for i in range(n):
        try:
            try:
                raise Plain(i)
            finally:
                trail += isinstance(sys.exception(), Plain) if i % 100 == 99 else 2
        except Plain:
            trail += 1
    return trail


def loop_inside(n):
    total = 0
    for i in range(n):
        try:
            raise Plain(i)
        except Plain as e:
            for j in range(5):
                try:
                    raise ValueError(j)
                except ValueError as inner:
                    if i == n - 1 and j == 4:
                        assert inner.__context__ is e
                total += j
            if i == n - 1:
                assert sys.exception() is e
    return total


def uncaught(n):
    for i in range(n):
        try:
            raise ValueError(i) if i < n - 1 else KeyError(i)
        except ValueError:
            pass


def raised_by_c(n):
    """In the handler something else raises: its context is the one that is handled."""
    result = None
    for i in range(n):
        try:
            try:
                raise ValueError(i)
            except ValueError:
                i // (n - 1 - i)
        except ZeroDivisionError as e:
            result = shown(e), shown(e.__context__)
    return result


print(returns(300), breaks(100), finals(400), loop_inside(100))
try:
    uncaught(400)
except KeyError as e:
    print(shown(e))
print(raised_by_c(400))


# ---- generators ----

def numbers(n):
    for i in range(n):
        try:
            raise Plain(i)
        except Plain as e:
            yield e.args[0] if i % 50 == 0 else i
        yield sys.exception()


def raising(n):
    for i in range(n):
        yield i
    raise ValueError('end')


def consumed(n):
    total = 0
    for x in numbers(n):
        if x is not None:
            total += x
    return total


def consumed_in_handler(n):
    try:
        raise Other('outer')
    except Other as outer:
        kinds = {}
        for x in numbers(n):
            key = x if isinstance(x, Other) else None
            kinds[key is outer] = kinds.get(key is outer, 0) + 1
        return kinds


def while_handling(n):
    """A generator is driven by the handler of an exception that no one made yet."""
    result = []
    for i in range(n):
        try:
            raise Plain(i)
        except Plain:
            for x in numbers(2):
                if i == n - 1:
                    result.append(type(x).__name__)
    return result


def through_generator(n):
    result = None
    for i in range(n):
        try:
            for _ in raising(2):
                pass
        except ValueError as e:
            if i == n - 1:
                result = shown(e)
    return result


print(consumed(300), consumed_in_handler(200), while_handling(100), through_generator(200))


# ---- with statements, groups, stored exceptions, cells ----

class Suppresses:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.seen = kind, error, trace.tb_lineno - self.first
        return True


def suppressed(n):
    manager = Suppresses()
    manager.first = suppressed.__code__.co_firstlineno
    for i in range(n):
        with manager:
            raise Plain(i)
    return manager.seen[0].__name__, manager.seen[1].args, manager.seen[2]


def stored(n):
    kept = []
    for i in range(n):
        try:
            raise Plain(i)
        except Plain as e:
            kept.append(e)
    return [e.args[0] for e in kept[-3:]], shown(kept[-1]), len(set(map(id, kept)))


def in_cell(n):
    def get():
        return error.args[0]
    total = 0
    for i in range(n):
        try:
            raise Plain(i)
        except Plain as error:
            total += get()
    return total


def groups(n):
    counts = [0, 0]
    for i in range(n):
        try:
            raise ExceptionGroup('g', [ValueError(i), Plain(i)])
        except* ValueError as g:
            counts[0] += len(g.exceptions)
        except* Plain:
            counts[1] += 1
    return counts


def attributes(n):
    total = 0
    for i in range(n):
        try:
            e = Plain(i)
            e.code = i
            raise e
        except Plain as caught:
            total += caught.code
    return total


def carried(n):
    """From one round to the next."""
    last = None
    same = 0
    for i in range(n):
        try:
            raise Plain(i)
        except Plain as e:
            if last is not None and last.args[0] == i - 1:
                same += 1
            last = e
    return same, shown(last)


print(suppressed(300), stored(300), in_cell(300), groups(200), attributes(300), carried(300))


def text(n):
    last = ''
    for i in range(n):
        try:
            raise Plain('number', i)
        except Plain as e:
            if i % 25 == 24:
                last = f'{e} {e!r}'
    return last


def sites(n):
    lines = set()
    for i in range(n):
        try:
            if i % 3:
                raise Plain(i)
            raise Plain(i)
        except Plain as e:
            if i % 10 == 0:
                lines.add(e.__traceback__.tb_lineno - sites.__code__.co_firstlineno)
    return sorted(lines)


print(text(400), sites(400))
