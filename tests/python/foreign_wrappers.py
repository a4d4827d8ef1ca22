# Slot wrappers, methods and constructors of one built-in type in a class that is not of that type: each checks what it
# is called with.
KINDS = [int, str, list, dict, tuple, float, bytes, set, range, property, type, zip, BaseException, OSError,
         UnicodeDecodeError]


def show(f, *args):
    try:
        result = f(*args)
        return type(result).__name__
    except Exception as e:
        text = str(e)
        return f'{type(e).__name__}: {text if "0x" not in text else ""}'


OPERATIONS = [len, iter, next, hash, repr, str, bool, int, float, abs, lambda x: x + x, lambda x: x * 2, lambda x: x[0],
              lambda x: x == x, lambda x: x < x, lambda x: 1 in x, lambda x: x(), lambda x: x.a, lambda x: -x,
              lambda x: type('D', (), {'a': x})().a, lambda x: setattr(x, 'a', 1), lambda x: x.__init__()]
for kind in KINDS:
    names = [name for name, value in sorted(vars(kind).items())
             if type(value).__name__ in ('wrapper_descriptor', 'method_descriptor') and name.startswith('__')
             and name not in ('__str__', '__getitem__', '__contains__')]
    X = type('X', (), {})
    told = set()
    for name in names:
        X = type('X', (), {name: vars(kind)[name]})
        for number, operation in enumerate(OPERATIONS):
            said = show(lambda: operation(object.__new__(X)))
            if 'descriptor' in said and (name, said) not in told:
                told.add((name, said))
                print(kind.__name__, number, said)
for kind in KINDS:  # constructors
    for other in (object, int, list, str, ValueError, SyntaxError, OSError, UnicodeEncodeError):
        if kind is not other:
            print(kind.__name__, other.__name__, show(kind.__new__, other), show(kind.__new__, type('Sub', (other,), {})))
for kind in KINDS:
    X = type('X', (), {'__new__': kind.__new__})
    print(kind.__name__, show(X), show(lambda: type(X())))
    X = type('X', (), {})
    x = X()
    X.__new__ = kind.__new__
    print(kind.__name__, show(X))
for kind in KINDS:  # methods called with something else
    for method in [vars(kind)[name] for name in ('append', 'find', 'conjugate', 'get', 'add') if name in vars(kind)]:
        for odd in (None, 1, 'a', object(), kind):
            print(show(method, odd), show(method.__get__, odd), show(method))


class Both:  # a method of the right type comes back
    def __len__(self):
        return 3


Both.__len__ = list.__len__
print(show(len, Both()))
class L(list):
    __len__ = list.__len__
    __neg__ = int.__neg__
    __getitem__ = dict.__getitem__
print(len(L([1, 2])), show(lambda: -L()), show(lambda: L([1])[0]))
class C(int):
    __lt__ = int.__gt__
    __add__ = int.__sub__
    __radd__ = int.__add__
    __neg__ = int.__pos__
print(C(1) < 2, C(5) + 3, 3 + C(5), -C(4))
