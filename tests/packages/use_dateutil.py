import datetime

from dateutil import easter, parser, relativedelta, rrule, tz

for text in '2003-09-25T10:49:41.5-03:00', 'Thu Sep 25 2003', '10h36m28.5s', '25.09.2003', 'Sep 3, 1999 5pm', '20030925':
    print(parser.parse(text, default=datetime.datetime(2000, 1, 1)))
try:
    parser.parse('no date at all')
except ValueError as error:
    print(type(error).__name__, error)
start = datetime.datetime(2020, 1, 31)
print(start + relativedelta.relativedelta(months=1, weekday=relativedelta.FR(-1)), relativedelta.relativedelta(datetime.datetime(2021, 3, 5), start))
print(list(rrule.rrule(rrule.MONTHLY, count=4, byweekday=rrule.TU(2), dtstart=start)), rrule.rrulestr('FREQ=WEEKLY;INTERVAL=2;COUNT=3', dtstart=start)[2])
print(easter.easter(2024), tz.tzutc().utcoffset(None), datetime.datetime(2020, 1, 1, tzinfo=tz.tzoffset('X', 3600)).isoformat(), parser.isoparse('2020-W10-3'))
