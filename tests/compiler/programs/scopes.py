def outer(a):
    x = 1

    class Inner:
        x = x
        y = a
        z: a = [a + i for i in x]

        def method(self):
            return x, a, __class__

    def middle():
        def deep():
            return a, x
        return deep
    return Inner, middle, [(lambda: b + x) for b in a]


def shadow(x):
    inner = [x for x in x]
    [x for y in inner if (lambda: y)]
    return x, inner


class Namespace:
    global g
    g = 1
    h = g
    __mangled = h

    def m(self, __arg):
        return self.__mangled, __arg, self.__dunder__
