# What the constructors of datetime take: numbers, keywords, pickled states; and what they say about the rest.
from datetime import date, datetime, time, tzinfo


class SD(date):
    pass


class SDT(datetime):
    pass


class ST(time):
    pass


class I:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


def attempt(expression):
    try:
        print(expression, '->', ascii(eval(expression)))
    except Exception as error:
        print(expression, '!!', type(error).__name__, ascii(str(error)))


for expression in r"""
date()
date(1)
date(1,2)
date(1,2,3,4)
date(0,1,1)
date(10000,1,1)
date(2000,0,1)
date(2000,13,1)
date(2000,2,30)
date(2000,1,0)
date(2000,1,-5)
date(2001,2,29)
date('2000',1,1)
date(2000.0,1,1)
date(2000,1.5,1)
date(year=2000,month=1,day=2)
date(2000,month=1,day=2)
date(2000,1,day=2,year=3)
date(2000,1,foo=2)
date(2000,1,2,foo=2)
date(I(2000),I(2),True)
date(b'\x07\xd0\x01\x01')
date('\x07\xd0\x01\x01')
date('\x07\u00d0\x01\x01')
date('\x07\u0100\x01\x01')
date('\ud800\u0100\x01\x01')
date(b'\x07\xd0\x0d\x01')
date(b'\x07\xd0\x01\xff')
date(b'\x00\x00\x01\xff')
date(b'\xff\xff\x01\xff')
date(bytearray(b'\x07\xd0\x01\x01'))
date(b'\x07\xd0\x01\x01', None)
date(year=b'\x07\xd0\x01\x01')
date(b'\x07\xd0\x01')
date(b'\x07\xd0\x00\x01')
SD(b'\x07\xd0\x01\x01')
date(None,1,1)
time(24)
time(0,60)
time(0,0,60)
time(0,0,0,1000000)
time(-1)
time(fold=2)
time(fold=-1)
time(fold='a')
time(fold=1)
time(0,0,0,0,None,1)
time(0,0,0,0,None,fold=1)
time(0,0,0,0,1)
time(0,0,0,0,'x')
time(tzinfo=tzinfo)
time(1.0)
time('a')
time('abcdef')
time(b'\x01\x02\x03\x04\x05\x06')
time(b'\x81\x02\x03\x04\x05\x06')
time(b'\x01\x02\x03\x04\x05\x06', None)
time(b'\x01\x02\x03\x04\x05\x06', 1)
time(b'\x18\x02\x03\x04\x05\x06')
time(b'\x98\x02\x03\x04\x05\x06')
time(b'\x17\xff\xff\xff\xff\xff')
time('\x01\x02\x03\x04\x05\x06')
time('\x01\x02\x03\x04\x05\u0100')
time(hour=b'\x01\x02\x03\x04\x05\x06')
datetime()
datetime(1)
datetime(1,1)
datetime(1,1,1,24)
datetime(1,1,1,0,60)
datetime(1,1,1,0,0,60)
datetime(1,1,1,0,0,0,-1)
datetime(1,1,1,fold=3)
datetime(1,1,1,tzinfo=3)
datetime(1,1,1,0,0,0,0,None,0)
datetime(1,1,1,0,0,0,0,None,0,0)
datetime(1,1,1,x=3)
datetime(b'\x07\xd0\x01\x01\x00\x00\x00\x00\x00\x00')
datetime(b'\x07\xd0\x81\x01\x00\x00\x00\x00\x00\x00')
datetime(b'\x07\xd0\x8d\x01\x00\x00\x00\x00\x00\x00')
datetime(b'\x07\xd0\x01\x01\x00\x00\x00\x00\x00\x00', 5)
datetime(b'\x07\xd0\x01\x01\x00\x00\x00\x00\x00\x00', None)
datetime(year=b'\x07\xd0\x01\x01\x00\x00\x00\x00\x00\x00')
datetime(b'\xff\xff\x01\xff\xff\xff\xff\xff\xff\xff')
SD(1,2,3)
SDT(1,2,3)
ST(1,2,3)
datetime(2000,1,1) in {datetime(2000,1,1):1}
date('2000')
date('x',1)
date('x',foo=1)
date(1,'x',foo=1)
date(foo=1)
date(month=1)
date(1,year=2)
date(1,2,year=3)
time(foo=1)
time(1,hour=2)
time(1,2,3,4,5,6,7)
time(a=1,b=2,c=3,d=4,e=5,f=6,g=7)
date(a=1,b=2,c=3,d=4)
datetime(1,2,3,year=1)
datetime(1,2,3,fold='x')
""".strip().splitlines():
    attempt(expression)
