# ExceptionGroup: construction, split, subgroup, derive, except*.

def show(f, *args):
    try:
        print(repr(f(*args)))
    except BaseException as e:
        print(type(e).__name__ + ':', e)


eg = ExceptionGroup('group', [ValueError(1), TypeError('t'), ExceptionGroup('inner', [KeyError('k'), ValueError(2)])])
print(eg, repr(eg), eg.message, eg.exceptions, eg.args)
show(ExceptionGroup, 'x', [])
show(ExceptionGroup, 'x', [3])
show(ExceptionGroup, 'x', 3)
show(ExceptionGroup, 3, [ValueError()])
show(ExceptionGroup, 'x')
show(ExceptionGroup, 'x', [KeyboardInterrupt()])
print(type(BaseExceptionGroup('x', [ValueError()])).__name__, type(BaseExceptionGroup('x', [KeyboardInterrupt()])).__name__)
print(ExceptionGroup.__mro__)
show(eg.subgroup, ValueError)
show(eg.subgroup, (KeyError, TypeError))
show(eg.subgroup, OSError)
show(eg.subgroup, lambda e: isinstance(e, ValueError) and e.args == (2,))
show(eg.split, ValueError)
show(eg.split, ExceptionGroup)
show(eg.split, OSError)
show(eg.split, 3)
show(eg.split, (ValueError, 3))


class Mine(ExceptionGroup):
    def __new__(cls, message, excs, code):
        obj = super().__new__(cls, message, excs)
        obj.code = code
        return obj
    def derive(self, excs): return Mine(self.message, excs, self.code)
m = Mine('mine', [ValueError(1), KeyError(2)], 7)
a, b = m.split(ValueError)
print(type(a).__name__, a.code, a.exceptions, b.exceptions)
m.add_note('noted')
print(m.subgroup(KeyError).__notes__)


def star(exc):
    log = []
    try:
        try:
            raise exc
        except* ValueError as e:
            log.append(('V', repr(e)))
        except* (KeyError, TypeError) as e:
            log.append(('KT', repr(e)))
        else:
            log.append('else')
        finally:
            log.append('finally')
    except BaseException as e:
        log.append(('escaped', repr(e)))
    print(log)
star(eg)
star(ValueError('plain'))
star(OSError('other'))
star(ExceptionGroup('g', [OSError(1), ValueError(2)]))
star(KeyboardInterrupt())


def raises_inside():
    try:
        raise ExceptionGroup('g', [ValueError(1), KeyError(2), OSError(3)])
    except* ValueError as e:
        raise RuntimeError('new')
    except* KeyError:
        raise
try:
    raises_inside()
except BaseException as e:
    print(repr(e), [repr(x) for x in e.exceptions])
    print(repr(e.exceptions[0].__context__))


def reraised():
    try:
        raise ExceptionGroup('g', [ValueError(1), KeyError(2), ExceptionGroup('h', [ValueError(3), OSError(4)])])
    except* ValueError as e:
        raise
    except* OSError:
        pass
try:
    reraised()
except BaseException as e:
    print(repr(e))
def no_exception():
    try: pass
    except* ValueError: print('never')
    else: print('else')
no_exception()
def group_type():
    try: raise ValueError
    except* ExceptionGroup: pass
show(group_type)
def naked():
    try: raise ValueError('n')
    except* ValueError as e:
        print(repr(e), e.exceptions)
        raise e
try:
    naked()
except BaseException as e:
    print(repr(e))
def loop():
    for i in range(3):
        try:
            raise ExceptionGroup('l', [ValueError(i)])
        except* ValueError as e:
            print(i, e.exceptions)
loop()
