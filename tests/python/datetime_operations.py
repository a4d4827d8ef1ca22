# Dates and times: operators between the classes, copies, replacement, attributes.
import copy
import pickle
from datetime import date, datetime, time, timedelta, tzinfo


class SD(date):
    pass


class SDT(datetime):
    pass


class ST(time):
    pass


class STD(timedelta):
    pass


class Fl:
    def __float__(self):
        return 1.5


def attempt(expression):
    try:
        print(expression, '->', ascii(eval(expression)))
    except Exception as error:
        print(expression, '!!', type(error).__name__, ascii(str(error)))


for expression in r"""
date(1,1,1)+date(1,1,1)
date(1,1,1)-timedelta(1)
date(9999,12,31)+timedelta(1)
datetime(1,1,1)-timedelta(microseconds=1)
datetime.max+timedelta(microseconds=1)
date(1,1,1)+1
date(1,1,1)-1
date(1,1,1)-datetime(1,1,1)
datetime(1,1,1)-date(1,1,1)
time(1)<1
date(1,1,1)<1
date(1,1,1)<datetime(1,1,1)
datetime(1,1,1)<date(1,1,1)
date(1,1,1)==datetime(1,1,1)
date.__eq__(date(1,1,1),datetime(1,1,1))
date.__lt__(date(1,1,1),datetime(1,1,1))
date.__lt__(datetime(1,1,1),datetime(1,1,1))
date.__eq__(datetime(1,1,1),date(1,1,1))
datetime.__eq__(datetime(1,1,1),date(1,1,1))
SD(1,2,3)+timedelta(1)
SDT(1,2,3)+timedelta(1)
SDT(1,2,3)-timedelta(0,5)
timedelta.min-timedelta(1)
timedelta.max+timedelta(0,0,1)
timedelta.min/timedelta.resolution
timedelta.min.total_seconds()
timedelta.max.total_seconds()
date(2000,1,1).replace(year=0)
date(2000,1,1).replace(year=None)
date(2000,1,1).replace(2001)
date(2000,1,1).replace(2001,2,3,4)
date(2000,1,1).replace(foo=3)
date(2000,1,1).__replace__(2001)
date(2000,1,1).__replace__(year=2001)
date(2000,1,31).replace(month=2)
date(2000,2,29).replace(year=2001)
SD(2000,2,29).replace(year=2004)
SDT(2000,2,29).replace(year=2004)
time(1).replace(hour=30)
time(1).replace(tzinfo=3)
time(1).replace(tzinfo=None)
time(1).replace(fold=1)
time(1).replace(fold=4)
datetime(2000,1,1).replace(tzinfo=True)
datetime(2000,1,1).replace(fold=1)
datetime(2000,1,1,fold=1).replace(hour=3)
datetime(2000,1,1).replace(2001,year=1)
date.fromtimestamp(None)
date.fromtimestamp('a')
date.fromtimestamp(1e20)
date.fromtimestamp(float('nan'))
date.fromtimestamp(float('inf'))
date.fromtimestamp()
date.fromtimestamp(1,2)
datetime.fromtimestamp(1,3)
datetime.fromtimestamp('a')
datetime.fromtimestamp(None)
datetime.fromtimestamp(float('nan'))
datetime.fromtimestamp(float('inf'))
datetime.fromtimestamp(1e300)
datetime.fromtimestamp(Fl())
date.fromtimestamp(Fl())
datetime.now(3)
datetime.now(tz=3)
datetime.now(1,2)
datetime.now(foo=1)
date.today(1)
date.fromordinal(0)
date.fromordinal(1)
date.fromordinal(3652059)
date.fromordinal(3652060)
date.fromordinal(-5)
date.fromordinal('a')
date.fromordinal(1.5)
datetime.fromordinal(1)
SD.fromordinal(1)
SDT.fromordinal(1)
date.fromordinal(ordinal=1)
f'{datetime(2000,1,2,3,4):%Y%m%d %H}'
datetime.combine(1,2)
datetime.combine(date(1,1,1),2)
datetime.combine(date(1,1,1),time(1),tzinfo=None)
datetime.combine(date(1,1,1),time(1),tzinfo=5)
datetime.combine(datetime(1,1,1),time(1))
datetime.combine()
datetime.combine(date=date(1,1,1),time=time(1))
SDT.combine(date(1,1,1),time(1))
datetime(1,1,1).timetuple()
date(2000,2,29).timetuple()
date(2000,1,2).__reduce__()
date(2000,1,2).__reduce_ex__(4)
date(1,1,1).weekday()
date(1,1,1).isoweekday()
date(2000,1,1).toordinal()
datetime.min
datetime.max
datetime.resolution
time.min
time.max
time.resolution
date.min
date.max
date.resolution
timedelta.min
timedelta.max
timedelta.resolution
date.__new__(int,1,2,3)
date.__new__(datetime,1,2,3)
date.__new__(SD,1,2,3)
date.__new__()
datetime.__new__(SDT,1,2,3)
datetime.__new__(date,1,2,3)
object.__new__(date)
object.__new__(timedelta)
setattr(date(1,1,1),'x',1)
setattr(date(1,1,1),'year',1)
setattr(timedelta(1),'days',1)
delattr(date(1,1,1),'year')
setattr(datetime(1,1,1),'tzinfo',1)
date(1,1,1).__dict__
date.__dict__['year']
timedelta.__dict__['days']
date.year
copy.replace(date(2000,1,1),day=3)
pickle.loads(pickle.dumps(time(1,fold=1)))
date.fromtimestamp.__self__
date(1,1,1).__add__(3)
date(1,1,1).__radd__(timedelta(1))
date(1,1,1).__rsub__(date(1,1,2))
date(1,1,1).__rsub__(timedelta(1))
datetime(1,1,1).__rsub__(timedelta(1))
(lambda a: a.__setstate__(1))(date(1,1,1))
date(1,1,1).__sizeof__()
time(1,2).__bool__()
max(date(1,1,1),date(2,1,1))
sorted([datetime(2,1,1),datetime(1,1,1)])
date(2000,1,1)<=date(2000,1,1)
datetime(2000,1,1).replace(fold=4)
SDT(2000,1,1).replace(fold=4)
SDT(2000,1,1).replace(fold=4).fold
SDT(2000,1,1).replace(fold=1).fold
ST(1).replace(fold=4)
ST(1).replace(fold=-1).fold
(SDT(2000,1,1,fold=1)+timedelta(1)).fold
(datetime(2000,1,1,fold=1)+timedelta(0)).fold
datetime.fromtimestamp(1,2,3)
datetime.fromtimestamp()
datetime.fromtimestamp(1,foo=2)
datetime.combine(1)
datetime.combine(date(1,1,1),time(1),foo=1)
date.fromordinal()
date.fromordinal(1,2)
time(1).__reduce__(1)
time(1).__reduce_ex__(1,2)
datetime(2000,1,1).replace(foo=1)
datetime(2000,1,1).replace(year='a')
datetime(2000,1,1).replace(tzinfo=5)
SDT(2000,1,1).replace(tzinfo=5)
SD(2000,1,1).replace(year=0)
date(b'\xff\xff\x01\xff').toordinal()
date(b'\x00\x00\x01\xff').weekday()
date(b'\xff\xff\x01\xff').timetuple()
date(b'\xff\xff\x01\xff')+timedelta(1)
date(b'\x00\x00\x01\x01')+timedelta(400)
datetime(b'\xff\xff\x01\xff\xff\xff\xff\xff\xff\xff')-datetime(1,1,1)
datetime(b'\x07\xd0\x01\x01\xff\xff\xff\xff\xff\xff')+timedelta(0)
time(b'\x17\xff\xff\xff\xff\xff').replace(hour=1)
STD.min, type(STD.min)
timedelta.max/0.9999999999999999
timedelta.max/timedelta(0,0,3)
datetime(2000,1,1).__radd__(timedelta(1))
datetime(2000,1,1).__sub__(3)
datetime(2000,1,1).__rsub__(datetime(2000,1,2))
datetime(2000,1,1).__rsub__(date(2000,1,2))
date(2000,1,1).__rsub__(datetime(2000,1,2))
date(2000,1,1).__sub__(datetime(2000,1,2))
date.__sub__(datetime(2000,1,2),date(2000,1,1))
date.__add__(datetime(2000,1,2,3),timedelta(1))
date.__hash__(datetime(2000,1,2))==hash(date(2000,1,2))
date.__repr__(datetime(2000,1,2,3))
date.__str__(datetime(2000,1,2,3))
date.__reduce__(datetime(2000,1,2,3))
date.timetuple(datetime(2000,1,2,3))
date.replace(datetime(2000,1,2,3),year=5)
datetime.hour.__get__(date(1,1,1))
time.hour.__get__(datetime(1,1,1))
timedelta.days.__get__(3)
date.year.__get__(5)
date.today.__name__, date.today.__qualname__
date.__module__, datetime.__name__, timedelta.__qualname__
""".strip().splitlines():
    attempt(expression)
