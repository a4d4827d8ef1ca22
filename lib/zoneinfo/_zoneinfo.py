"""ZoneInfo: a time zone of the IANA database, read from a TZif file (RFC 9636).

A zone is a list of moments (seconds since 1970, UTC) at which other rules begin, and what holds before, between and
after them: an offset, the part of it that is daylight saving time, and a name. After the last moment a rule of POSIX
goes on for ever ("CET-1CEST,M3.5.0,M10.5.0/3"). Local times that exist twice, or never, are told apart by `fold`:
so there are two lists of local moments, one for each value of it.
"""

import bisect
import calendar
import collections
import re
import weakref
from datetime import datetime, timedelta, tzinfo

from . import _common, _tzpath

EPOCH_DAY = datetime(1970, 1, 1).toordinal()
NOTHING = timedelta(0)
STRONG_CACHE_SIZE = 8

# What holds in a period.
Period = collections.namedtuple("Period", "utcoff dstoff tzname")
UNKNOWN = Period(None, None, None)


class ZoneInfo(tzinfo):
    _strong_cache_size = STRONG_CACHE_SIZE
    _strong_cache = collections.OrderedDict()
    _weak_cache = weakref.WeakValueDictionary()
    __module__ = "zoneinfo"
    _file_repr = None  # of a zone that is of a file that somebody had opened

    def __init_subclass__(cls):
        cls._strong_cache = collections.OrderedDict()
        cls._weak_cache = weakref.WeakValueDictionary()

    def __new__(cls, key):
        zone = cls._weak_cache.get(key, None)
        if zone is None:
            zone = cls._weak_cache.setdefault(key, cls._new_instance(key))
            zone._from_cache = True
        # The zones used last stay, whoever else keeps them.
        cls._strong_cache[key] = cls._strong_cache.pop(key, zone)
        if len(cls._strong_cache) > cls._strong_cache_size:
            cls._strong_cache.popitem(last=False)
        return zone

    @classmethod
    def no_cache(cls, key):
        zone = cls._new_instance(key)
        zone._from_cache = False
        return zone

    @classmethod
    def _new_instance(cls, key):
        path = _tzpath.find_tzfile(key)
        zone = super().__new__(cls)
        zone._key = key
        with open(path, "rb") if path is not None else _common.load_tzdata(key) as file:
            zone._read(file)
        return zone

    @classmethod
    def from_file(cls, file_obj, /, key=None):
        zone = super().__new__(cls)
        zone._key = key
        zone._from_cache = False
        zone._read(file_obj)
        zone._file_repr = repr(file_obj)
        return zone

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        if only_keys is None:
            cls._weak_cache.clear()
            cls._strong_cache.clear()
            return
        for key in only_keys:
            cls._weak_cache.pop(key, None)
            cls._strong_cache.pop(key, None)

    @property
    def key(self):
        return self._key

    def utcoffset(self, dt):
        return self._at_local(dt).utcoff

    def dst(self, dt):
        return self._at_local(dt).dstoff

    def tzname(self, dt):
        return self._at_local(dt).tzname

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("dt.tzinfo is not self")
        before, period, began = self._at_utc(_seconds(dt), dt.year)
        local = dt + period.utcoff
        # The clock was put back, and shows for the second time what it has shown.
        back = _whole(before.utcoff - period.utcoff)
        return local.replace(fold=1) if back > _seconds(dt) - began else local

    def __repr__(self):
        if self._key is not None:
            return f"{_full_name(type(self))}(key={self._key!r})"
        return f"{_full_name(type(self))}.from_file({self._file_repr})"

    def __str__(self):
        return self._key if self._key is not None else repr(self)

    def __reduce__(self):
        if self._file_repr is not None:
            import pickle

            raise pickle.PicklingError("Cannot pickle a ZoneInfo file from a file stream.")
        return self.__class__._unpickle, (self._key, self._from_cache)

    @classmethod
    def _unpickle(cls, key, from_cache, /):
        return cls(key) if from_cache else cls.no_cache(key)

    # ---- what holds at a time ----

    def _at_local(self, dt):
        if dt is None:
            return self._fixed or UNKNOWN
        seconds, moments = _seconds(dt), self._local_moments[dt.fold]
        i = bisect.bisect_right(moments, seconds)
        if i >= len(moments) and isinstance(self._after, _Rule):
            return self._after.at_local(seconds, dt.year, dt.fold)
        return self._periods[i]

    def _at_utc(self, seconds, year):
        """The period before, the one that holds, and the moment at which it began."""
        i = bisect.bisect_right(self._moments, seconds)
        if i >= len(self._moments) and isinstance(self._after, _Rule):
            found = self._after.at_utc(seconds, year)
            # The rule's last change may be one that the file has, or earlier than that.
            if not self._moments or found[2] >= self._moments[-1]:
                return found
            return self._periods[i - 1], found[1], self._moments[-1]
        if i == 0:
            return self._periods[0], self._periods[0], seconds
        return self._periods[i - 1], self._periods[i], self._moments[i - 1]

    # ---- reading ----

    def _read(self, file):
        numbers, moments, offsets, is_dst, names, rule = _common.load_data(file)
        savings = _savings(numbers, offsets, is_dst)
        kinds = [
            Period(timedelta(seconds=offset), timedelta(seconds=saving), name)
            for offset, saving, name in zip(offsets, savings, names)
        ]
        if rule:
            self._after = _parse_rule(rule.decode())
        elif not kinds:
            raise ValueError("No time zone information found.")
        else:
            self._after = kinds[numbers[-1]] if numbers else kinds[0]
        first = next((kind for kind, dst in zip(kinds, is_dst) if not dst), kinds[0] if kinds else None)
        periods = [first] + [kinds[number] for number in numbers]
        if not moments and not isinstance(self._after, _Rule):
            periods = [self._after]
        elif not isinstance(self._after, _Rule):
            periods[-1] = self._after
        self._moments, self._periods = moments, periods
        changes = [(m, _whole(a.utcoff), _whole(b.utcoff)) for m, a, b in zip(moments, periods, periods[1:])]
        self._local_moments = (
            [moment + max(before, after) for moment, before, after in changes],
            [moment + min(before, after) for moment, before, after in changes],
        )
        same = len(set(kinds)) <= 1 and not isinstance(self._after, _Rule) and (not kinds or kinds[0] == self._after)
        self._fixed = self._after if same else None


