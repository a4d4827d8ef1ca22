"""The classes of _md5, _sha1, _sha3 and _hmac: each has an object of _hashlib, which does the work. Like CPython's they are
final and cannot be changed, and most have no constructor."""


class Immutable(type):
    """The type of classes that are as those written in C."""

    def __setattr__(cls, name, value):
        raise TypeError(f"cannot set {name!r} attribute of immutable type '{cls.__module__}.{cls.__qualname__}'")

    def __delattr__(cls, name):
        cls.__setattr__(name, None)


_final = set()


class Digest(metaclass=Immutable):
    """What all of the objects can do."""

    __slots__ = ('_hash',)

    def __init_subclass__(cls):
        for base in cls.__bases__:
            if base in _final:
                raise TypeError(f"type '{base.__module__}.{base.__qualname__}' is not an acceptable base type")

    def __new__(cls, *args, **kwargs):
        raise TypeError(f"cannot create '{cls.__module__}.{cls.__qualname__}' instances")

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle '{type(self).__module__}.{type(self).__qualname__}' object")

    def update(self, data, /):
        """Update this hash object's state with the provided bytes-like object."""
        self._hash.update(data)

    def copy(self):
        """Return a copy of the hash object."""
        return wrapped(type(self), self._hash.copy())

    def digest(self):
        """Return the digest value as a bytes object."""
        return self._hash.digest()

    def hexdigest(self):
        """Return the digest value as a string of hexadecimal digits."""
        return self._hash.hexdigest()

    @property
    def name(self):
        """The name of the function."""
        return self._hash.name

    @property
    def block_size(self):
        """Bytes that are hashed at once."""
        return self._hash.block_size

    @property
    def digest_size(self):
        """Bytes of a digest."""
        return self._hash.digest_size


def wrapped(cls, hash):
    """An object of the class that has this one of _hashlib."""
    self = object.__new__(cls)
    self._hash = hash
    return self


def new_type(base, module, name):
    """A class of another module, from which nothing is derived."""
    cls = type.__new__(Immutable, name, (base,), {'__slots__': (), '__module__': module, '__qualname__': name})
    _final.add(cls)
    return cls


def constructor(name, make, finish):
    """The function with this name that makes an object of _hashlib and hands it over."""

    def new(*data, usedforsecurity=True, **string):
        if len(data) > 1:
            raise TypeError(f'{name}() takes at most 1 positional argument ({len(data)} given)')
        if data and 'data' in string:
            raise TypeError(f"argument for {name}() given by name ('data') and position (1)")
        for key in string:
            if key not in ('data', 'string'):
                raise TypeError(f'{name}() got an unexpected keyword argument {key!r}')
        return finish(make(*data, usedforsecurity=usedforsecurity, **string))

    new.__name__ = new.__qualname__ = name
    return new
