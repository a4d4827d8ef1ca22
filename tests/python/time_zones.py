"""zoneinfo: what a TZif file says, made here so that it does not depend on the system's; rules of POSIX; fold."""
import io
import struct
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error if isinstance(error, KeyError) else '')


def zone(rule, moments=(), numbers=(), kinds=((3600, 0, 0), (7200, 1, 4)), names=b'CET\0CEST\0'):
    header = struct.pack('>4sc15x6l', b'TZif', b'2', 0, 0, 0, len(moments), len(kinds), len(names))
    body = struct.pack(f'>{len(moments)}q', *moments) + bytes(numbers)
    body += b''.join(struct.pack('>lbb', *kind) for kind in kinds) + names
    first = struct.pack('>4sc15x6l', b'TZif', b'2', 0, 0, 0, 0, 0, 0)
    return ZoneInfo.from_file(io.BytesIO(first + header + body + b'\n' + rule.encode() + b'\n'), key='made')


def show(zone, *when):
    for moment in when:
        for fold in 0, 1:
            t = datetime(*moment, tzinfo=zone, fold=fold)
            print(moment, fold, t.utcoffset(), t.dst(), t.tzname(), t.astimezone(UTC).time())
        back = datetime(*moment, tzinfo=UTC).astimezone(zone)
        print(' from UTC', back, back.fold)


march, october = datetime(2000, 3, 26, 1, tzinfo=UTC), datetime(2000, 10, 29, 1, tzinfo=UTC)
moments = [int(march.timestamp()), int(october.timestamp())]
berlin = zone('CET-1CEST,M3.5.0,M10.5.0/3', moments, [1, 0])
for year in 2000, 2096:
    for month, day in ((3, 26), (10, 29)):
        show(berlin, *((year, month, day, hour, 30) for hour in (0, 1, 2, 3)))
show(zone('AEST-10AEDT,M10.1.0,M4.1.0/3'), (2020, 1, 1), (2020, 4, 5, 2, 30), (2020, 10, 4, 2, 30), (2020, 12, 31, 23))
show(zone('IST-1GMT0,M10.5.0,M3.5.0/1'), (2020, 3, 29, 1, 30), (2020, 7, 1), (2020, 10, 25, 1, 30))
show(zone('<-03>3<-02>,J60/-1,300/24:30:15'), (2019, 2, 28, 23, 30), (2020, 2, 29, 23, 30), (2020, 10, 28, 1))
show(zone('', moments, [1, 0]), (1990, 1, 1), (2000, 7, 1), (2020, 7, 1))
fixed = zone('CET-1', kinds=((3600, 0, 0),), names=b'CET\0')
print(fixed.utcoffset(None), fixed.tzname(None), berlin.utcoffset(None), berlin, repr(berlin), berlin.key)
for rule in 'PST8PDT', 'A3', '<>5', 'AAA168', 'AAA4BBB,M13.1.1,M1.1.1', 'AAA4BBB,J0,J20', 'AAA4:0BBB,J60,J300', 'x y4':
    attempt(zone, rule)
attempt(ZoneInfo.from_file, io.BytesIO(b'TZxx'))
attempt(ZoneInfo, '../etc/x')
attempt(ZoneInfo, 'Nowhere/At all')
attempt(berlin.fromutc, datetime(2020, 1, 1))
attempt(berlin.fromutc, 3)
attempt(setattr, berlin, 'key', 'other')
total = timedelta()
for day in range(300):
    total += (datetime(2020, 1, 1, tzinfo=berlin) + timedelta(days=day)).utcoffset()
print(total)


# Damaged files, and moments that no calendar has.
import pickle


def zone_file(moments, numbers, kinds, names, rule, version=b'2'):
    first = b'TZif' + version + bytes(15) + struct.pack('>6l', 0, 0, 0, 0, 0, 0)
    second = b'TZif' + version + bytes(15) + struct.pack('>6l', 0, 0, 0, len(moments), len(kinds), len(names))
    second += struct.pack(f'>{len(moments)}q', *moments) + bytes(numbers)
    return first + second + b''.join(struct.pack('>lBB', *kind) for kind in kinds) + names + b'\n' + rule


good = zone_file([-(1 << 62), 0, 1 << 62], [0, 1, 1], [(-968, 0, 0), (3600, 0, 4)], b'LMT\0CET\0', b'CET-1\n')
zone = ZoneInfo.from_file(io.BytesIO(good), key='Made/Up')
for year in 1, 1969, 1970, 2020, 9998:
    moment = datetime(year, 6, 1, tzinfo=zone)
    print(moment, moment.tzname(), moment.astimezone(UTC).astimezone(zone) == moment)
for bad in b'', b'TZif', good[:60], good[:-1], good[:-8], good.replace(bytes([0, 1, 1]), bytes([0, 2, 1])):
    try:
        ZoneInfo.from_file(io.BytesIO(bad))
        print('no error')
    except (ValueError, struct.error, AssertionError):
        print('refused')
try:
    pickle.dumps(zone)
except pickle.PicklingError as error:
    print(error)
