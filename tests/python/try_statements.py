# try/except/else/finally in every combination.
def run(f, *args):
    try:
        print(f.__name__, '->', f(*args))
    except BaseException as e:
        print(f.__name__, 'raised', repr(e))


def order(fail):
    log = []
    try:
        log.append('try')
        if fail:
            raise ValueError('x')
    except ValueError:
        log.append('except')
    else:
        log.append('else')
    finally:
        log.append('finally')
    return log


run(order, True)
run(order, False)


def finally_overrides():
    try:
        return 'try'
    finally:
        return 'finally'


def finally_swallows():
    try:
        raise KeyError('gone')
    finally:
        return 'swallowed'


def finally_break():
    while True:
        try:
            raise KeyError('gone')
        finally:
            break
    return 'after'


def finally_continue():
    for i in range(2):
        try:
            raise KeyError(i)
        finally:
            continue
    return i


def return_value_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def nested_finally():
    log = []
    try:
        try:
            try:
                raise ValueError(1)
            finally:
                log.append('a')
        except ValueError as e:
            log.append(e.args)
            raise TypeError(2) from e
        finally:
            log.append('b')
    except TypeError as e:
        log.append(repr(e.__cause__))
        log.append(e.__suppress_context__)
    return log


def else_raises():
    try:
        pass
    except ValueError:
        return 'wrong'
    else:
        raise ValueError('from else')
    finally:
        print('cleanup', end=' ')


def except_raises():
    try:
        raise ValueError('first')
    except ValueError:
        raise KeyError('second')


for f in (finally_overrides, finally_swallows, finally_break, finally_continue, return_value_kept,
          nested_finally, else_raises, except_raises):
    run(f)

try:
    except_raises()
except KeyError as e:
    print(repr(e.__context__), e.__cause__, e.__context__.__context__)


def name_is_deleted():
    e = 'before'
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as err:
        return str(err)


run(name_is_deleted)


def matching(exc):
    try:
        raise exc
    except (KeyError, IndexError) as e:
        return 'lookup', type(e).__name__
    except ArithmeticError:
        return 'arith'
    except:
        return 'bare'


run(matching, KeyError('k'))
run(matching, IndexError)
run(matching, ZeroDivisionError())
run(matching, OverflowError)
run(matching, SystemExit(3))


def bad_match():
    try:
        raise ValueError
    except 'not a class':
        pass


def bad_match_tuple():
    try:
        raise ValueError
    except (TypeError, 5):
        pass


def bad_raise():
    raise 'string'


def bad_cause():
    raise ValueError from 5


def no_active():
    raise


def bad_class():
    raise int


for f in (bad_match, bad_match_tuple, bad_raise, bad_cause, no_active, bad_class):
    run(f)


def reraise():
    try:
        try:
            raise ValueError('inner')
        except ValueError:
            raise
    except ValueError as e:
        return 'again', e


run(reraise)


def generator_cleanup():
    log = []

    def g():
        try:
            yield 1
            yield 2
        finally:
            log.append('closed')
    for v in g():
        log.append(v)
        break
    it = g()
    next(it)
    it.close()
    return log.count('closed') >= 1


run(generator_cleanup)


def suppress_from_none():
    try:
        try:
            {}['k']
        except KeyError:
            raise ValueError('clean') from None
    except ValueError as e:
        return e.__cause__, e.__suppress_context__, repr(e.__context__)


run(suppress_from_none)


def loop_with_return():
    for i in range(10):
        try:
            if i == 4:
                return i
        finally:
            if i == 2:
                pass
            else:
                i = -i


run(loop_with_return)


def many():
    r = []
    for k in range(4):
        try:
            try:
                [lambda: 1 / 0, lambda: [][1], lambda: {}['q'], lambda: int('z')][k]()
            except ZeroDivisionError as e:
                r.append(str(e))
            except LookupError as e:
                r.append(repr(e))
        except ValueError as e:
            r.append(str(e))
    return r


run(many)
import sys
try:
    raise ValueError('info')
except ValueError:
    print(sys.exc_info()[0], sys.exc_info()[1], sys.exception())
print(sys.exc_info(), sys.exception())
