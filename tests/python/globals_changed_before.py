# a trace's first look at a global comes after code, of the same trace, that has just changed it
import operator


def by_update(n, names):
    total = 0
    for i in range(n):
        if i % 10 == 3:
            names.update(late=i)
            total += late
    return total


def by_item(n, names):
    total = 0
    for i in range(n):
        if i % 10 == 3:
            names['item'] = i
            total += item
    return total


def by_function(n, names, set_item=operator.setitem):
    total = 0
    for i in range(n):
        if i % 10 == 3:
            set_item(names, 'function', lambda k=i: k)
            total += function()
    return total


class Holder:
    value = 0


def by_class(n, holder, set_attribute=setattr):
    total = 0
    for i in range(n):
        if i % 10 == 3:
            set_attribute(holder, 'value', i)
            total += holder.value
    return total


def by_straight_code(names, value):
    names.update(straight=value)
    return straight


def redefined(n):
    global late
    total = 0
    for i in range(n):
        if i % 7 == 2:
            def late(v, k=i):
                return v + k
            total += late(1)
            for x in map(late, [i, 2]):
                total += x
    return total


late = item = function = straight = None
print(by_update(2000, globals()), by_item(2000, globals()), by_function(2000, globals()), by_class(2000, Holder))
print(sum(by_straight_code(globals(), i // 3) for i in range(2000)))
print(redefined(700))
