"""Twins of built-in functions that call back: what such a function written in C does, in Python, so that a trace can follow what it
calls. They run when a generator, or a function in Python, is handed to the built-in function (native/interp/twins.c), which else does
the work; the results, errors and order of all that a program sees are the same. Nobody sees their frames.

There is a copy of a twin for every function or generator that it works for, so that its loop is compiled for that one. The globals are
not a module's: C puts what the names stand for into them, and programs cannot change it.

An iterable is asked for its iterator once, as by C; iterators of generators, and of built-in classes, are their own."""


def sum(iterable, /, start=0):
    items = iter(iterable)
    total = start
    if type(total) is int:
        for item in items:
            before = total
            total = before + item
            if type(total) is not int:
                break
        else:
            return total
        small = MIN_SMALL <= before <= MAX_SMALL
    else:
        small = True
    if small and type(total) is float:
        # `low` is what rounding has cost so far: Knuth's 2Sum, which has no branches, finds the same errors as Neumaier's sum.
        low = 0.0
        for item in items:
            if type(item) is not float:
                number = float_of_int(item)
                if number is None:
                    total = compensated(total, low) + item
                    break
                item = number
            before = total
            total = before + item
            rest = total - before
            low = low + ((before - (total - rest)) + (item - rest))
        else:
            return compensated(total, low)
    if small and type(total) is complex:
        return sum_of_complex(items, total)
    for item in items:
        total = total + item
    return total


def all(iterable, /):
    for item in iterable:
        if not item:
            return False
    return True


def any(iterable, /):
    for item in iterable:
        if item:
            return True
    return False


def max(iterable, /, *, key=None, default=MISSING):
    items = iter(iterable)
    for best in items:
        break
    else:
        if default is MISSING:
            raise ValueError('max() iterable argument is empty')
        return default
    if key is None:
        for item in items:
            if item > best:
                best = item
        return best
    best_key = key(best)
    for item in items:
        item_key = key(item)
        if item_key > best_key:
            best = item
            best_key = item_key
    return best


def min(iterable, /, *, key=None, default=MISSING):
    items = iter(iterable)
    for best in items:
        break
    else:
        if default is MISSING:
            raise ValueError('min() iterable argument is empty')
        return default
    if key is None:
        for item in items:
            if item < best:
                best = item
        return best
    best_key = key(best)
    for item in items:
        item_key = key(item)
        if item_key < best_key:
            best = item
            best_key = item_key
    return best


def sorted(iterable, /, *, key=None, reverse=False):
    if type(iterable) is Generator:
        items = [item for item in iterable]
    else:
        items = [*iterable]
    reverse = not not reverse
    sort_items(items, None if key is None else [key(item) for item in items], reverse)
    return items


def sort(self, /, *, key=None, reverse=False):
    reverse = not not reverse
    items = take_items(self)
    try:
        sort_items(items, [key(item) for item in items], reverse)
    except:
        give_back(self, items, True)
        raise
    give_back(self, items, False)


def reduce(function, iterable, /, initial=MISSING):
    items = iter(iterable)
    if initial is MISSING:
        for initial in items:
            break
        else:
            raise TypeError('reduce() of empty iterable with no initial value')
    for item in items:
        initial = function(initial, item)
    return initial


def join(self, iterable, /):
    return join_items(self, [item for item in iterable])


def extend(self, iterable, /):
    for item in iterable:
        self.append(item)


def list(iterable, /):
    return [item for item in iterable]


def tuple(iterable, /):
    return (*[item for item in iterable],)


def set(iterable, /):
    return {item for item in iterable}


def frozenset(iterable, /):
    return frozen({item for item in iterable})
