"""Calls in places where no end of functions, methods and classes are met: after some of them the call is no longer followed."""


def apply(functions, x):
    total = 0
    for f in functions:
        total += f(x)
    return total


def apply_named(functions, x):
    total = 0
    for f in functions:
        total += f(value=x)
    return total


def make(classes, x):
    total = 0
    for c in classes:
        total += c(x).value
    return total


functions, named, classes = [], [], []
for k in range(12):
    space = {}
    exec(f'def f{k}(x): return x + {k}\ndef g{k}(value): return value * {k}\n'
         f'class C{k}:\n  def __init__(self, x): self.value = x - {k}\n  def method(self, x): return self.value + x\n', space)
    functions.append(space[f'f{k}'])
    named.append(space[f'g{k}'])
    classes.append(space[f'C{k}'])
methods = [c(i).method for i, c in enumerate(classes)]
print(sum(apply(functions, i) for i in range(400)))
print(sum(apply_named(named, i) for i in range(400)))
print(sum(make(classes, i) for i in range(400)))
print(sum(apply(methods, i) for i in range(400)))

# With what is no function among them, and with what raises.
class Callable:
    def __call__(self, x):
        return x * 3


class New:
    def __new__(cls, x):
        self = super().__new__(cls)
        self.value = -x
        return self


def fails(x):
    return x // (x % 50)


mixed = functions + [abs, Callable(), int, fails, lambda x, y=1: x + y] + methods
seen = {}
for i in range(300):
    try:
        result = apply(mixed, i)
    except ZeroDivisionError as error:
        result = f'{error} in line {error.__traceback__.tb_next.tb_next.tb_lineno - fails.__code__.co_firstlineno}'
    seen[str(result)[:9]] = seen.get(str(result)[:9], 0) + 1
print(len(seen), max(seen.items(), key=lambda item: item[1]))
print(sum(make(classes + [New], i) for i in range(300)))

# What is called looks at its caller.
import sys


def caller(x):
    frame = sys._getframe(1)
    return frame.f_locals['x'] + frame.f_lineno - frame.f_code.co_firstlineno


print(sum(apply(functions + [caller], i) for i in range(300)))


def deep(n):
    def f(x):
        return deep(n - 1)(x) if n else x
    return f


try:
    print(apply(functions + [deep(50)] * 3, 1))
    apply(functions + [deep(2000)], 1)
except RecursionError as error:
    print(type(error).__name__)
