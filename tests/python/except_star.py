# except*, ExceptionGroup methods.
def handle(exc):
    log = []
    try:
        try:
            raise exc
        except* ValueError as g:
            log.append(('value', [str(e) for e in g.exceptions]))
        except* (KeyError, TypeError) as g:
            log.append(('key/type', repr(g)))
        else:
            log.append('else')
        finally:
            log.append('finally')
    except BaseException as rest:
        log.append(('rest', repr(rest)))
    return log


print(handle(ExceptionGroup('g', [ValueError(1), ValueError(2)])))
print(handle(ExceptionGroup('g', [ValueError(1), KeyError(2), OSError(3)])))
print(handle(ValueError('naked')))
print(handle(ZeroDivisionError('other')))
print(handle(ExceptionGroup('outer', [ExceptionGroup('inner', [ValueError(1), TypeError(2)]), KeyError(3)])))


def nothing():
    try:
        pass
    except* ValueError:
        return_value = 1
    else:
        return 'else'


print(nothing())


def raises_inside():
    try:
        raise ExceptionGroup('g', [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError:
        raise KeyError('from value')
    except* TypeError:
        raise


try:
    raises_inside()
except BaseExceptionGroup as e:
    print(repr(e))
    print([repr(x) for x in e.exceptions])


eg = ExceptionGroup('eg', [ValueError(1), ExceptionGroup('sub', [TypeError(2), ValueError(3)])])
print(eg.message, len(eg.exceptions), str(eg))
match, rest = eg.split(ValueError)
print(repr(match), repr(rest))
print(repr(eg.subgroup(TypeError)), eg.subgroup(KeyError))
print(repr(eg.subgroup(lambda e: isinstance(e, ValueError) and e.args[0] > 1)))
print(repr(eg.derive([KeyError(5)])))
for args in (('m', []), ('m', [1]), (1, [ValueError()]), ('m',), ('m', ValueError())):
    try:
        ExceptionGroup(*args)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(type(BaseExceptionGroup('b', [ValueError()])).__name__, type(BaseExceptionGroup('b', [KeyboardInterrupt()])).__name__)
try:
    ExceptionGroup('e', [KeyboardInterrupt()])
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)


class MyGroup(ExceptionGroup):
    def derive(self, excs):
        return MyGroup(self.message + '!', excs)


m, r = MyGroup('mine', [ValueError(1), TypeError(2)]).split(ValueError)
print(type(m).__name__, m.message, type(r).__name__)


def loop():
    out = []
    for i in range(3):
        try:
            if i == 1:
                raise ExceptionGroup('x', [ValueError(i)])
            out.append(i)
        except* ValueError as e:
            out.append(repr(e))
    return out


print(loop())


def nested():
    try:
        try:
            raise ExceptionGroup('n', [OSError('a'), ValueError('b')])
        except* OSError as e:
            print('inner', repr(e))
    except* ValueError as e:
        print('outer', repr(e))


nested()
raise ExceptionGroup('top', [ValueError('one'), ExceptionGroup('sub', [TypeError('two'), KeyError('three')])])
