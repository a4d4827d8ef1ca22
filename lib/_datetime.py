"""What `datetime` takes its classes from: those of the library's own Python form, which traces make fast."""

import sys

# A program that blocks _pydatetime (None in sys.modules) asks for the classes of this module: there are no others.
_blocked = '_pydatetime' in sys.modules and sys.modules['_pydatetime'] is None
if _blocked:
    del sys.modules['_pydatetime']
try:
    from _pydatetime import *
    from _pydatetime import __doc__
finally:
    if _blocked:
        sys.modules['_pydatetime'] = None


def _named(self):
    return 'datetime.' + _plain(self)


# CPython's classes in C are called by their full names.
_week = type(date(1, 1, 1).isocalendar())
_plain, _week.__repr__ = _week.__repr__, _named
_named.__name__ = '__repr__'
