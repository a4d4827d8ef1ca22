"""Dates as people write them, recurrences, time zones."""
from datetime import datetime, timedelta

from dateutil import parser, relativedelta, rrule, tz

import checksum

berlin = tz.tzstr('CET-1CEST,M3.5.0,M10.5.0/3')
FORMATS = ['%d %B %Y %H:%M', '%A, %b %d, %Y at %I:%M %p', '%Y-%m-%dT%H:%M:%S+02:00', '%m/%d/%y %H:%M:%S', '%b %d %Y', '%Y%m%dT%H%M%S']
for i in range(checksum.rounds(90)):
    day = datetime(2000 + i, 1, 31, 10, 30)
    for k in range(120):
        text = (day + timedelta(days=k * 3, minutes=k)).strftime(FORMATS[k % len(FORMATS)])
        checksum.add(parser.parse(text).isoformat())
    rule = rrule.rrule(rrule.MONTHLY, dtstart=day, count=60, byweekday=rrule.FR(-1), bymonthday=range(20, 32))
    checksum.add([d.isoformat() for d in rule])
    rule = rrule.rrulestr(f'FREQ=WEEKLY;INTERVAL=2;COUNT=80;BYDAY=MO,WE,FR;BYHOUR=9,17', dtstart=day)
    checksum.add([d.isoformat() for d in rule])
    for k in range(200):
        moment = day + relativedelta.relativedelta(months=k, days=-k, weekday=relativedelta.TU(+1))
        checksum.add(str(moment.replace(tzinfo=berlin).astimezone(tz.UTC)))
        checksum.add(repr(relativedelta.relativedelta(moment, day)))
checksum.show()