def _full_name(cls):
    return f"{cls.__module__}.{cls.__qualname__}" if cls is ZoneInfo else cls.__qualname__


def _whole(delta):
    return delta.days * 86400 + delta.seconds


def _seconds(dt):
    """Of the clock's time, whatever the zone, since 1970."""
    return (dt.toordinal() - EPOCH_DAY) * 86400 + dt.hour * 3600 + dt.minute * 60 + dt.second


def _savings(numbers, offsets, is_dst):
    """How much of each offset is daylight saving time, which the file does not say: the difference from a neighbour
    that is standard time, the earlier one if it can be, and one hour where there is none."""
    savings = [0] * len(offsets)
    for i, number in enumerate(numbers):
        if i == 0 or not is_dst[number] or savings[number]:
            continue
        for neighbour in numbers[i - 1 : i] + numbers[i + 1 : i + 2]:
            if not is_dst[neighbour] and not savings[number]:
                savings[number] = offsets[number] - offsets[neighbour]
    return [saving or 3600 if dst else 0 for saving, dst in zip(savings, is_dst)]


# ---- rules of POSIX ----


class _Rule:
    """Standard and daylight saving time by turns: changes are functions of a year, to seconds of the clock's time."""

    def __init__(self, standard, daylight, start, end):
        self.standard, self.daylight, self.start, self.end = standard, daylight, start, end
        self.saving = _whole(daylight.utcoff - standard.utcoff)

    def __eq__(self, other):
        return self is other

    def at_local(self, seconds, year, fold):
        start, end = self.start(year), self.end(year)
        # In the gap the clock of before counts, or that of after; when it was put back, likewise.
        if (fold == 1) == (self.saving >= 0):
            end -= self.saving
        else:
            start += self.saving
        inside = start <= seconds < end if start < end else not end <= seconds < start
        return self.daylight if inside else self.standard

    def at_utc(self, seconds, year):
        standard, daylight = _whole(self.standard.utcoff), _whole(self.daylight.utcoff)
        # A change at the turn of a year may be in another one in UTC.
        changes = sorted(
            change
            for y in range(max(year - 1, 1), min(year + 1, 9999) + 1)
            for change in (
                (self.start(y) - standard, 1, self.standard, self.daylight),
                (self.end(y) - daylight, 0, self.daylight, self.standard),
            )
        )
        i = bisect.bisect_right(changes, seconds, key=lambda change: change[0])
        if i == 0:
            return changes[0][2], changes[0][2], seconds
        moment, _, before, after = changes[i - 1]
        return before, after, moment


