"""Module _queue: SimpleQueue, of any length. There is one thread, so a get that waits is ended by its timeout, or by what
a signal handler puts."""

from _thread import allocate_lock
from collections import deque
from types import GenericAlias

_MOST_SECONDS = 2**63 / 1e9


class Empty(Exception):
    """There is nothing in a queue, and the caller does not want to wait any longer."""


def _checked(timeout):
    if not isinstance(timeout, (int, float)):
        raise TypeError(f"'{type(timeout).__name__}' object cannot be interpreted as an integer or float")
    if timeout != timeout:
        raise ValueError('Invalid value NaN (not a number)')
    if abs(timeout) >= _MOST_SECONDS:
        raise OverflowError('timestamp out of range for C PyTime_t')
    if timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    return timeout


class SimpleQueue:
    """Simple, unbounded, reentrant FIFO queue."""

    __slots__ = '_items', '_waiting', '__weakref__'

    def __new__(cls, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError(f'SimpleQueue() takes no {"keyword" if kwargs else "positional"} arguments')
        self = object.__new__(cls)
        self._items = deque()
        self._waiting = None
        return self

    def put(self, item, block=True, timeout=None):
        """Adds an item, without ever waiting: block and timeout are those of other queues."""
        self._items.append(item)
        if self._waiting is not None and self._waiting.locked():
            self._waiting.release()

    def put_nowait(self, item):
        """The same as put."""
        self.put(item)

    def get(self, block=True, timeout=None):
        """Removes and returns the item that came first. Raises Empty when there is none: at once unless block is true,
        or after that many seconds."""
        if not block:
            timeout = 0
        elif timeout is not None:
            timeout = _checked(timeout)
        if not self._items and timeout != 0:
            self._wait(-1 if timeout is None else timeout)
        try:
            return self._items.popleft()
        except IndexError:
            raise Empty from None

    def _wait(self, timeout):
        self._waiting = lock = allocate_lock()
        lock.acquire()
        lock.acquire(timeout=timeout)
        self._waiting = None

    def get_nowait(self):
        """The same as get(block=False)."""
        return self.get(False)

    def empty(self):
        """Whether there is nothing in the queue."""
        return not self._items

    def qsize(self):
        """How many items there are."""
        return len(self._items)

    __class_getitem__ = classmethod(GenericAlias)

    def __reduce_ex__(self, protocol):
        name = '_queue.SimpleQueue' if type(self) is SimpleQueue else type(self).__name__
        raise TypeError(f"cannot pickle '{name}' object")
