# exceptions that generators handle while a trace follows them: what sys.exception() says, inside and outside, at every moment
import sys
from contextlib import contextmanager, suppress

ROUNDS = 700


def now():
    error = sys.exception()
    return f'{type(error).__name__}({error})' if error else '-'


def counted(name, items):
    counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    print(name, sorted(counts.items(), key=str), now())


def caught(n):
    for i in range(n):
        try:
            if i % 3 == 0:
                raise ValueError(i % 2)
        except ValueError:
            inside = now()
        else:
            inside = 'no'
        yield inside, now()


def yields_inside(n):
    for i in range(n):
        try:
            raise KeyError(i % 2)
        except KeyError:
            yield now()
            yield now()
        yield now()


def in_finally(n):
    for i in range(n):
        try:
            if i & 1:
                continue
            yield 'even', now()
        finally:
            yield 'end', now()


def nested(n):
    for i in range(n):
        try:
            try:
                raise ValueError(1)
            except ValueError:
                raise TypeError(2)
        except TypeError as error:
            context = type(error.__context__).__name__
            try:
                raise OSError(3)
            except OSError as other:
                yield now(), context, other.__context__ is error
            yield now()


def helper(i):
    try:
        if i % 2:
            raise IndexError(7)
        return now()
    except IndexError:
        return 'helper', now()


def calls_helper(n):
    for i in range(n):
        yield helper(i), now()


def calls_helper_inside(n):
    for i in range(n):
        try:
            raise ValueError(5)
        except ValueError:
            yield helper(i), now()


def delegates(n):
    for i in range(n // 4):
        try:
            yield from caught(4)
            raise LookupError(i % 2)
        except LookupError:
            yield from yields_inside(1)
            yield now()


def raises_out(n):
    try:
        yield now()
        raise RuntimeError(n % 2)
    except RuntimeError:
        raise ArithmeticError(now()) from None


def group_helper(i):
    try:
        raise ExceptionGroup('g', [ValueError(1), TypeError(2)] if i & 1 else [ValueError(1)])
    except* ValueError:
        first = now()
    except* TypeError:
        first = now()
    return first


def groups(n):
    for i in range(n):
        try:
            raise ExceptionGroup('h', [KeyError(1)])
        except* KeyError:
            inside = now()
        yield inside, now()
        yield group_helper(i), now()


def plain_groups(n):
    for i in range(n):
        yield group_helper(i), now()


def changes_type(n):
    total = 0
    for i in range(n):
        try:
            raise ValueError(i % 2)
        except ValueError as error:
            total += error.args[0] if i < n - 20 else 0.5
            yield now(), total > 0
        yield now()


for make in (caught, yields_inside, in_finally, nested, calls_helper, calls_helper_inside, delegates, groups, plain_groups, changes_type):
    counted(make.__name__, make(ROUNDS))
    try:
        raise RuntimeError('outer')
    except RuntimeError:
        counted(make.__name__ + ' inside', make(ROUNDS))
        counted(make.__name__ + ' in C', list(make(ROUNDS)))


def outer(n):
    seen = {}
    for i in range(n):
        try:
            if i % 2:
                raise StopAsyncIteration(1)
            handled = now()
        except StopAsyncIteration:
            for item in yields_inside(1):
                handled = item, now()
        seen[handled] = seen.get(handled, 0) + 1
        try:
            for item in raises_out(i):
                pass
        except ArithmeticError as error:
            handled = now(), str(error), error.__context__ is not None, error.__suppress_context__
        seen[handled] = seen.get(handled, 0) + 1
        assert now() == '-'
    return sorted(seen.items(), key=str)


print(outer(ROUNDS))


@contextmanager
def managed(what):
    try:
        yield what
    except ValueError:
        what.append(now())
    finally:
        what.append('f')


def contexts(n):
    total = {}
    for i in range(n):
        what = []
        with managed(what), suppress(KeyError):
            if i % 3 == 0:
                raise ValueError(i % 2)
            if i % 3 == 1:
                raise KeyError
        key = tuple(what)
        total[key] = total.get(key, 0) + 1
    return sorted(total.items()), now()


print(contexts(ROUNDS))


class Wait:
    def __await__(self):
        try:
            yield now()
        except ZeroDivisionError:
            return now()
        return 'resumed'


async def waits(i):
    try:
        if i % 3 == 0:
            raise ValueError(i % 2)
        return await Wait(), now()
    except ValueError:
        return await Wait(), now()


async def main(n):
    seen = {}
    for i in range(n):
        result = await waits(i)
        seen[result] = seen.get(result, 0) + 1
    return sorted(seen.items())


def run(coroutine):
    asked = {}
    value = None
    for i in range(10**9):
        try:
            value = coroutine.send(None) if i == 0 or i % 5 else coroutine.throw(ZeroDivisionError('thrown'))
        except StopIteration as stop:
            return sorted(asked.items()), stop.value, now()
        asked[value] = asked.get(value, 0) + 1


print(run(main(ROUNDS)))


def receives():
    got = 'start'
    while True:
        try:
            got = yield got, now()
            if got % 2:
                raise ValueError(got)
        except ValueError as error:
            got = -error.args[0]
        finally:
            last = now()
        got = got, last


def sends(n):
    generator = receives()
    next(generator)
    return [generator.send(i % 4) for i in range(n)][-4:], now()


print(sends(ROUNDS))


def closes(n):
    ends = 0
    for i in range(n):
        generator = in_finally(2)
        next(generator)
        try:
            if i % 2:
                generator.throw(KeyError(1))
            else:
                next(generator)
                next(generator)
            for _ in generator:
                pass
        except KeyError:
            ends += 1
        ends += now() == '-'
    return ends


print(closes(ROUNDS))


def steps(n, fails):
    total = 0
    for i in range(n):
        total += i
        yield i
    if fails:
        last = total
        raise ValueError(last)


def watched(rounds, n, fails):
    'The frame object of a generator that a trace follows is true while it is suspended, and after its end.'
    seen = {}
    for _ in range(rounds):
        generator = steps(n, fails)
        frame = generator.gi_frame
        same = True
        try:
            for x in generator:
                same = same and frame.f_locals['i'] == x and generator.gi_frame is frame
        except ValueError as error:
            same = same and error.__traceback__.tb_next.tb_lineno == frame.f_lineno
        result = same, frame.f_lineno - steps.__code__.co_firstlineno, tuple(frame.f_locals.items()), generator.gi_frame
        seen[result] = seen.get(result, 0) + 1
    return seen


print(watched(5, 2000, False))
print(watched(5, 2000, True))
print(watched(ROUNDS, 3, False))
print(watched(ROUNDS, 3, True))
