"""Frames are looked at while exceptions that traces have not made are in their variables."""
import sys


class Plain(Exception):
    pass


def look(name):
    return sys._getframe(1).f_locals.get(name)


def inner(i):
    own = None
    try:
        raise Plain('inner', i)
    except Plain as e:
        own = e
    return look('own'), own


def f(n):
    same = 0
    for i in range(n):
        try:
            raise Plain(i)
        except Plain as e:
            kept = e
        x = look('kept')
        same += x is kept and x.args == (i,) and x.__traceback__.tb_frame is sys._getframe() and x.__context__ is None
        a, b = inner(i)
        same += a is b and a.__traceback__.tb_frame.f_code is inner.__code__
    return same


def g(n):
    same = 0
    for i in range(n):
        made = Plain(i)
        x = look('made')
        try:
            raise made
        except Plain as e:
            same += e is x and look('e') is e and sys.exception() is e and look('made') is made
        same += look('e') is None
    return same


def h(n):
    """A handler whose exception is asked for by an inlined function, which has one of its own."""
    def asks():
        outer = sys.exception()
        try:
            raise ValueError
        except ValueError as e:
            pair = e.__context__ is outer
        return outer, pair, sys.exception() is outer
    ok = 0
    for i in range(n):
        try:
            raise Plain(i)
        except Plain as e:
            outer, pair, back = asks()
            ok += outer is e and pair and back
    return ok


def gen_in_handler(n):
    def g():
        yield sys.exception()
        try:
            raise ValueError
        except ValueError as v:
            yield v.__context__
        yield sys.exception()
    ok = 0
    for i in range(n):
        try:
            raise Plain(i)
        except Plain as e:
            for x in g():
                ok += x is e
    return ok


def local_names(n):
    ok = 0
    for i in range(n):
        try:
            raise Plain(i)
        except Plain as e:
            ok += locals()['e'] is e
    return ok


print(f(400), g(400), h(400), gen_in_handler(300), local_names(300))
