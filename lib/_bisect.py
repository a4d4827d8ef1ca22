"""Counterpart of CPython's C module _bisect: places in sorted lists, by halving.

bisect_left and bisect_right give the index before or behind the items equal to x in a[lo:hi]; insort_left and insort_right insert x there.
With `key` items are compared by key(item); bisect takes x as a key already, insort takes key(x). A negative lo is a ValueError.
"""


def _hi(a, lo, hi):
    if lo < 0:
        raise ValueError('lo must be non-negative')
    return len(a) if hi is None else hi


def bisect_right(a, x, lo=0, hi=None, *, key=None):
    hi = _hi(a, lo, hi)
    while lo < hi:
        mid = (lo + hi) // 2
        item = a[mid]
        if x < (item if key is None else key(item)):
            hi = mid
        else:
            lo = mid + 1
    return lo


def bisect_left(a, x, lo=0, hi=None, *, key=None):
    hi = _hi(a, lo, hi)
    while lo < hi:
        mid = (lo + hi) // 2
        item = a[mid]
        if (item if key is None else key(item)) < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


def insort_right(a, x, lo=0, hi=None, *, key=None):
    place = x if key is None else key(x)
    at = bisect_right(a, place, lo, hi, key=key)
    a.insert(at, x)


def insort_left(a, x, lo=0, hi=None, *, key=None):
    place = x if key is None else key(x)
    at = bisect_left(a, place, lo, hi, key=key)
    a.insert(at, x)
