"""super() in static and class methods, __new__ above all, in hot loops; and what is changed behind it."""


class Base:
    made = 0

    def __new__(cls, *args):
        self = super().__new__(cls)
        self.args = args
        return self

    @classmethod
    def build(cls, n):
        return cls(n)

    @staticmethod
    def plain(x):
        return x + 1

    def method(self, x):
        return x * 2


class Sub(Base):
    def __new__(cls, n):
        self = super().__new__(cls, n, n + 1)
        self.n = n
        return self

    @classmethod
    def build(cls, n):
        return super().build(n + 1)

    @classmethod
    def through(cls, self, n):
        return super().plain(n) + super().method(self, n)

    def method(self, x):
        return super().method(x) + 1


class Deep(Sub):
    def __new__(cls, n):
        return super().__new__(cls, n * 2)


class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))


class Number(int):
    def __new__(cls, value):
        return super().__new__(cls, value + 1)


class Odd:
    def __get__(self, obj, cls):
        return lambda *args: ('odd', obj, cls.__name__, args)


def run(rounds):
    total, seen = 0, []
    for i in range(rounds):
        s, d, p, k = Sub(i), Deep(i), Pair(i, 2), Number(i)
        total += s.n + d.n + len(s.args) + p[0] + p[1] + k + Sub.build(i).n + Sub.through(s, i) + s.method(i)
        if i == rounds // 2:
            Base.plain = staticmethod(lambda x: -x)
        if i == rounds - 30:
            Base.method = lambda self, x: 100
        if i == rounds - 20:
            Base.build = classmethod(lambda cls, n: Sub(n * 10))
        if i == rounds - 5:
            Base.plain = Odd()
            try:
                Sub.through(s, i)
            except TypeError as e:
                seen.append(str(e))
            break
    return total, seen, type(d).__name__, d.args, p, type(p).__name__, k


print(run(400))


class Counted(Base):
    count = 0

    def __new__(cls, n):
        cls.count += 1
        return super().__new__(cls, n)


def classes(rounds):
    kinds = [type('K%d' % i, (Counted,), {}) for i in range(3)]
    for i in range(rounds):
        made = kinds[i % 3](i)
    return [k.count for k in kinds], made.args, type(made).__name__


print(classes(300))
