"""Frames that run already when tracing begins: what a debugger does at a breakpoint."""

import sys
import codeop

seen = []


def tracer(frame, event, arg):
    if frame.f_code.co_name in ('inner', 'middle', 'outer', 'generator'):
        seen.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, arg if event == 'return' else None))
    return tracer


def begin(depth=1):
    frame = sys._getframe(1)
    for _ in range(depth):
        frame.f_trace = tracer
        frame = frame.f_back
    sys.settrace(tracer)


def inner(n):
    begin(2)
    total = 0
    for i in range(n):
        total += i
    return total


def middle():
    x = inner(2)
    try:
        [].pop()
    except IndexError:
        x += 1
    return x


def outer():
    y = middle()
    return y


print(outer())
sys.settrace(None)
for event in seen:
    print(event)
seen.clear()


def generator():
    yield 1
    begin()
    yield 2
    raise KeyError


try:
    for value in generator():
        seen.append(value)
except KeyError:
    pass
sys.settrace(None)
print(seen)

seen.clear()


# What is caught and raised again is one event.
def inner():
    try:
        1 / 0
    except ZeroDivisionError:
        raise


def middle():
    try:
        inner()
    finally:
        seen.append('finally')


def outer():
    with open(__file__) as file:
        middle()


sys.settrace(tracer)
try:
    outer()
except ZeroDivisionError:
    pass
sys.settrace(None)
for event in seen:
    print(event)

# What more lines would make right is incomplete, not wrong.
for source in 'x = (1,', 'def f():', 'if 1:\n  x', '"""a', 'x = 1', 'x = = 1', 'for', 'f(', ')', "'a", 'class A:\n  def f(self):':
    try:
        print(repr(source), codeop.compile_command(source) is None)
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.msg)
try:
    compile('x = (', '<s>', 'exec', 0x4000)
except SyntaxError as error:
    print(type(error).__name__, type(error).__mro__[1].__name__, error)

# A generator keeps its function from resumption to resumption, and its end is an exception for who waits.
seen.clear()


def once(frame, event, arg):
    seen.append((frame.f_code.co_name, event, arg))
    return None if event == 'call' and frame.f_trace else local


def local(frame, event, arg):
    if event in ('exception', 'return'):
        seen.append((frame.f_code.co_name, event, arg[:2] if event == 'exception' else arg))
    elif event == 'line':
        seen.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
    return local


def steps():
    yield 1
    return 'end'


def waits():
    result = yield from steps()
    return result


sys.settrace(once)
list(waits())
sys.settrace(None)
for event in seen:
    print(event)
