"""What `pickle` takes its pickler from: the library's own Python form of it, which traces make fast."""

# Until `pickle` has asked for PickleBuffer it has no pickler: the rest is found when it is asked for.


def __getattr__(name):
    import pickle

    if name in ('dump', 'dumps', 'load', 'loads'):
        # In a class's body these are still functions of their own, as functions of C are.
        found = staticmethod(getattr(pickle, '_' + name))
    elif name in ('Pickler', 'Unpickler'):
        found = getattr(pickle, '_' + name)
    elif name in ('PickleError', 'PicklingError', 'UnpicklingError'):
        found = getattr(pickle, name)
    else:
        raise AttributeError(f"module '_pickle' has no attribute {name!r}")
    globals()[name] = found
    return found


class PickleBuffer:
    """A buffer that a pickle may leave to its caller to hand over (protocol 5)."""

    __slots__ = '_view', '__weakref__'

    def __new__(cls, *args):
        if len(args) != 1:
            raise TypeError(f'PickleBuffer() takes exactly 1 positional argument ({len(args)} given)')
        self = super().__new__(cls)
        try:
            self._view = memoryview(args[0])
        except TypeError as error:
            raise TypeError(str(error).removeprefix('memoryview: ')) from None
        return self

    def __init_subclass__(cls):
        raise TypeError("type 'pickle.PickleBuffer' is not an acceptable base type")

    def _whole(self):
        if self._view is None:
            raise ValueError('operation forbidden on released PickleBuffer object')
        return self._view

    def __buffer__(self, flags):
        return memoryview(self._whole())

    def raw(self):
        """The buffer's memory as a memoryview of bytes; BufferError where it is not contiguous."""
        view = self._whole()
        if not view.contiguous:
            raise BufferError('cannot extract raw buffer from non-contiguous buffer')
        return view.cast('B')

    def release(self):
        """Lets the buffer go: it cannot be asked for any more."""
        view, self._view = self._view, None
        if view is not None:
            view.release()


PickleBuffer.__module__ = 'pickle'
