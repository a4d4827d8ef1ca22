# Exceptions: raising, chaining, matching, attributes of every built-in class that has some, notes, StopIteration, cleanup order.

def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except BaseException as e:
        print(type(e).__name__ + ':', e)


def describe(e):
    print(type(e).__name__, repr(str(e)), repr(e), e.args)


for cls in (Exception, ValueError, KeyError, IndexError, OSError, StopIteration, SystemExit, RuntimeError, AssertionError, NameError, ImportError, SyntaxError, LookupError, GeneratorExit):
    describe(cls())
    describe(cls('one'))
    if cls is not SyntaxError: describe(cls('one', 2))

print(KeyError.__mro__, ModuleNotFoundError.__bases__, issubclass(FileNotFoundError, OSError), IOError is OSError, EnvironmentError is OSError)

# attributes
e = StopIteration(5)
print(e.value, StopIteration().value, StopIteration(1, 2).value)
print(SystemExit().code, SystemExit(3).code, SystemExit(1, 2).code)
e = OSError(2, 'No such file', 'name.txt')
print(type(e).__name__, e.errno, e.strerror, e.filename, e.filename2, e, repr(e), e.args)
for n in (1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 110, 111, 999):
    print(n, type(OSError(n, 'text')).__name__)
e = OSError('only')
print(e.errno, e.strerror, e.filename, e)
print(OSError(2, 'a', 'b', None, 'c'), OSError(5, 'x'))
print(type(FileNotFoundError(17, 'x')).__name__)
e = ImportError('msg', name='n', path='p')
print(e.msg, e.name, e.path, e)
show(lambda: ImportError('m', foo=1))
e = NameError('m', name='nm')
print(e.name)
e = AttributeError('m', name='nm', obj=3)
print(e.name, e.obj, AttributeError().name)
e = SyntaxError('bad', ('f.py', 3, 4, 'the text\n', 3, 6))
print(e.msg, e.filename, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset, e)
e = SyntaxError('just')
print(e.msg, e.filename, e.lineno, e)
e.lineno = 7
print(e)
show(lambda: SyntaxError('bad', (1, 2)))
show(lambda: ValueError(x=1))
print(str(KeyError('k')), str(KeyError('k', 'l')), str(KeyError()))
try:
    {}['missing']
except KeyError as e:
    print(e, e.args)
e = UnicodeEncodeError('ascii', 'a\xe9b', 1, 2, 'ordinal not in range(128)')
print(e, e.encoding, e.start, e.end, e.reason, e.object)
print(UnicodeEncodeError('ascii', 'a\u1234\u5678', 1, 3, 'why'))
print(UnicodeTranslateError('abc', 1, 2, 'why'))

# raise forms
class Custom(Exception):
    def __init__(self, a, b=2):
        super().__init__(a)
        self.b = b
    def __str__(self): return f'Custom {self.args[0]} {self.b}'
def r(x, cause=Ellipsis):
    if cause is Ellipsis: raise x
    raise x from cause
show(r, ValueError)
show(r, ValueError('v'))
show(r, Custom('a'))
show(r, Custom)
show(r, 3)
show(r, int)
show(r, None)
show(r, ValueError, 3)
show(r, ValueError('v'), None)
def reraise(): raise
show(reraise)
class Weird:
    def __new__(cls): return 3
show(lambda: r(type('X', (Exception,), {'__new__': lambda cls: 3})))

# chaining
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise ValueError('second')
except ValueError as v:
    print(repr(v.__context__), v.__cause__, v.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise ValueError('second') from z
except ValueError as v:
    print(repr(v.__context__), repr(v.__cause__), v.__suppress_context__, v.__context__ is v.__cause__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError from None
except ValueError as v:
    print(repr(v.__context__), v.__cause__, v.__suppress_context__)
e = ValueError()
e.__cause__ = KeyError('c')
print(e.__suppress_context__, repr(e.__cause__))
show(setattr, e, '__cause__', 3)
show(setattr, e, '__context__', 3)
show(setattr, e, '__traceback__', 3)
show(delattr, e, '__cause__')
show(setattr, e, 'args', 3)
e.args = [1, 2]
print(e.args, e)
e.custom = 'attr'
print(e.custom, e.__dict__)

# self-context is never made
try:
    try:
        raise ValueError('a')
    except ValueError as a:
        try:
            raise KeyError('b')
        except KeyError as b:
            raise a
except ValueError as a:
    print(repr(a.__context__), a.__context__.__context__)

# notes
e = ValueError('noted')
e.add_note('first')
e.add_note('second')
print(e.__notes__, hasattr(ValueError(), '__notes__'))
show(e.add_note, 3)
e.__notes__ = ['replaced']
print(e.__notes__)
print(e.with_traceback(None) is e, e.__traceback__)

# matching
def match(exc, types):
    try:
        raise exc
    except types as e:
        return 'caught ' + type(e).__name__
show(match, ValueError(), ValueError)
show(match, ValueError(), (KeyError, ValueError))
show(match, FileNotFoundError(), OSError)
show(match, ValueError('x'), KeyError)
show(match, ValueError(), 3)
show(match, ValueError(), (KeyError, 'x'))
show(match, KeyboardInterrupt(), Exception)

# order of finally, else; name is deleted; nesting
def flow(n):
    out = []
    try:
        out.append('try')
        if n == 1: raise ValueError
        if n == 2: return out + ['return']
        if n == 3: raise KeyError('k')
    except ValueError:
        out.append('except')
    else:
        out.append('else')
    finally:
        out.append('finally')
    out.append('end')
    return out
for n in range(4):
    show(flow, n)
def deleted():
    try: raise ValueError
    except ValueError as e: pass
    return e
show(deleted)
def finally_return():
    try: return 'try'
    finally: print('finally')
print(finally_return())
def loop():
    out = []
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            out.append(i)
        finally:
            out.append('f' + str(i))
    return out
print(loop())
def nested():
    try:
        try: raise ValueError(1)
        finally: raise KeyError(2)
    except KeyError as e:
        return repr(e), repr(e.__context__)
print(nested())
def in_handler():
    try: raise ValueError(1)
    except ValueError:
        try: raise KeyError(2)
        except KeyError: pass
        raise
show(in_handler)

def gen():
    try:
        yield 1
        yield 2
    except ValueError as e:
        yield 'caught ' + str(e)
    finally:
        print('gen closed')
g = gen()
print(next(g), g.throw(ValueError('thrown')))
show(next, g)
def stops():
    yield 1
    raise StopIteration('inside')
show(list, stops())
g = gen()
next(g)
g.close()
class CM:
    def __init__(self, swallow): self.swallow = swallow
    def __enter__(self): return 'entered'
    def __exit__(self, t, v, tb):
        print('exit', t and t.__name__, v, tb is not None)
        return self.swallow
with CM(True) as x:
    print(x)
    raise ValueError('swallowed')
def not_swallowed():
    with CM(False): raise KeyError('out')
show(not_swallowed)
with CM(False): pass
show(lambda: exec_with(3))
def exec_with(x):
    with x: pass

def tb_lines():
    try:
        deep_error()
    except NameError as e:
        tb, lines = e.__traceback__, []
        while tb:
            lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb_lines.__code__.co_firstlineno))
            tb = tb.tb_next
        return lines
print(tb_lines())
import sys
try:
    raise ValueError('info')
except ValueError as e:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1] is e, sys.exception() is e)
print(sys.exception())
assert_message = 'nope'
def asserts():
    assert 1 == 2, assert_message
show(asserts)
def asserts2(): assert []
show(asserts2)
