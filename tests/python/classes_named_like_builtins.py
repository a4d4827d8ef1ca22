"""Classes of a program that are named like built-in ones: traces know range and super by more than their names."""
# In a namespace of its own: nobody else is to find these classes.
SOURCE = '''import builtins


class range:
    def __new__(cls, n):
        return [7, 8, 9]


class super:
    def __init__(self, *args):
        pass

    def answer(self):
        return 5


class StopIteration(Exception):
    pass


class Base:
    def answer(self):
        return 1


class Derived(Base):
    def answer(self):
        return super(Derived, self).answer()


class Stops:
    def __init__(self):
        self.n = 0

    def __next__(self):
        self.n += 1
        if self.n % 4 == 0:
            raise StopIteration(self.n)
        return self.n

    def __iter__(self):
        return self


def loops():
    total = 0
    for _ in builtins.range(3000):
        for x in range(2):
            total += x
    return total


def supers():
    d = Derived()
    return sum(d.answer() for _ in builtins.range(3000))


def stops():
    caught = 0
    s = Stops()
    for _ in builtins.range(2000):
        try:
            for x in s:
                caught += x
        except StopIteration as e:
            caught -= e.args[0]
    return caught


print(loops(), supers(), stops())
'''
exec(SOURCE, {'__name__': 'named'})
