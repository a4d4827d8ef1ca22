import sys
def tr(frame, event, arg):
    a = arg if event in('return',) else (arg[0].__name__ if event=='exception' else None)
    print(event, frame.f_code.co_name, frame.f_lineno, a)
    return tr
def g(x):
    y = x+1
    for i in range(2):
        y += i
    return y
def h():
    try:
        bad()
    except ValueError:
        pass
    return 5
def bad():
    raise ValueError('x')
def gen():
    yield 1
    yield 2
sys.settrace(tr)
g(1)
h()
list(gen())
[x for x in (1,2)]
sys.settrace(None)
print(sys.gettrace())
def pr(f,e,a): print('P', e, f.f_code.co_name) if not e.startswith('c_') else None
sys.setprofile(pr); g(1); sys.setprofile(None)
def once(f,e,a): raise KeyError('t')
sys.settrace(once)
try: g(1)
except KeyError as e: print('ke', e)
print(sys.gettrace())
def loc(f,e,a):
    if f.f_code.co_name=='g': f.f_trace_lines=False; return tr
sys.settrace(loc); g(5); h(); sys.settrace(None)
print(type(sys._getframe().f_trace))


# An exception that no clause takes, or that is raised again, is no new event in its frame.
def no_match():
    try:
        1 / 0
    except ValueError:
        pass


def raised_again():
    try:
        try:
            1 / 0
        except ValueError:
            pass
        finally:
            x = 1
    except ZeroDivisionError:
        raise


def raised_as(e=None):
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise e


def no_exception():
    raise


def with_group():
    try:
        raise ExceptionGroup('group', [ValueError(), KeyError()])
    except* ValueError:
        pass


class Manager:
    def __enter__(self): pass
    def __exit__(self, *exc): return exc[0] is KeyError


def with_exits(error):
    with Manager():
        raise error


def called():
    try: no_match()
    finally: x = 1


for call in no_match, raised_again, raised_as, no_exception, with_group, lambda: with_exits(KeyError), lambda: with_exits(ValueError), called:
    sys.settrace(tr)
    try: call()
    except Exception as e: print(type(e).__name__)
    sys.settrace(None)
