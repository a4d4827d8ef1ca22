import datetime

import arrow

at = arrow.get('2013-05-11T21:23:58.970460+07:00')
print(at, at.to('utc'), at.to('US/Pacific'), at.timestamp(), at.humanize(arrow.get('2013-05-12T21:23:58+07:00')))
print(at.shift(months=-3, weekday=4), at.replace(hour=1, tzinfo='Europe/Berlin'), at.floor('week'), at.ceil('month'), at.span('quarter'))
for text, form in ('May 5, 2020 3:04 PM', 'MMMM D, YYYY h:mm A'), ('20-1-2', 'YY-M-D'), ('2020-W07-3', 'W'), ('1565358758.123', 'X'), ('on 3rd of June 1999', '[on] Do [of] MMMM YYYY'):
    print(arrow.get(text, form))
print(at.format('dddd, Do MMMM YYYY HH:mm:ss ZZ DDDD [W]W'), at.format('D. MMMM', locale='de'), at.format('MMM', locale='ru'))
for other in at.shift(seconds=40), at.shift(hours=-5), at.shift(days=3), at.shift(weeks=-6), at.shift(years=4, months=2):
    print([other.humanize(at, locale=locale) for locale in ('en', 'de', 'fr', 'ja')])
print(other.humanize(at, granularity=['year', 'month']), at.dehumanize('2 hours ago'))
print([str(each) for each in arrow.Arrow.range('month', datetime.datetime(2020, 1, 31), limit=4)])
print([(str(a), str(b)) for a, b in arrow.Arrow.span_range('hour', datetime.datetime(2020, 1, 1, 22), datetime.datetime(2020, 1, 2))])
print(arrow.get(2020, 1, 1) < at, (at - arrow.get(2013, 1, 1)).days, at.isocalendar(), at.is_between(arrow.get(2012), at.shift(days=1)))
for bad in '2020-13-01', 'x', '2020-01-01T25:00':
    try:
        arrow.get(bad)
    except (arrow.parser.ParserError, ValueError) as error:
        print(type(error).__name__, error)
