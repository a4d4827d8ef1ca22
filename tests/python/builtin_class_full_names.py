# A class of a module is called by its full name where messages speak of what it has and of how it is made.
import collections
import decimal
import sys
import time


class Slotted:
    __slots__ = 'a'


def attempt(function):
    try:
        print(function())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


D = decimal.Decimal
for function in (
    lambda: (D.real, D.sqrt, D.__add__, D.__hash__, Slotted.a, int.real, str.join),
    lambda: (time.struct_time.tm_year, type(sys.version_info).major, collections.deque.append),
    lambda: D.__new__(int),
    lambda: D.__new__(),
    lambda: D.__new__(3),
    lambda: object.__new__(D),
    lambda: object.__new__(int),
    lambda: int.__new__(str),
    lambda: time.struct_time.__new__(int),
    lambda: Slotted.__new__(int),
    lambda: type.__new__(int),
    lambda: D.real.__get__(3),
    lambda: D.sqrt(3),
    lambda: D.sqrt(),
    lambda: D.__add__(3, 3),
    lambda: D.__add__(),
    lambda: D.__repr__(3),
    lambda: collections.deque.append(3),
    lambda: Slotted.a.__get__(3),
    lambda: setattr(D(1), 'real', 2),
):
    attempt(function)
