# Bound methods that are kept in attributes and variables, called in loops: each time another object, the same function, or not.
import sys


class Account:
    def __init__(self, start=0):
        self.total = start
        self.add = self.plus
        self.parts = self.several

    def plus(self, x, factor=1, *rest, key=0):
        self.total += x * factor + len(rest) + key
        return self

    def minus(self, x):
        self.total -= x
        return self

    def several(self, n):
        for i in range(n):
            yield i + self.total

    def fail(self, x):
        if x % 97 == 96:
            raise ValueError(x)
        return x

    def depth(self, n):
        return sys._getframe().f_code.co_name, n

    def again(self, n):
        again = self.again
        return 0 if n == 0 else 1 + again(n - 1)


def fresh(n):
    total = 0
    for i in range(n):
        account = Account(i)
        add = account.add
        add(1)
        add(2, 3)
        add(1, 2, 3, 4)
        add(5, key=6)
        total += account.total
    return total


def one(n):
    account = Account()
    add = account.plus
    for i in range(n):
        add(i)
    return account.total


def alternating(n):
    account = Account()
    ways = [account.plus, account.minus, Account(7).plus]
    for i in range(n):
        way = ways[i % 3 if i > n // 2 else 0]
        way(i)
    return account.total


def generators(n):
    total = 0
    for i in range(n):
        account = Account(i)
        parts = account.parts
        for x in parts(3):
            total += x
    return total


def failing(n):
    caught = 0
    for i in range(n):
        fail = Account().fail
        try:
            fail(i)
        except ValueError as error:
            caught += error.args[0]
    return caught


def wrong(n):
    messages = set()
    for i in range(n):
        minus = Account().minus
        try:
            if i < n - 2:
                minus(1)
            else:
                minus()
        except TypeError as error:
            messages.add(str(error))
    return messages


def replaced(n):
    account = Account()
    total = 0
    for i in range(n):
        if i == n // 2:
            Account.depth.__code__ = (lambda self, n: ('other', n * 2)).__code__
        depth = account.depth
        name, found = depth(i)
        total += found + len(name)
    return total


def of_class(n):
    class Counter:
        made = 0

        @classmethod
        def count(cls, by):
            cls.made += by

    for i in range(n):
        count = Counter.count
        count(2)
    return Counter.made


for loop in fresh, one, alternating, generators, failing, wrong, of_class, replaced:
    print(loop.__name__, loop(4000))
print(sum(Account().again(i % 9) for i in range(3000)))
