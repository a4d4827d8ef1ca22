# References that keep nothing alive: the class ref and its subclasses, callbacks, proxies, which objects may be
# referred to. gc.collect() finds what has died.
import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name

    def method(self):
        return self.name


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


def collect():
    """gc.collect(), after what overwrites the words that earlier calls have left in registers and on the stack."""
    a, b, c, d, e, f, g, h = range(8)
    for i in range(50):
        a, b, c, d, e, f, g, h = h + i, a - i, b ^ c, d + 1, e * 3 % 7, f + a, g - b, c | i
    sorted(map(lambda i: [i], range(9)), key=lambda v: -v[0])
    for _ in range(2):
        gc.collect()


def refer(make, *more):
    return weakref.ref(make(), *more)


node = Node("kept")
ref = weakref.ref(node)
print(ref() is node, ref is weakref.ref(node), weakref.getweakrefcount(node), node.__weakref__ is ref)
dead = refer(lambda: Node("dropped"), lambda r: print("callback", r()))
collect()
print(dead(), dead.__callback__, dead == dead, dead == ref, ref == weakref.ref(node, print))
attempt(lambda: hash(dead))

# Hash and equality are those of the object, and stay.
class Equal:
    def __eq__(self, other):
        return type(other) is Equal

    def __hash__(self):
        return 7


def equal_references():
    a, b = Equal(), Equal()
    x, y = weakref.ref(a), weakref.ref(b)
    print(x == y, x != y, hash(x), {x: 1}[y])
    return x, y


x, y = equal_references()
collect()
print(x(), x == y, x == x, hash(x))

# Callbacks: each once, the newest first; not those of references that are gone themselves.
def callbacks():
    target = Node("target")
    refs = [weakref.ref(target, lambda r, i=i: print("callback", i)) for i in range(3)]
    weakref.ref(target, lambda r: print("never"))
    print(weakref.getweakrefcount(target) >= 3)
    return refs


refs = callbacks()
collect()
print([r() for r in refs])

# A subclass has attributes, and is never shared.
class Keyed(weakref.ref):
    __slots__ = ("key",)

    def __new__(cls, obj, callback, key):
        self = super().__new__(cls, obj, callback)
        self.key = key
        return self

    def __init__(self, obj, callback, key):
        super().__init__(obj, callback)


keyed = Keyed(node, None, "k")
print(keyed.key, keyed() is node, keyed is Keyed(node, None, "k"), keyed == ref, isinstance(keyed, weakref.ref))

# Arguments.
attempt(lambda: weakref.ref())
attempt(lambda: weakref.ref(node, None, 1))
attempt(lambda: weakref.ref(node, callback=print))
attempt(lambda: ref(1))
attempt(lambda: ref < ref)
attempt(lambda: weakref.proxy(1))
attempt(lambda: weakref.ProxyType())
attempt(lambda: setattr(ref, "__callback__", 1))
print(weakref.ref[int], weakref.getweakrefcount(1), weakref.getweakrefs(1))

# Which objects.
class Slots:
    __slots__ = ("a",)


class WithWeakref:
    __slots__ = ("__weakref__",)


class Derived(Slots):
    pass


class Number(int):
    pass


class Set(set):
    pass


def generator():
    yield


for make in [lambda: node.method, lambda: generator, lambda: Node, lambda: {1}, lambda: frozenset({1}), generator, lambda: gc,
             lambda: len, lambda: [].append, WithWeakref, Derived, Set, lambda: (lambda: 0).__code__, lambda: list[int],
             lambda: int | str, lambda: memoryview(b""), Slots, Number, object, list, dict, tuple, str, int,
             lambda: None, lambda: 1.5, Exception, lambda: ref, lambda: range(3), lambda: [].__len__, property]:
    try:
        weakref.ref(make())
        print("yes", end=" ")
    except TypeError as e:
        print(e)
print()
for cls in Node, Slots, WithWeakref, Derived, Number, Set:
    print(cls.__name__, "__weakref__" in cls.__dict__, "__dict__" in cls.__dict__)
attempt(lambda: type("T", (WithWeakref,), {"__slots__": "__weakref__"}))
attempt(lambda: type("T", (int,), {"__slots__": "__weakref__"}))

# Proxies.
class Rich(Node):
    items = [10, 20, 30]

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return self.items[i]

    def __setitem__(self, i, value):
        print("set", i, value)

    def __delitem__(self, i):
        print("del", i)

    def __add__(self, other):
        return "add", other

    def __radd__(self, other):
        return "radd", other

    def __iadd__(self, other):
        return "iadd", other

    def __divmod__(self, other):
        return "divmod", other

    def __neg__(self):
        return "neg"

    def __index__(self):
        return 5

    def __bool__(self):
        return False

    def __lt__(self, other):
        return "lt"

    def __bytes__(self):
        return b"bytes"

    def __contains__(self, item):
        return item == 3


rich = Rich("rich")
proxy = weakref.proxy(rich)
print(type(proxy), proxy is weakref.proxy(rich), isinstance(proxy, Rich), proxy.name, proxy.method(), proxy.__class__)
print(len(proxy), proxy[1], proxy[0:2], list(proxy), proxy + 1, 1 + proxy, divmod(proxy, 2), -proxy, bool(proxy))
print(proxy < 1, bytes(proxy), 3 in proxy, range(9)[proxy], proxy == rich, proxy != rich)
proxy[1] = 5
del proxy[1]
proxy.color = "red"
print(rich.color, hasattr(proxy, "shape"))
del proxy.color
print(hasattr(rich, "color"))
same = proxy
same += 2
print(same)
attempt(lambda: hash(proxy))
attempt(lambda: proxy())
attempt(lambda: proxy * 2)
attempt(lambda: next(proxy))
call = weakref.proxy(generator)
print(type(call), type(call()))


def dead_proxy():
    return weakref.proxy(Rich("gone"))


gone = dead_proxy()
collect()
for f in [lambda: gone.name, lambda: gone + 1, lambda: 1 + gone, lambda: len(gone), lambda: gone == 1, lambda: str(gone),
          lambda: setattr(gone, "x", 1), lambda: gone.__class__, lambda: bool(gone), lambda: gone is gone]:
    attempt(f)

# What the library builds on them.
values = weakref.WeakValueDictionary()
keys = weakref.WeakKeyDictionary()
group = weakref.WeakSet()


def fill():
    temporary = Node("temporary")
    values["t"], values["n"] = temporary, node
    keys[temporary], keys[node] = 1, 2
    group.add(temporary), group.add(node)
    print(sorted(values), len(keys), len(group))


fill()
collect()
print(sorted(values), list(keys.values()), len(group), values["n"] is node)
method = weakref.WeakMethod(node.method)
print(method()(), method() == node.method)


def finalized():
    weakref.finalize(Node("f"), print, "finalize", 1, end="!\n")
    return weakref.finalize(node, print, "at exit")


kept = finalized()
collect()
print(kept.alive, kept.peek()[1:])
