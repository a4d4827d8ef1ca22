import isodate

print(isodate.parse_datetime('2020-02-29T12:30:15,25+01:30'), isodate.parse_date('2020-W05-2'), isodate.parse_time('123000Z'), isodate.parse_duration('P1Y2M3DT4H5M6S'))
print(isodate.duration_isoformat(isodate.parse_duration('PT90M')), isodate.parse_duration('P1M') + isodate.parse_date('2020-01-31'), isodate.datetime_isoformat(isodate.parse_datetime('20200102T030405Z')))
try:
    isodate.parse_date('20x')
except isodate.ISO8601Error as error:
    print(type(error).__name__, error)
