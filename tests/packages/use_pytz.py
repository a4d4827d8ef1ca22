import datetime

import pytz

berlin, york = pytz.timezone('Europe/Berlin'), pytz.timezone('America/New_York')
moment = berlin.localize(datetime.datetime(2021, 7, 1, 12))
print(moment, moment.astimezone(york), moment.astimezone(pytz.utc), moment.dst(), moment.tzname())
for ambiguous in datetime.datetime(2021, 10, 31, 2, 30), datetime.datetime(2021, 3, 28, 2, 30):
    try:
        berlin.localize(ambiguous, is_dst=None)
    except pytz.InvalidTimeError as error:
        print(type(error).__name__, error)
    print(berlin.localize(ambiguous, is_dst=True), berlin.normalize(berlin.localize(ambiguous)))
print(len(pytz.all_timezones) > 400, pytz.country_timezones['de'], pytz.FixedOffset(90), repr(berlin))
