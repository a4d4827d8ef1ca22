# timedelta: sums, products and quotients, exact and rounded half to even; what is too large.
from datetime import date, datetime, time, timedelta


class SD(date):
    pass


class SDT(datetime):
    pass


class STD(timedelta):
    pass


class I:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Fl:
    def __float__(self):
        return 1.5


def attempt(expression):
    try:
        print(expression, '->', ascii(eval(expression)))
    except Exception as error:
        print(expression, '!!', type(error).__name__, ascii(str(error)))


for expression in r"""
date(2**31,1,1)
date(2**70,1,1)
date(-2**70,1,1)
date(2000,2**40,1)
timedelta(1,2,3,4,5,6,7)
timedelta(1,2,3,4,5,6,7,8)
timedelta('a')
timedelta(seconds='a')
timedelta(weeks=None)
timedelta(hours=Fl())
timedelta(hours=I(3))
timedelta(1j)
timedelta(foo=1)
timedelta(1,days=1)
timedelta(float('nan'))
timedelta(float('inf'))
timedelta(microseconds=float('nan'))
timedelta(microseconds=float('inf'))
timedelta(10**9)
timedelta(-10**9)
timedelta(-999999999,-1)
timedelta(999999999,86399,999999)
timedelta(999999999,86400)
timedelta(10**30)
timedelta(seconds=10**40)
timedelta(days=1e300)
timedelta(days=1e10)
timedelta(microseconds=1e300)
timedelta(microseconds=0.5)
timedelta(microseconds=1.5)
timedelta(microseconds=2.5)
timedelta(microseconds=-0.5)
timedelta(microseconds=-1.5)
timedelta(seconds=0.1,microseconds=0.5)
timedelta(seconds=0.0000005)
timedelta(seconds=1,microseconds=0.4,milliseconds=0.0001)
timedelta(days=0.5, hours=1.25, minutes=1.1)
timedelta(True)
timedelta(microseconds=2**70)
timedelta(days=2**70, microseconds=-2**70*86400000000)
timedelta(1)*1.5
timedelta(1)*float('nan')
timedelta(1)*float('inf')
timedelta(1)/float('inf')
timedelta(1)/float('nan')
timedelta(1)/0.0
timedelta(1)/0
timedelta(1)//0
timedelta(1)%timedelta(0)
timedelta(1)//timedelta(0)
timedelta(1)/timedelta(0)
divmod(timedelta(1),timedelta(0))
timedelta(1)//1.0
timedelta(1)//2.0
timedelta(1)%2
divmod(timedelta(1),2)
2/timedelta(1)
2//timedelta(1)
2%timedelta(1)
timedelta(1)**2
timedelta(1)*timedelta(1)
timedelta(1)+1
1-timedelta(1)
timedelta(1)-date(1,1,1)
timedelta(1)-datetime(1,1,1)
timedelta(1)+date(1,1,1)
timedelta(1)+datetime(1,1,1)
date(1,1,1)-timedelta(10**8)
1-date(1,1,1)
1+date(1,1,1)
timedelta(1)<1
timedelta(1)==1
-timedelta.min
-timedelta.max
abs(timedelta.min)
abs(timedelta(-1,5))
+STD(1)
-STD(1)
abs(STD(1))
abs(STD(-1))
type(+STD(1))
type(abs(STD(1)))
type(STD(1)+STD(1))
type(STD(1)*2)
STD(1)
STD(0,0,1)
type(SDT(1,2,3)-SDT(1,2,3))
timedelta.max*2
timedelta.max*1e10
2*timedelta(1)
True*timedelta(1)
1.5*timedelta(1)
timedelta(1)*None
timedelta(1)*10**30
timedelta(0,0,1)*10**30
timedelta(1)//10**30
timedelta(-1)//10**30
timedelta(1)/10**30
timedelta(1)/3
timedelta(0,0,1)/2
timedelta(0,0,3)/2
timedelta(0,0,-1)/2
timedelta(0,0,-3)/-2
timedelta(0,0,5)/-2
timedelta(0,0,1)*0.5
timedelta(0,0,3)*0.5
timedelta(1)*1e-300
timedelta(1)*5e-324
timedelta(1)/1e-300
timedelta(1)/5e-324
timedelta(1)*I(2)
timedelta(1)/timedelta(0,3)
timedelta(1)//timedelta(0,7)
timedelta(1)%timedelta(0,7)
divmod(timedelta(-1),timedelta(0,7))
divmod(timedelta.min,timedelta.resolution)
hash(timedelta(1,2,3))
hash(timedelta(0))
hash((1,2,3))
timedelta(1).total_seconds()
timedelta(0,0,1).total_seconds()
bool(timedelta(0))
bool(timedelta(0,0,1))
timedelta(1).__reduce__()
timedelta(1).__reduce_ex__(2)
timedelta(1).days
timedelta().__add__(1)
timedelta(1).__truediv__('a')
date.fromtimestamp(10**30)
date.fromtimestamp(2**62)
datetime.fromtimestamp(2**61)
datetime.fromtimestamp(2**63)
datetime.fromtimestamp(-2**63)
date.fromordinal(2**40)
hash(date(1,1,1))==hash(datetime(1,1,1))
hash(date(1,1,1))==hash(SD(1,1,1))
hash(datetime(1,1,1,fold=1))==hash(datetime(1,1,1))
timedelta(1).__rtruediv__(2)
timedelta(1).__rmod__(timedelta(5))
timedelta(1).__rdivmod__(timedelta(5))
timedelta(1).__divmod__(3)
bool(time(0))
type(SDT(2000,1,1,fold=1)+timedelta(1))
timedelta(1).total_seconds(1)
time(1).__reduce_ex__(2**40)
datetime(2000,1,1).replace(month=2**40)
STD(1).__reduce__()
divmod(STD(3),STD(2))
type(STD(3)//2)
timedelta(microseconds=1e-320)
timedelta(microseconds=-2.5,milliseconds=1.0005)
timedelta(0.1,0.1,0.1,0.1,0.1,0.1,0.1)
timedelta(hours=1e-7)
timedelta(True,False,2.0)
timedelta(days=float('-inf'))
timedelta(days=1e308*10, foo=1)
timedelta(weeks='a',days='b')
timedelta(days='b',microseconds='a')
timedelta(1,2,3,4,5,6,7,weeks=3)
timedelta(days=1,**{'hours':2})
timedelta(-1,0,0)*-0.5
timedelta(0,0,7)/2.0
timedelta(0,0,-7)/2.0
timedelta(0,0,7)*-2.5
timedelta(1)/1e10
timedelta(1)/1e300
timedelta(999999999)/1e-5
timedelta(0,0,1)/1e-19
timedelta(0,0,1)/1e-20
timedelta(0,0,1)/1e-18
timedelta(0)/5e-324
timedelta(0)*1e308
timedelta(1)*0.0
timedelta(1)*True
timedelta(1)//True
timedelta(1)/True
timedelta.max//timedelta.resolution
timedelta(3)//timedelta(-2), timedelta(3)%timedelta(-2)
timedelta(5)//-2**64, timedelta(5)//2**64, timedelta(-5)//2**64,timedelta(5)/2**64,timedelta(5)/-2**38
timedelta.max/2**65,timedelta.max/2**66,timedelta.max/2**67,timedelta.max//2**67, timedelta.min//2**67
hash(STD(1))==hash(timedelta(1))
""".strip().splitlines():
    attempt(expression)
