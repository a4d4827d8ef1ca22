"""Attribute accesses that have been specialized, when the class of the object gets other ways to find attributes."""


def read(x):
    return x.value


def call(x):
    return x.method()


def write(x, value):
    x.value = value


def warm(x):
    for _ in range(50):
        read(x), call(x), write(x, 'own')
    return read(x), call(x)


class Base:
    def method(self):
        return 'method'


class Plain(Base):
    pass


class Heir(Plain):
    pass


class Descriptor:
    @property
    def value(self):
        return 'property'

    @value.setter
    def value(self, value):
        seen.append(value)

    def method(self):
        return 'other method'


class Empty(Base):
    value = 'of the class'


seen = []
for cls in Plain, Heir:
    x = cls()
    x.value = 1
    print(cls.__name__, warm(x))
    Plain.__bases__ = (Descriptor,)
    print(read(x), call(x), write(x, 2), seen)
    Plain.__bases__ = (Base,)
    print(read(x), call(x))


# No instance has had an attribute when the way changes.
class Late(Base):
    pass


y = Late()
for _ in range(50):
    call(y)
Late.__bases__ = (Descriptor,)
print(call(y), read(y), write(y, 3), seen)


class Slotted:
    __slots__ = ('value',)

    def method(self):
        return 'slotted'


class SlottedHeir(Slotted):
    __slots__ = ()


z = SlottedHeir()
z.value = 1
print(warm(z))



SlottedHeir.__getattribute__ = lambda self, name: (lambda: 'caught') if name == 'method' else 'caught ' + name
print(read(z), call(z))
del SlottedHeir.__getattribute__
print(read(z), call(z))

for cls in Empty, Heir:
    x = cls()
    for _ in range(50):
        call(x)
    cls.__getattribute__ = lambda self, name: (lambda: 'every ' + name) if name == 'method' else 'every ' + name
    print(read(x), call(x))
    cls.__setattr__ = lambda self, name, value: seen.append((name, value))
    write(x, 4)
    del cls.__getattribute__, cls.__setattr__
    write(x, 5)
    print(read(x), call(x), seen[-1])


class Meta(type):
    pass


class Made(metaclass=Meta):
    value = 'made'

    @classmethod
    def method(cls):
        return 'class method'


for _ in range(50):
    read(Made), call(Made)
Meta.__getattribute__ = lambda cls, name: (lambda: 'meta') if name == 'method' else 'meta ' + name
print(read(Made), call(Made))
del Meta.__getattribute__
print(read(Made), call(Made))

import types


class Module(types.ModuleType):
    pass


m = Module('m')
m.value = 1
m.method = lambda: 'function'
for _ in range(50):
    read(m), call(m)
Module.__getattribute__ = lambda self, name: (lambda: 'module') if name == 'method' else 'module ' + name
print(read(m), call(m))