_NAME = r"([A-Za-z]+|<[A-Za-z0-9+-]+>)"
_TIME = r"([+-]?\d{1,3}(?::\d\d(?::\d\d)?)?)"
_RULE = re.compile(rf"{_NAME}{_TIME}(?:{_NAME}{_TIME}?(?:,([^,]*),([^,]*))?)?", re.ASCII)
_DATE = re.compile(rf"(?:M(\d{{1,2}})\.(\d)\.(\d)|(J?)(\d{{1,3}}))(?:/{_TIME})?", re.ASCII)


def _parse_time(text, whole):
    hours, minutes, seconds = (text.lstrip("+-") + ":0:0").split(":")[:3]
    if int(hours) > 167 or int(minutes) > 59 or int(seconds) > 59:
        raise ValueError(f"time out of range in TZ string: {whole}")
    value = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return -value if text.startswith("-") else value


def _parse_date(text, whole):
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"malformed date in TZ string: {whole}")
    month, week, weekday, julian, day, time = found.groups()
    seconds = _parse_time(time, whole) if time else 7200
    if month:
        month, week, weekday = int(month), int(week), int(weekday)
        if not (1 <= month <= 12 and 1 <= week <= 5 and weekday <= 6):
            raise ValueError(f"date out of range in TZ string: {whole}")
        return lambda year: _day_of_week(year, month, week, weekday) * 86400 + seconds
    day = int(day)
    if not (1 <= day <= 365 if julian else day <= 365):
        raise ValueError(f"date out of range in TZ string: {whole}")
    if julian:  # 29 February is not counted
        return lambda year: (_first_day(year) + day - 1 + (day >= 60 and calendar.isleap(year))) * 86400 + seconds
    # POSIX counts these from 0; CPython reads them as if it were from 1.
    return lambda year: (_first_day(year) + day - 1) * 86400 + seconds


def _first_day(year):
    return datetime(year, 1, 1).toordinal() - EPOCH_DAY


def _day_of_week(year, month, week, weekday):
    """The day, counted from 1970: 0 is Sunday, and week 5 the last."""
    first = datetime(year, month, 1)
    day = (weekday - first.isoweekday()) % 7 + 7 * (week - 1)
    if day >= calendar.monthrange(year, month)[1]:
        day -= 7
    return first.toordinal() - EPOCH_DAY + day


def _parse_rule(text):
    """A _Rule, or the Period of a zone without daylight saving time. Offsets count westwards."""
    found = _RULE.fullmatch(text)
    if not found:
        raise ValueError(f"malformed TZ string: {text}")
    name, offset, dst_name, dst_offset, start, end = found.groups()
    seconds = -_parse_time(offset, text)
    standard = Period(timedelta(seconds=seconds), NOTHING, name.strip("<>"))
    if not dst_name:
        return standard
    if start is None:
        raise ValueError(f"no dates for the changes in TZ string: {text}")
    dst_seconds = -_parse_time(dst_offset, text) if dst_offset else seconds + 3600
    saving = timedelta(seconds=dst_seconds - seconds)
    daylight = Period(timedelta(seconds=dst_seconds), saving, dst_name.strip("<>"))
    return _Rule(standard, daylight, _parse_date(start, text), _parse_date(end, text))
