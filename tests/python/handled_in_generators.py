# Which exception is handled, and what becomes the context of others, while generators are suspended, resumed, thrown into and closed.
import sys

E = ValueError('one')

def name():
    e = sys.exception()
    return None if e is None else f'{type(e).__name__}({e})'

def holds():
    try:
        raise E
    except ValueError:
        yield name()
        yield name()
        try:
            raise KeyError('inner')
        except KeyError:
            yield name()
        yield name()
    yield name()

def resumed_alike():
    it = holds()
    try:
        raise E
    except ValueError:
        out = [next(it)]
    out.append(next(it))
    try:
        raise KeyError('outer')
    except KeyError:
        out.append(next(it))
        out.append(name())
    out += it
    return out

def chained():
    it = holds()
    next(it)
    try:
        it.throw(TypeError('thrown'))
    except TypeError as e:
        return e, e.__context__

def outside_and_inside():
    def g():
        yield name()
        try:
            raise IndexError('in g')
        except IndexError:
            yield name()
        yield name()
        raise LookupError('from g')
    it = g()
    try:
        raise E
    except ValueError:
        out = [next(it)]
        try:
            raise KeyError('second')
        except KeyError:
            out.append(next(it))
        out.append(next(it))
        out.append(name())
    try:
        next(it)
    except LookupError as e:
        out.append(repr(e.__context__))
    out.append(name())
    return out

def star():
    def g():
        try:
            raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
        except* ValueError:
            yield name()
            yield name()
        except* TypeError:
            yield name()
        yield name()
    it = g()
    out = [next(it)]
    try:
        raise E
    except ValueError:
        out.append(next(it))
        out.append(name())
    out += it
    return out

def delegating():
    def inner():
        try:
            raise E
        except ValueError:
            got = yield name()
            yield (got, name())
        yield name()
    def outer():
        try:
            raise OSError('outer')
        except OSError:
            yield from inner()
            yield name()
        yield name()
    it = outer()
    out = [next(it), it.send('x')]
    try:
        raise E
    except ValueError:
        out.append(next(it))
        out.append(next(it))
        out.append(name())
    out.append(next(it))
    return out

def closing(how):
    seen = []
    def g():
        try:
            raise E
        except ValueError:
            try:
                yield
            finally:
                seen.append(name())
                seen.append(repr(sys.exception().__context__))
    it = g()
    next(it)
    try:
        raise KeyError('closer')
    except KeyError:
        try:
            how(it)
        except BaseException as e:
            seen.append(repr(e))
            seen.append(repr(e.__context__))
        seen.append(name())
    seen.append(name())
    return seen

def reraises():
    def g():
        try:
            raise E
        except ValueError:
            yield
            raise
    it = g()
    try:
        raise E
    except ValueError:
        next(it)
    try:
        next(it)
    except ValueError as e:
        return repr(e), name()

async def coro():
    try:
        raise E
    except ValueError:
        await Wait()
        return name()

class Wait:
    def __await__(self):
        yield 1

def awaits():
    c = coro()
    try:
        raise E
    except ValueError:
        c.send(None)
    try:
        c.send(None)
    except StopIteration as e:
        return e.value

for i in range(12):
    results = [resumed_alike(), chained(), outside_and_inside(), star(), delegating(),
               closing(lambda it: it.close()), closing(lambda it: it.throw(IndexError('t'))),
               closing(lambda it: next(it)), reraises(), awaits()]
    if i in (0, 11):
        for r in results:
            print(r)

def thrown_into(state):
    def g():
        yield 1
    it = g()
    if state != 'new':
        next(it)
    if state == 'finished':
        list(it)
    try:
        raise KeyError('handled')
    except KeyError:
        try:
            it.throw(IndexError('thrown'))
        except IndexError as e:
            return repr(e.__context__)

def thrown_through():
    def inner():
        try:
            raise E
        except ValueError:
            yield 1
    def outer():
        try:
            raise OSError('outer')
        except OSError:
            yield from inner()
    it = outer()
    next(it)
    try:
        it.throw(IndexError('thrown'))
    except IndexError as e:
        chain = []
        while e is not None:
            chain.append(repr(e))
            e = e.__context__
        return chain

print([thrown_into(state) for state in ('new', 'suspended', 'finished')])
print(thrown_through())
