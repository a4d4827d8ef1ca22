"""sys.monitoring: which events come, in which order; what can be switched off; errors."""

import sys

M = sys.monitoring
E = M.events
seen = []


def work(n):
    total = 0
    for i in range(n):
        total += i
    return total


def numbers():
    yield 1
    yield 2


def fails():
    try:
        raise ValueError('x')
    except ValueError:
        pass
    raise KeyError('y')


def note(name):
    def callback(code, *args):
        if code.co_name in ('work', 'numbers', 'fails'):
            rest = args[-1] if name in ('PY_RETURN', 'PY_YIELD', 'RAISE', 'PY_UNWIND', 'EXCEPTION_HANDLED') else ''
            line = args[0] - code.co_firstlineno if name == 'LINE' else ''
            seen.append((name, code.co_name, line, repr(rest)))

    return callback


M.use_tool_id(2, 'tool')
print(M.get_tool(2), M.get_tool(3), M.get_events(2))
NAMES = 'PY_START', 'PY_RESUME', 'PY_RETURN', 'PY_YIELD', 'LINE', 'RAISE', 'EXCEPTION_HANDLED', 'PY_UNWIND'
for name in NAMES:
    M.register_callback(2, getattr(E, name), note(name))
everything = 0
for name in NAMES:
    everything |= getattr(E, name)
M.set_events(2, everything)
print(M.get_events(2) == everything)
work(2)
list(numbers())
try:
    fails()
except KeyError:
    pass
M.set_events(2, 0)
for event in seen:
    print(event)
work(1)
print(len(seen) == len(seen))

# Of one function only; a callback that wants no more of a place.
seen.clear()
lines = []


def line(code, number):
    lines.append(number - code.co_firstlineno)
    return M.DISABLE


M.register_callback(2, E.LINE, line)
M.set_local_events(2, work.__code__, E.LINE)
print(M.get_local_events(2, work.__code__) == E.LINE, M.get_local_events(2, fails.__code__))
work(3)
print(lines)
work(3)
print(lines)
M.restart_events()
work(1)
print(lines)
M.set_local_events(2, work.__code__, 0)


def attempt(f, *args):
    try:
        return f(*args)
    except (ValueError, TypeError) as error:
        return type(error).__name__, str(error)


print(attempt(M.use_tool_id, 2, 'other'), attempt(M.use_tool_id, 9, 'x'), attempt(M.set_events, 3, 1), attempt(M.register_callback, 2, 3, None))
print(attempt(M.set_local_events, 2, work.__code__, E.RAISE), attempt(M.set_local_events, 2, 5, 1), attempt(M.set_events, 2, E.C_RETURN))

# What a callback raises comes out of the function.
def refuse(code, offset):
    if code is work.__code__:
        raise RuntimeError('refused')


M.register_callback(2, E.PY_START, refuse)
M.set_events(2, E.PY_START)
try:
    work(1)
except RuntimeError as error:
    print(error)
M.free_tool_id(2)
print(work(4), M.get_tool(2))
