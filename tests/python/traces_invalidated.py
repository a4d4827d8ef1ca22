# What a running loop took for constant changes: by the loop, by what it calls, by what C code that it calls calls in turn.
import sys

ModuleType = type(sys)
FunctionType = type(lambda: 0)


def step(n):
    return n + 1


def other_step(n):
    return n + 1000


def spin(n):
    total = 0
    for i in range(n):
        total += i
    return total


def redefines_in_loop(n):
    global step
    total = 0
    for i in range(n):
        total = step(total)
        if i == n - 10:
            step = other_step
    return total


first_step = step
print(redefines_in_loop(300))
step = first_step


def key_that_redefines(item):
    global step
    if item == 250:
        step = other_step
    # Loops of its own: whatever signals the change has been looked at before the caller goes on.
    spin(60)
    return item


def redefined_below_c(n):
    total = 0
    for i in range(n):
        total = step(total)
        sorted([i], key=key_that_redefines)
    return total


print(redefined_below_c(300))
step = first_step


class Thing:
    factor = 2

    def scale(self, n):
        return n * self.factor

    def __len__(self):
        return 3

    def __contains__(self, n):
        if n == 200:
            Thing.factor = 5
        if n == 220:
            Thing.scale = lambda self, n: -n
        spin(60)
        return True


def class_changes_below_c(n):
    thing = Thing()
    total = 0
    for i in range(n):
        if i in thing:
            total += thing.scale(i)
        total += len(thing)
    return total


print(class_changes_below_c(300))


def deleted_global(n):
    global helper
    seen = []
    for i in range(n):
        try:
            helper(i)
        except NameError as e:
            seen.append((i, str(e)))
            helper = first_step
        if i in (100, 150):
            del helper
    return seen


helper = step
print(deleted_global(300))


def shadowed_builtin(n):
    total = 0
    for i in range(n):
        total += len('abc')
        if i == n - 50:
            globals()['len'] = lambda s: 100
    del globals()['len']
    return total


print(shadowed_builtin(300))

module = ModuleType('module')
module.value = 1
module.function = lambda n: n + module.value


def module_attributes(n):
    total = 0
    for i in range(n):
        total = module.function(total)
        if i == 150:
            module.value = 10
        if i == 200:
            module.function = lambda n: n - 1
        if i == 250:
            del module.function
            module.function = lambda n: n + 7
    return total


print(module_attributes(300))


def swapped(n):
    def target(a, b=1):
        return a + b

    def replacement(a, b=1):
        return a - b

    total = 0
    for i in range(n):
        total = target(total)
        if i == 100:
            target.__defaults__ = (10,)
        if i == 150:
            target.__code__ = replacement.__code__
        if i == 200:
            target.__defaults__ = (3,)
    return total


print(swapped(300))


def keyword_defaults(n):
    def target(a, *, b=1):
        return a + b

    total = 0
    for i in range(n):
        total = target(total)
        if i == 100:
            target.__kwdefaults__ = {'b': 10}
        if i == 150:
            target.__kwdefaults__['b'] = 100
    return total


print(keyword_defaults(300))


def evaluate(source, spaces):
    code = compile(source, '<code>', 'eval')
    return [eval(code, space) for space in spaces]


print(sum(evaluate('n * n', [{'n': n} for n in range(100)])))
print(sum(evaluate('f(n)', [{'f': [first_step, other_step][n % 2], 'n': n} for n in range(100)])))


def several_globals():
    source = 'def f(n):\n    t = 0\n    for i in range(n):\n        t += k\n    return t\nr = f(50)\n'
    code = compile(source, '<several>', 'exec')
    results = []
    functions = []
    for k in range(12):
        space = {'k': k}
        exec(code, space)
        results.append(space['r'])
        functions.append(space['f'])
    return results, [f(50) for f in functions]


print(several_globals())


def several_locals():
    code = compile('t = 0\nfor i in range(60):\n    t = t + k\n', '<locals>', 'exec')
    results = []
    for k in range(8):
        space = {'k': 1}
        local = {'k': k} if k % 2 else space
        exec(code, space, local)
        results.append(local['t'])
    return results


print(several_locals())


def same_code_other_globals(n):
    def f(x):
        return x + offset

    pairs = [FunctionType(f.__code__, {'offset': k}) for k in range(3)]
    return [sum(g(x) for x in range(n)) for g in pairs]


print(same_code_other_globals(60))


# In the middle of an instruction that is several in the trace: it must not begin again.
K = 1
turn = 0


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        global K
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        if self.n == 1 and turn % 40 == 39:
            K += 1
        return self.n


def unpacked(n):
    global turn
    t = 0
    for turn in range(n):
        a, b, c = Countdown(3)
        first, *rest = Countdown(4)
        t += K + a + first + len(rest)
    return t


print(unpacked(400))
