"""One attribute store in the code, objects of many shapes: existing and new attributes, slots, descriptors, __setattr__, classes that change."""


class Base:
    def __init__(self, n):
        self.n = n
        self.state = None

    def set(self, value):
        self.state = value

    def extend(self, value):
        self.extra = value


class A(Base):
    pass


class B(Base):
    def __init__(self, n):
        self.b = n
        Base.__init__(self, n)


class C(Base):
    def __init__(self, n):
        self.c1 = self.c2 = n
        super().__init__(n)


class D(Base):
    kind = 'D'


class E(Base):
    def __init__(self, n):
        self.e = {}
        super().__init__(n)


class Slotted(Base):
    __slots__ = ('extra', 'own')


class Logged(Base):
    log = 0

    def __setattr__(self, name, value):
        Logged.log += 1
        object.__setattr__(self, name, value)


class Computed(Base):
    @property
    def extra(self):
        return self.state

    @extra.setter
    def extra(self, value):
        self.state = ('extra', value)


classes = [A, B, C, D, E, Slotted, Logged, Computed]


def work(rounds):
    total = 0
    for i in range(rounds):
        for cls in classes:
            thing = cls(i)
            thing.set(i + 1)
            thing.extend(i + 2)
            thing.extend(i + 3)
            if thing.extra != i + 3:
                total += 1
            total += thing.n
    return total


print(work(400), Logged.log)
keep = [cls(1) for cls in classes]


def touch(rounds):
    for i in range(rounds):
        for thing in keep:
            thing.set(i)
            thing.extend(i)
    return [thing.state for thing in keep], [sorted(thing.__dict__) for thing in keep]


print(touch(400))


class Doubling:
    def __set__(self, thing, value):
        thing.__dict__['state'] = value * 2

    def __get__(self, thing, owner=None):
        return thing.__dict__['state'] + 1


D.state = Doubling()
print(touch(400))
del D.state
print(touch(400))
A.__setattr__ = lambda self, name, value: object.__setattr__(self, name, -value)
print(touch(400))
del A.__setattr__
del keep[1].state
print(touch(400))
keep[2].__class__ = A
print(touch(400), work(50))
for thing in keep:
    try:
        del thing.extra
    except AttributeError as error:
        print(type(thing).__name__, error)


def set_all(things, rounds):
    done = 0
    for i in range(rounds):
        for thing in things:
            try:
                thing.value = i
                done += 1
            except AttributeError as error:
                if i == rounds - 1:
                    print(error)
    return done


class Bare:
    __slots__ = ()


print(set_all([A(1), B(1), C(1), D(1), E(1), Slotted(1), Bare(), 5, 'text', None], 300))
