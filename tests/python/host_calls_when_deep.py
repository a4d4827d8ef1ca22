# deep in C, calls of the host fail, because V8 allows JavaScript a part of the stack: that is an error of the program's
import sys

sys.setrecursionlimit(100_000)
failures = {}


def attempt(name, action):
    try:
        action()
    except (RecursionError, MemoryError):
        failures[name] = failures.get(name, 0) + 1
    except Exception as error:
        print(name, type(error).__name__, error)


def hot(n):
    total = 0
    for i in range(n):
        total += i & 3
    return total


class Deep:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        if self.n % 40 == 0:
            attempt('eval', lambda: eval(f'{self.n} + 1'))
            attempt('import', lambda: __import__('colorsys'))
            attempt('syntax', lambda: compile('x = 1', 'f', 'exec'))
            attempt('file', lambda: open(__file__).close())
            namespace = {}
            attempt('loop', lambda: exec('def f(n):\n    t = 0\n    for i in range(n):\n        t += i & 3\n    return t', namespace))
            assert 'f' not in namespace or namespace['f'](3000) == hot(3000)
        return repr(Deep(self.n + 1))


try:
    repr(Deep(0))
except RecursionError:
    print('RecursionError')
print(eval('6 * 7'), hot(10_000))
import colorsys
print(colorsys.rgb_to_hsv(1, 0, 0))
