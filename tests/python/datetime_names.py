# Names in the texts of the classes of datetime are those of the classes that CPython writes in C.
import datetime

week = datetime.date(2024, 12, 30).isocalendar()
print(week, repr(week), f'{week}', week.year, tuple(week))
print(datetime.datetime(1999, 1, 3, tzinfo=datetime.timezone.utc).isocalendar())
print(repr(datetime.timedelta(1, 2)), repr(datetime.time(1, 2)), repr(datetime.timezone.utc), repr(datetime.timezone(datetime.timedelta(hours=1), 'x')))
