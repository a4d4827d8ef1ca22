# The classes of datetime, and classes derived from them: which methods are called, how often, and with what.
import copy
import pickle
import warnings
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

# Methods that others go through.


class Told(datetime):
    def __new__(cls, *args, **kwargs):
        print('new', args, sorted(kwargs.items()))
        return super().__new__(cls, *args, **kwargs)

    def isoformat(self, *args):
        return f'iso {args}'

    def strftime(self, format):
        return f'format {format!r}'


class Day(date):
    def isoformat(self):
        return 'iso'

    def timetuple(self):
        return (2000, 1, 2, 3, 4, 5, 6, 7, 0)

    @classmethod
    def fromtimestamp(cls, when):
        return type(when).__name__


told = Told(2024, 2, 29, 12, fold=1)
print(str(told), f'{told}', f'{told:%d}', repr(told))
print(told + timedelta(days=1), told - timedelta(hours=1), told.replace(year=2028).fold, told.date(), told.time())
print(repr(Told.combine(date(2020, 1, 2), time(3, fold=1))), repr(Told.fromordinal(1)), repr(Told.fromisocalendar(2020, 1, 1)))
print(repr(Told.fromisoformat('2020-01-02T03:04:05.6+01:00')), repr(Told.fromtimestamp(0, UTC)), repr(Told.strptime('2007', '%Y')))
print(repr(Told(2020, 1, 1, tzinfo=UTC).astimezone(timezone(timedelta(hours=1)))))
print(str(Day(2000, 1, 1)), Day(2000, 1, 1).strftime('%Y-%m-%d %H:%M'), Day.today())
print(type(Day(2000, 1, 1) + timedelta(1)), type(Day.max), Day(2000, 1, 1) == date(2000, 1, 1), hash(Day(2000, 1, 1)) == hash(date(2000, 1, 1)))


class Elsewhere(datetime):
    def __new__(cls, *args, **kwargs):
        return args


class Unhappy(datetime):
    def __new__(cls, *args, **kwargs):
        raise KeyError('no')


print(Elsewhere.fromordinal(5), Elsewhere.combine(date(1, 1, 1), time(2)), Elsewhere.fromisoformat('2020-01-01'))
for make in Unhappy.utcfromtimestamp, Unhappy.fromordinal, lambda n: Unhappy.now(), lambda n: Unhappy.fromisoformat('2020-01-01'):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            print(make(1))
    except KeyError as error:
        print(repr(error))


class Odd(datetime):
    pass


odd = Odd(2020, 1, 1, tzinfo=timezone(timedelta(hours=1)))
odd.note = 'kept'
Odd.__new__ = lambda cls, *args, **kwargs: 'no datetime'
print(odd + timedelta(1), odd.note, odd.replace(day=2))

# A time zone is asked once for a hash, once for a directive.


class Counted(tzinfo):
    asked = 0

    def utcoffset(self, dt):
        Counted.asked += 1
        return timedelta(hours=1)

    def tzname(self, dt):
        Counted.asked += 100
        return '%Y'

    def dst(self, dt):
        return None


zone = Counted()
for moment in datetime(2020, 1, 1, tzinfo=zone), time(5, tzinfo=zone):
    Counted.asked = 0
    hash(moment), hash(moment)
    print(Counted.asked, moment.strftime('%z %z %:z %:z %Z %Z'), Counted.asked)


class Folded(tzinfo):
    def utcoffset(self, dt):
        return timedelta(hours=dt.fold if dt else 0)

    def tzname(self, dt):
        return None

    dst = tzname


folded = datetime(2020, 1, 1, 1, tzinfo=Folded())
print(folded == datetime(2020, 1, 1, 1, tzinfo=UTC), folded < datetime(2020, 1, 1, 2, tzinfo=UTC), folded == folded.replace(fold=1))
print(hash(folded) == hash(folded.replace(fold=1)), folded != datetime(2020, 1, 1, 1, tzinfo=UTC))

# Copies, pickles.

values = [date(2024, 2, 29), time(1, 2, 3, 4, UTC, fold=1), datetime(2024, 2, 29, 1, 2, 3, 456789, fold=1), timedelta(-1, 2, 3)]
values += [timezone(timedelta(hours=-3), 'x'), UTC, datetime(1, 1, 1, tzinfo=timezone.min), datetime.max, time.max, timedelta.min]
for value in values:
    again = [pickle.loads(pickle.dumps(value, protocol)) for protocol in range(6)]
    print(value, all(other == value and type(other) is type(value) for other in again), [getattr(other, 'fold', None) for other in again])
    print(copy.copy(value) == value, copy.deepcopy(value) == value, value.__reduce__())
print(pickle.loads(pickle.dumps(UTC)) is UTC, copy.deepcopy(UTC) is UTC)

# What is there, and what it is called.

week = date(2024, 12, 30).isocalendar()
print(type(week), week.year, week.week, week.weekday, week[:2], week == (2025, 1, 1))
for cls in date, time, datetime, timedelta, timezone, tzinfo, type(week):
    print(cls, cls.__module__, cls.__qualname__, cls.__bases__)
    print(sorted(name for name in vars(cls) if name not in ('__doc__', '__module__', '__sizeof__')))
print(date.year, date.isoformat, date.__add__, date.fromordinal.__qualname__, timedelta.days)
for base in timezone, type(week):
    try:
        type('X', (base,), {})
    except TypeError as error:
        print(error)
try:
    type('X', (date, time), {})
except TypeError as error:
    print(error)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    print(datetime.utcfromtimestamp(1.5), datetime.utcnow().tzinfo)
    print([(w.category.__name__, str(w.message)) for w in caught])

# Clocks.

before = datetime.now(UTC)
print(before <= datetime.now(UTC), abs(datetime.now().timestamp() - before.timestamp()) < 60, date.today() - before.date() < timedelta(2))
print(all(datetime.fromtimestamp(t).timestamp() == t for t in range(0, 2 * 10**9, 7654321)))
print(all(datetime.fromtimestamp(t).astimezone(UTC).timestamp() == t for t in range(0, 2 * 10**9, 7654321)))
print(all(datetime.fromtimestamp(t).date() == date.fromtimestamp(t) for t in range(0, 2 * 10**9, 7654321)))

# Loops that are traced.

at, step, total = datetime(2020, 1, 1), timedelta(hours=7, minutes=11), 0
for i in range(5000):
    at += step
    total += at.day + (at - datetime(2020, 1, 1)).days + at.weekday()
    if at > datetime(2024, 1, 1):
        at -= timedelta(days=1400)
print(at, total)
day, days = date(1, 1, 1), 0
for i in range(3650):
    day += timedelta(1000)
    days += day.isocalendar().week + day.toordinal() % 7 - day.isoweekday() % 7
    assert date.fromordinal(day.toordinal()) == day == date.fromisoformat(day.isoformat())
print(day, days)
spans, texts = timedelta(0), 0
for i in range(3000):
    spans = (spans + timedelta(minutes=i)) * 3 / 2 % timedelta(days=1000)
    texts += len(str(spans)) + len((datetime.min + spans).isoformat())
print(spans, texts)
