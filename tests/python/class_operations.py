"""What instances can do follows from the special methods that their classes have, add, hide and lose."""


def report(title, make):
    """All operations on what `make` returns, or how they fail."""
    tries = {
        'repr': lambda x: repr(x).split(' at ')[0],
        'str': lambda x: str(x).split(' at ')[0],
        'len': len,
        'bool': bool,
        'item': lambda x: x[0],
        'in': lambda x: 1 in x,
        'iter': lambda x: list(x),
        'next': next,
        'add': lambda x: x + 1,
        'radd': lambda x: 1 + x,
        'or': lambda x: x | 1,
        'neg': lambda x: -x,
        'eq': lambda x: x == 5,
        'lt': lambda x: x < 5,
        'hash': lambda x: hash(x) == hash(x),
        'call': lambda x: x(),
        'attr': lambda x: x.missing,
        'index': lambda x: [1, 2, 3][x],
    }
    for name, attempt in tries.items():
        try:
            result = attempt(make())
        except Exception as error:
            result = type(error).__name__
        print(title, name, result)


class Plain:
    pass


class Child(Plain):
    pass


class Grandchild(Child):
    def __repr__(self):
        return 'grandchild'


report('plain', Grandchild)
Plain.__len__ = lambda self: 0
report('with len', Grandchild)
Child.__bool__ = lambda self: True
Child.__add__ = lambda self, other: ('add', other)
report('with bool and add', Grandchild)
Plain.__radd__ = lambda self, other: ('radd', other)
Grandchild.__len__ = lambda self: 3
Plain.__getitem__ = lambda self, i: 'abc'[i]
report('with more', Grandchild)
Child.__getattr__ = lambda self, name: 'attribute ' + name
report('with a hook', Grandchild)
del Child.__getattr__, Plain.__len__, Child.__bool__, Plain.__getitem__
report('with less', Grandchild)

# The names of special methods need not be names in the source.
half = '__le'
Made = type('Made', (), {half + 'n__': lambda self: 7, half[:3] + 'add__': None})
Heir = type('Heir', (Made,), {})
report('made', Heir)
setattr(Made, '__' + 'call__', lambda self: 'called')
report('made to be called', Heir)
delattr(Made, half + 'n__')
report('without len', Heir)


# Containers are true when they are not empty; a class decides otherwise.
class Numbers(list):
    pass


class Full(Numbers):
    def __len__(self):
        return 1


class Plainer(Full):
    __len__ = list.__len__


class True_(Plainer):
    def __bool__(self):
        return True


for cls in Numbers, Full, Plainer, True_:
    report(cls.__name__, cls)


# Wrappers of another class are called like functions.
class Foreign:
    __repr__ = list.__repr__
    __hash__ = int.__hash__


class Foreigner(Foreign):
    pass


report('foreign', Foreigner)


# Comparing without hashing, and both from different bases.
class Equal:
    def __eq__(self, other):
        return True


class Hashed:
    def __hash__(self):
        return 11


class First(Equal, Hashed):
    pass


class Second(Hashed, Equal):
    pass


class Third(Second):
    __eq__ = object.__eq__
    __lt__ = None


for cls in Equal, First, Second, Third:
    report(cls.__name__, cls)


# Other bases: other operations.
class Left:
    def __neg__(self):
        return 'left'


class Right:
    def __neg__(self):
        return 'right'

    def __index__(self):
        return 1


class Either(Left):
    pass


class Last(Either):
    pass


report('left', Last)
Either.__bases__ = (Right,)
report('right', Last)
Either.__neg__ = lambda self: 'either'
report('either', Last)


class Failure(ValueError):
    def __str__(self):
        return 'failure'


class Worse(Failure):
    pass


report('failure', Worse)
Failure.__iter__ = lambda self: iter('xy')
report('iterable failure', Worse)


class Meta(type):
    def __len__(cls):
        return 42

    def __getattr__(cls, name):
        return 'from the metaclass: ' + name


class Sub(Meta):
    def __iter__(cls):
        return iter(('a', 'b'))


Of = Sub('Of', (Plain,), {})
print(len(Of), list(Of), Of.anything)
Meta.__or__ = lambda cls, other: 'or'
print(Of | int)
del Meta.__or__
print(Of | int)


# Names that look special, and mean nothing to operations.
class Quiet(Plain):
    pass


Quiet.__note__ = 1
Quiet.__doc__ = 'documented'
Quiet.__module__ = 'elsewhere'
Quiet.__qualname__ = 'Very.Quiet'
print(Quiet.__note__, Quiet().__note__, Quiet().__doc__, Quiet)
report('quiet', Quiet)


class Finalized(Plain):
    pass


finals = []
Plain.__del__ = lambda self: finals.append('gone')
x = Finalized()
del x
import gc

gc.collect()
print(finals[:1])
del Plain.__del__

Child.__new__ = lambda cls: Plain()
print(type(Grandchild()).__name__)
del Child.__new__
print(type(Grandchild()).__name__)
