# Time zones: timezone, classes derived from tzinfo that answer anything, naive and aware moments.
import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo


class SDT(datetime):
    pass


class ST(time):
    pass


class STD(timedelta):
    pass


class TZ(tzinfo):
    def __init__(self, offset=None, dst=None, name=None):
        self.answers = offset, dst, name

    def __repr__(self):
        return 'TZ'

    def utcoffset(self, dt):
        return self.answers[0]

    def dst(self, dt):
        return self.answers[1]

    def tzname(self, dt):
        return self.answers[2]


class Bad(tzinfo):
    def utcoffset(self, dt):
        1 / 0

    dst = tzname = utcoffset


class NoTz(tzinfo):
    def __repr__(self):
        return 'NoTz'


def attempt(expression):
    try:
        print(expression, '->', ascii(eval(expression)))
    except Exception as error:
        print(expression, '!!', type(error).__name__, ascii(str(error)))


for expression in r"""
time(b'\x01\x02\x03\x04\x05\x06', UTC)
time(b'\x01\x02\x03\x04\x05\x06', tzinfo=UTC)
time(b'\x01\x02\x03\x04\x05\x06',UTC,3)
datetime(b'\x07\xd0\x01\x01\x00\x00\x00\x00\x00\x00', UTC)
datetime(b'\x07\xd0\x01\x01\x00\x00\x00\x00\x00\x00', tzinfo=UTC)
datetime('\x07\xd0\x01\x01\x00\x00\x00\x00\x00\x00', UTC)
datetime('\x07\u01d0\x01\x01\x00\x00\x00\x00\x00\x00', UTC)
datetime(1,1,1)-datetime(1,1,1,tzinfo=UTC)
datetime(1,1,1)<datetime(1,1,1,tzinfo=UTC)
datetime(1,1,1)==datetime(1,1,1,tzinfo=UTC)
time(1)<time(1,tzinfo=UTC)
time(1)==time(1,tzinfo=UTC)
time(1,tzinfo=UTC).replace(tzinfo=None)
time(1).replace(1,2,3,4,UTC,1)
ST(1).replace(1,2,3,4,UTC)
datetime(2000,1,1).replace(1,2,3,4,5,6,7,UTC,1)
datetime.fromtimestamp(1,UTC)
datetime.fromtimestamp(1,tz=UTC)
datetime.fromtimestamp(253402300799,UTC)
datetime.fromtimestamp(253402300800,UTC)
datetime.fromtimestamp(253402300799.9999999,UTC)
datetime.fromtimestamp(-62135596800,UTC)
datetime.fromtimestamp(-62135596801,UTC)
SDT.fromtimestamp(0,UTC)
datetime(1,2,3,tzinfo=TZ('x')).utcoffset()
datetime(1,2,3,tzinfo=TZ(None,3)).dst()
datetime(1,2,3,tzinfo=TZ(None,timedelta(2))).dst()
datetime(1,2,3,tzinfo=TZ(None,None,3)).tzname()
datetime(1,2,3,tzinfo=NoTz()).tzname()
datetime(1,2,3,tzinfo=NoTz()).utcoffset()
datetime(1,2,3,tzinfo=NoTz()).dst()
datetime(1,2,3,tzinfo=NoTz())
time(1,tzinfo=NoTz()).utcoffset()
time(1,tzinfo=TZ(5)).utcoffset()
hash(time(1,tzinfo=TZ(5)))
hash(datetime(1,1,1,tzinfo=TZ(5)))
hash(datetime(1,1,1,tzinfo=Bad()))
tzinfo().utcoffset(None)
tzinfo().utcoffset()
tzinfo().dst(None)
tzinfo().tzname(3)
tzinfo().fromutc(3)
tzinfo().fromutc(datetime(1,1,1))
TZ(None).fromutc(datetime(1,1,1))
(lambda z: z.fromutc(datetime(1,1,1,tzinfo=z)))(TZ(None))
(lambda z: z.fromutc(datetime(1,1,1,tzinfo=z)))(TZ(timedelta(hours=1),None))
(lambda z: z.fromutc(datetime(1,1,1,tzinfo=z)))(TZ(timedelta(hours=1),timedelta(0)))
(lambda z: z.fromutc(datetime(1,1,1,tzinfo=z)))(TZ(timedelta(hours=-1),timedelta(0)))
(lambda z: z.fromutc(datetime(1,1,1,tzinfo=z)))(TZ(3,timedelta(0)))
(lambda z: z.fromutc(datetime(1,1,1,tzinfo=z)))(NoTz())
tzinfo.__reduce__(tzinfo())
type(tzinfo(1,2))
type(tzinfo(foo=3))
TZ(1).__reduce__()
timezone()
timezone(3)
timezone(timedelta(0))
timezone(timedelta(0)) is timezone.utc
timezone(timedelta(0),'UTC') is timezone.utc
timezone(timedelta(0),'UTC')
timezone(timedelta(0),None)
timezone(timedelta(1))
timezone(timedelta(-1))
timezone(timedelta(hours=1),3)
timezone(timedelta(hours=1),name='x')
timezone(offset=timedelta(hours=1),name='x')
timezone(timedelta(hours=1),'x','y')
timezone(timedelta(hours=1),foo=1)
timezone(timedelta(hours=-1,microseconds=1))
timezone(STD(hours=1))
timezone.utc.utcoffset(None)
timezone.utc.utcoffset(3)
timezone.utc.tzname(3)
timezone.utc.dst(3)
timezone.utc.fromutc(3)
timezone.utc.fromutc(None)
timezone.utc.fromutc(datetime(1,1,1))
timezone.utc.fromutc(datetime(1,1,1,tzinfo=UTC))
timezone.utc.utcoffset()
timezone.utc.__getinitargs__()
timezone(timedelta(hours=1),'x').__getinitargs__()
timezone(timedelta(hours=1),'x').__reduce__()
timezone.utc.__reduce__()
timezone(timedelta(hours=1))==timezone(timedelta(hours=1),'x')
timezone(timedelta(hours=1))<timezone(timedelta(hours=1),'x')
timezone(timedelta(hours=1))!=3
hash(timezone(timedelta(hours=1)))==hash(timedelta(hours=1))
type('X',(timezone,),{})
datetime.combine(date(1,1,1),time(1,fold=1,tzinfo=UTC))
datetime.combine(date(1,1,1),time(1),UTC)
datetime(1,1,1,tzinfo=TZ(None,timedelta(1,0,-1))).timetuple()
datetime(1,1,1,tzinfo=TZ(None,timedelta(0))).timetuple()
datetime(1,1,1,tzinfo=TZ(None,3)).timetuple()
datetime(2000,1,1,tzinfo=UTC).timestamp()
datetime(2000,1,1,0,0,0,1,tzinfo=UTC).timestamp()
datetime(1,1,1,tzinfo=UTC).timestamp()
datetime(1,1,1,tzinfo=TZ(None)).timestamp()
datetime(1,1,1,tzinfo=TZ(3)).timestamp()
datetime(2000,1,1,tzinfo=UTC).astimezone(timezone(timedelta(hours=3)))
datetime(2000,1,1,tzinfo=UTC).astimezone(TZ(timedelta(hours=1),timedelta(0)))
SDT(2000,1,1,tzinfo=UTC).astimezone(timezone(timedelta(hours=3)))
datetime(2000,1,2,3,4,5,6,UTC,fold=1).date()
datetime(2000,1,2,3,4,5,6,UTC,fold=1).time()
datetime(2000,1,2,3,4,5,6,UTC,fold=1).timetz()
datetime(2000,1,2,3,4,5,6,UTC,fold=1).__reduce__()
datetime(2000,1,2,3,4,5,6,UTC,fold=1).__reduce_ex__(4)
datetime(2000,1,2,3,4,5,6,UTC,fold=1).__reduce_ex__(3)
datetime(2000,1,2,3,4,5,6,UTC,fold=1).__reduce_ex__('a')
datetime(2000,1,2,3,4,5,6,UTC,fold=1).__reduce_ex__()
time(3,4,5,6,UTC,fold=1).__reduce_ex__(4)
time(3,4,5,6,UTC,fold=1).__reduce__()
time(3,4,5,6,UTC,fold=1).__reduce_ex__(2.5)
timezone.__new__(timezone,timedelta(0))
timezone.__new__(tzinfo,timedelta(0))
copy.copy(datetime(1,1,1,tzinfo=UTC))
copy.deepcopy(datetime(1,1,1,tzinfo=UTC))
copy.deepcopy(timezone.utc) is timezone.utc
pickle.loads(pickle.dumps(SDT(1,1,1,tzinfo=UTC)))
pickle.loads(pickle.dumps(timezone(timedelta(hours=1),'x')))
hash(datetime(1,1,1,1,tzinfo=UTC))==hash(datetime(1,1,1,2,tzinfo=timezone(timedelta(hours=1))))
hash(time(1,tzinfo=UTC))==hash(time(2,tzinfo=timezone(timedelta(hours=1))))
hash(time(1,tzinfo=UTC))==hash(time(1))
hash(time(1,tzinfo=timezone(timedelta(hours=5))))
hash(datetime(1970,1,1,tzinfo=UTC))
hash(datetime(1970,1,1,5,6,7,8,tzinfo=timezone(timedelta(hours=-5))))
time(23,59,tzinfo=timezone(timedelta(hours=-1)))>time(0,tzinfo=UTC)
time(1,tzinfo=TZ(None))==time(1)
time(1,tzinfo=TZ(None))<time(2,tzinfo=UTC)
datetime(1,1,1,tzinfo=TZ(3))==datetime(1,1,1,tzinfo=UTC)
datetime(1,1,1,tzinfo=TZ(3))<datetime(1,1,1,tzinfo=UTC)
datetime(1,1,1,tzinfo=TZ(3))==datetime(1,1,1)
datetime(1,1,1,tzinfo=Bad())==datetime(1,1,1)
datetime(1,1,1,tzinfo=Bad())-datetime(1,1,1)
datetime.utcnow(1)
datetime.combine(date(1,1,1),time(1),UTC,1)
timezone.utc.utcoffset(None,1)
timezone.utc.utcoffset(dt=None)
timezone(name='x')
timezone(timedelta(1),)
timezone(timedelta(0),'').tzname(None)
timezone(timedelta(0,1),'\ud800')
datetime(2000,1,1,tzinfo=TZ(STD(hours=1))).utcoffset()
hash(datetime(2000,1,1,tzinfo=TZ(STD(hours=1))))==hash(datetime(2000,1,1,tzinfo=timezone(timedelta(hours=1))))
timezone(STD(hours=1)).__reduce__()
""".strip().splitlines():
    attempt(expression)
