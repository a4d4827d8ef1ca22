# Data descriptors that a class gets when code has already been specialized for attributes of its instances.


class Base:
    pass


class Plain(Base):
    def __init__(self):
        self.x = 'own'


class Slotted:
    __slots__ = ('x',)


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    x = 'of the class'


def load(obj):
    return obj.x


def store(obj, value):
    obj.x = value


def warm(obj):
    for _ in range(200):
        store(obj, load(obj))
    return load(obj)


def read_only(text):
    return property(lambda self: text)


def outcome(obj):
    try:
        store(obj, 'stored')
        written = 'stored'
    except AttributeError as error:
        written = str(error)
    return load(obj), written


# On a base, when only instances of a subclass have the attribute.
obj = Plain()
print(warm(obj))
Base.x = read_only('of the base')
print(outcome(obj))
del Base.x
print(load(obj), warm(obj))

# What was hidden by a plain attribute of the class appears.
obj = Plain()
Plain.x = 'default'
Base.x = read_only('of the base again')
print(warm(obj))
del Plain.x
print(outcome(obj))
del Base.x

# A slot's place.
slotted = Slotted()
slotted.x = 'in a slot'
print(warm(slotted))
member = Slotted.x
Slotted.x = read_only('not the slot')
print(outcome(slotted))
Slotted.x = member
print(outcome(slotted))

# One that a class next to it in the order has.
class Mixin:
    __slots__ = ()


class Mixed(Mixin, Slotted):
    __slots__ = ()


mixed = Mixed()
mixed.x = 'in a slot'
print(warm(mixed))
Mixin.x = read_only('of the mixin')
print(outcome(mixed))
del Mixin.x

# A slot that hid a base's descriptor.
class Hidden:
    x = read_only('hidden')


class Hiding(Hidden):
    __slots__ = ('x',)


hiding = Hiding()
hiding.x = 'in a slot'
print(warm(hiding))
del Hiding.x
print(outcome(hiding))

# On a metaclass.
for _ in range(200):
    load(WithMeta)
Meta.x = read_only('of the metaclass')
print(outcome(WithMeta))

# A class that no instance ever had an attribute of, and then one has.
class Late:
    pass


Late.x = read_only('late')
print(outcome(Late()))
del Late.x
late = Late()
late.x = 'own'
print(warm(late))
Late.x = read_only('later')
print(outcome(late))

# Classes that get properties one by one, each before its instances.
made = []
for i in range(50):
    cls = type(f'C{i}', (Late,), {})
    for name in ('x', 'y'):
        setattr(cls, name, property(lambda self, i=i, name=name: (name, i)))
    made.append(cls())
print([load(one) for one in made][::10], made[7].y)
