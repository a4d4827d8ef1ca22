# __del__ and what else runs when objects die: order, resurrection, exceptions, generators, classes that change.
import gc
import sys
import weakref

sys.stderr = sys.stdout


class Loud:
    def __init__(self, name, *parts):
        self.name = name
        self.parts = parts

    def __del__(self):
        print("del", self.name)


def collect():
    """gc.collect(), after what overwrites the words that earlier calls have left in registers and on the stack."""
    a, b, c, d, e, f, g, h = range(8)
    for i in range(50):
        a, b, c, d, e, f, g, h = h + i, a - i, b ^ c, d + 1, e * 3 % 7, f + a, g - b, c | i
    sorted(map(lambda i: [i], range(9)), key=lambda v: -v[0])
    for _ in range(2):
        gc.collect()


def hold(make):
    make()


hold(lambda: Loud("one"))
collect()
hold(lambda: Loud("outer", Loud("inner", Loud("innermost"))))
collect()


def chain():
    inner = Loud("last made")
    inner.parts = [Loud("part")]


hold(chain)
collect()


def cycle():
    a, b = Loud("a"), Loud("b")
    a.other, b.other = b, a


hold(cycle)
collect()

# Once for each object, which may live on.
saved = []


class Phoenix(Loud):
    def __del__(self):
        super().__del__()
        saved.append(self)


hold(lambda: Phoenix("phoenix", "whole"))
collect()
print(saved[0].name, saved[0].parts, gc.is_finalized(saved[0]), gc.is_finalized(Loud))
saved.clear()
collect()
print(saved)


# A reference is good while __del__ runs, and its callback comes afterwards.
def watched():
    target = Loud("watched")
    return weakref.ref(target, lambda r: print("callback", r()))


ref = watched()
collect()


# What they raise, and what sys.unraisablehook is told.
class Failing:
    def __del__(self):
        raise ValueError("in __del__")


def hook(args):
    print(args.exc_type.__name__, args.exc_value, args.err_msg.split(" <")[0], args.object)


sys.unraisablehook = hook
hold(Failing)
collect()


def failing_callback():
    target = Loud("target")
    return weakref.ref(target, lambda r: 1 / 0)


ref = failing_callback()
collect()


def failing_hook(args):
    raise KeyError("hook")


sys.unraisablehook = sys.__unraisablehook__


# Generators run their finally blocks.
def generator(name):
    try:
        yield name
    finally:
        print("finally", name)


def suspended():
    g = generator("g")
    next(g)
    generator("never started")
    h = generator("closed")
    next(h)
    h.close()


hold(suspended)
collect()


def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            print("no")
            yield


def stubborn_suspended():
    next(stubborn())


sys.unraisablehook = hook
hold(stubborn_suspended)
collect()


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        print("exit", args[0].__name__)


def with_generator():
    with Manager():
        yield 1


hold(lambda: next(with_generator()))
collect()


# Classes that get __del__ later, or lose it; other ways to make instances.
class Late:
    pass


late = [Late(), Late()]
Late.__del__ = lambda self: print("late")
late.pop()
collect()
del Late.__del__
late.pop()
collect()


class Other:
    pass


def changed():
    o = Other()
    o.name = "changed"
    o.__class__ = Loud


hold(changed)
collect()
hold(lambda: setattr(Loud.__new__(Loud), "name", "new"))
collect()


class LoudList(list):
    __del__ = Loud.__del__
    name = "list"


class LoudTuple(tuple):
    __del__ = Loud.__del__
    name = "tuple"


class LoudStr(str):
    __del__ = Loud.__del__
    name = "str"


class LoudError(Exception):
    __del__ = Loud.__del__
    name = "error"


class LoudSlots:
    __slots__ = ("name",)

    def __init__(self):
        self.name = "slots"

    __del__ = Loud.__del__


class LoudMeta(type):
    def __del__(cls):
        print("class", cls.__name__)


for cls in LoudList, LoudTuple, LoudStr, LoudError, LoudSlots:
    hold(cls)
    collect()
hold(lambda: LoudMeta("Made", (), {}))
collect()


# In loops that run natively.
def loop(n):
    total = 0
    for i in range(n):
        total += Counted(i).value
    return total


class Counted:
    count = 0

    def __init__(self, value):
        self.value = value

    def __del__(self):
        Counted.count += 1


print(loop(3000))
collect()
print(Counted.count)

print(sorted(gc.collect() for _ in range(2)))
sys.unraisablehook = sys.__unraisablehook__
at_end = Loud("at the end")
