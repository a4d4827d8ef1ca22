# Classes that derive from those of datetime and from others; what instances have room for.
import abc
import sys
import weakref
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo


class Mixin:
    pass


class SlottedMixin:
    __slots__ = ()


def attempt(function):
    try:
        print(function())
    except (TypeError, AttributeError, ValueError) as error:
        print(type(error).__name__, error)


for base in Mixin, SlottedMixin, dict, int, str, list, tuple, Exception, abc.ABC, time:
    attempt(lambda: type('A', (tzinfo, base), {}).__mro__[1:3])
    attempt(lambda: type('A', (base, tzinfo), {}).__mro__[1:3])
    attempt(lambda: type('A', (base, datetime), {})(2020, 1, 1))
    attempt(lambda: type('A', (date, base), {})(2020, 1, 1))


class Mapping(tzinfo, dict):
    def utcoffset(self, dt):
        return self['offset']


zone = Mapping(offset=timedelta(hours=2))
print(datetime(2020, 1, 1, tzinfo=zone), zone)


class Slots(tzinfo):
    __slots__ = 'x'


class SlotsToo(datetime):
    __slots__ = 'y'


class Day(date):
    pass


class OtherDay(date):
    pass


slots, moment, day = Slots(), SlotsToo(2000, 1, 1), Day(2000, 1, 1)
slots.x, moment.y, day.z = 1, 2, 3
print(slots.x, moment.y, (moment + timedelta(1)), day.z, vars(day))
day.__class__ = OtherDay
print(type(day), day.z, day)
for function in (
    lambda: slots.__dict__,
    lambda: (moment + timedelta(1)).y,
    lambda: setattr(tzinfo(), 'x', 1),
    lambda: setattr(UTC, 'x', 1),
    lambda: weakref.ref(date.min),
    lambda: weakref.ref(tzinfo()),
    lambda: weakref.ref(day)() is day,
    lambda: setattr(day, '__class__', date),
    lambda: setattr(day, '__class__', SlotsToo),
    lambda: tuple.__new__(type(date.min.isocalendar()), (1,)),
    lambda: datetime.__new__(Day, 1, 1, 1),
    lambda: date.__new__(Day, b'\x07\xd0\x01\x01'),
    lambda: date.__add__(3, timedelta(1)),
    lambda: tzinfo.utcoffset(3, None),
    lambda: [sys.getsizeof(value) for value in (date.min, time.min, time(1, tzinfo=UTC), datetime.min, timedelta.min)],
):
    attempt(function)
match datetime(2020, 1, 2, 3):
    case date(year=2020, day=d):
        print(d)
print(date | None, isinstance(datetime.min, date), issubclass(timezone, tzinfo))
