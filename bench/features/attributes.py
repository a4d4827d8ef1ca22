"""Attributes and methods, polymorphic ones too."""


class _Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return self.x * self.x + self.y * self.y

    def move(self, dx):
        self.x += dx
        return self


class _Slotted:
    __slots__ = ('a', 'b')

    def __init__(self):
        self.a = 1
        self.b = 2


class _Base:
    kind = 1

    def value(self):
        return 1


class _A(_Base):
    def value(self):
        return super().value() + 1


class _B(_Base):
    kind = 2

    def value(self):
        return 3


class _C(_B):
    pass


class _Property:
    def __init__(self):
        self._v = 3

    @property
    def v(self):
        return self._v

    @v.setter
    def v(self, value):
        self._v = value


def read(n):
    p = _Point(3, 4)
    total = 0
    for _ in range(n):
        total += p.x + p.y
    return total


def write(n):
    p = _Point(3, 4)
    for i in range(n):
        p.x = i
        p.y = p.x
    return p.y


def method(n):
    p = _Point(3, 4)
    total = 0
    for _ in range(n):
        total += p.norm()
    return total


def chained_methods(n):
    p = _Point(3, 4)
    for _ in range(n):
        p.move(1).move(2).move(-3)
    return p.x


def slots(n):
    s = _Slotted()
    for i in range(n):
        s.a = s.b + i
    return s.a


def float_attributes(n):
    p = _Point(0.5, 1.5)
    for _ in range(n):
        p.x = p.x * 0.5 + p.y
    return p.x


def polymorphic_method(n):
    objects = [_A(), _B(), _C(), _Base()]
    total = 0
    for i in range(n):
        total += objects[i & 3].value()
    return total


def polymorphic_attribute(n):
    objects = [_A(), _B(), _C(), _Base()]
    total = 0
    for i in range(n):
        total += objects[i & 3].kind
    return total


def super_method(n):
    a = _A()
    total = 0
    for _ in range(n):
        total += a.value()
    return total


def property_read(n):
    p = _Property()
    total = 0
    for _ in range(n):
        total += p.v
    return total


def many_classes(n):
    classes = [type(f'K{i}', (), {'f': lambda self, i=i: i}) for i in range(12)]
    objects = [c() for c in classes]
    total = 0
    for i in range(n):
        total += objects[i % 12].f()
    return total


def instance_dict_names(n):
    p = _Point(1, 2)
    total = 0
    for i in range(n):
        total += getattr(p, 'x') + hasattr(p, 'z')
        setattr(p, 'y', i)
    return total
