# Class attributes that are no objects of their own: inline caches hold the value itself, and loops that read
# them are compiled all the same.


class Limits:
    COUNT = 3
    FACTOR = 2.5
    NOTHING = None
    ACTIVE = True
    NAME = "n"
    LARGE = 2**70
    MINUS = -1
    ZERO = 0
    TINY = 5e-324

    @classmethod
    def double(cls):
        return cls.COUNT * 2


class Derived(Limits):
    pass


def from_class(n):
    total = 0
    for i in range(n):
        total += Limits.COUNT
    for i in range(n):
        total += Limits.FACTOR
    for i in range(n):
        if Limits.ACTIVE:
            total += Limits.ZERO
    for i in range(n):
        if Limits.NOTHING is None:
            total += Limits.MINUS
    for i in range(n):
        total += len(Limits.NAME)
    for i in range(n):
        total += Limits.LARGE & 1
    for i in range(n):
        total += Limits.TINY
    return total


def from_instance(limits, n):
    total = 0
    for i in range(n):
        total += limits.COUNT
    for i in range(n):
        total += limits.FACTOR
    for i in range(n):
        if limits.ACTIVE:
            total += limits.ZERO
    for i in range(n):
        if limits.NOTHING is None:
            total += limits.MINUS
    for i in range(n):
        total += limits.double()
    return total


print(from_class(300), from_instance(Limits(), 300), from_instance(Derived(), 300))
for value in (4, 2.5, None, True, 2**62, -0.0, "s"):
    Limits.COUNT = value
    try:
        print(value, from_class(100), from_instance(Derived(), 100))
    except TypeError as error:
        print(value, error)
Derived.COUNT = 11
print(from_class.__name__, from_instance(Derived(), 100))
