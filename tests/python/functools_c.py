# _functools: partial and its placeholders, reduce, cmp_to_key, the wrapper of lru_cache.
import _functools
from _functools import partial, reduce, cmp_to_key, Placeholder, _lru_cache_wrapper, _PlaceholderType
lru_cache=lambda maxsize=128,typed=False: lambda f: _lru_cache_wrapper(f,maxsize,typed,lambda *a:a)
def attempt(s):
    try: r=repr(eval(s)); print(s,'->',r if ' at 0x' not in r else r[:r.index(' at 0x')])
    except BaseException as e: print(s,'->',type(e).__name__,e)
def f(*a,**k): return a,k
class A:
    m=partial(f,1)
    def g(self): return 1
    g=lru_cache()(g)
P=Placeholder
h=lru_cache(3,True)(lambda *a,**k:a)
for s in '''partial()
partial(1)
partial(f,1,a=2)
partial(f,1,a=2)(3,b=4)
partial(f,1,a=2)(3,a=5,b=4)
partial(f,P,2)(1)
partial(f,P,2)()
partial(f,P,2,P)(1)
partial(f,P)
partial(f,a=P)
partial(partial(f,P,2),1)
partial(partial(f,P,2,P,4),1).args
partial(partial(f,P,2,P,4),1,2,3).args
partial(partial(f,P,2,P,4),P,2).args
partial(partial(f,P,2,P,4),1,P)
partial(partial(f,1,a=1),2,b=2).keywords
P, type(P), type(P)() is P
type(P)(1)
P.__reduce__(), type(P).__module__, type(P).__name__, bool(P)
partial(f,1).func is f, partial(f,1).__dict__, partial(f,1).args
partial(len).__reduce__()
partial(f,1).__setstate__(1)
partial(f,1).__setstate__((1,2,3,4))
partial(f,1).__setstate__((f,(1,),{},None))
partial(f,1).__setstate__((f,(1,P),{},None))
partial[int]
A().m(2)[0][2:], A.m(2)
partial(f,1).__doc__
setattr(partial(f),'func',1)
delattr(partial(f),'__dict__')
partial(func=f)
partial(f,1)==partial(f,1)
partial(int,base=2)('101'), partial(int,base=2)('7',base=10)
partial(f,*range(30))(*range(30))[0][59]
reduce()
reduce(f)
reduce(f,[])
reduce(f,[],1), reduce(f,[1])
reduce(f,[1,2],initial=3)
reduce(f,1)
reduce(f,[1],2,3)
reduce(function=f,sequence=[1])
cmp_to_key()
cmp_to_key(1)
cmp_to_key(mycmp=lambda a,b:0)
cmp_to_key(lambda a,b:a-b)(1)<cmp_to_key(lambda a,b:a-b)(2)
cmp_to_key(lambda a,b:a-b)(1)<2
cmp_to_key(lambda a,b:a-b)(obj=1).obj
cmp_to_key(lambda a,b:a-b)(x=1)
cmp_to_key(lambda a,b:a-b)(1,2)
hash(cmp_to_key(lambda a,b:a-b)(1))
cmp_to_key(lambda a,b:a-b)()
cmp_to_key(1).obj
cmp_to_key(lambda a,b:'x')(1)<cmp_to_key(lambda a,b:'x')(2)
sorted([3,1,2],key=cmp_to_key(lambda a,b:b-a))
_lru_cache_wrapper(1,1,False,3)
_lru_cache_wrapper(f,'a',False,3)
_lru_cache_wrapper(f,None,False,lambda a,b,c,d:(a,b,c,d)).cache_info()
h, h.__dict__
h(1),h(1),h(1.0),h(2),h(3),h(a=1),h.cache_info()
h([])
h.cache_clear(), h.cache_info()
A.g.__get__(None,A)
A.g.__get__(1)
A.g.__get__()
A().g()
h.__copy__() is h, h.__deepcopy__({}) is h
h.cache_info(1)
h.__call__(5)'''.split('\n'): attempt(s)
p=partial(f,1); p.x=5; print(p.__dict__, p.__reduce__()[2][3], partial(p,2).func is p)
calls=[]
@lru_cache(2)
def g(x): calls.append(x); return x*2
for x in [1,2,1,3,1,2,3,3]: g(x)
print(calls, g.cache_info())
@lru_cache(None)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(100), fib.cache_info())
g2=lru_cache(0)(lambda x:x); g2(1); g2(1); print(g2.cache_info())


# hot loops through partials
def add3(a, b, c=10):
    return a + b + c


def spread(a, *rest):
    return a + len(rest)


one = partial(add3, 1)
two = partial(add3, 1, 2)
kw = partial(add3, c=5)
hole = partial(add3, Placeholder, 2)
many = partial(spread, 1, 2, 3)
total = 0
for i in range(300):
    total += one(i) + two(i) + two() + kw(i, i) + hole(i) + many(i) + one(i, 4)
print(total)
for i in range(200):
    if i == 100:
        one.keywords['c'] = 1000
    total += one(i)
print(total)
for i in range(200):
    if i == 100:
        two.__setstate__((add3, (100, 200), {}, None))
    total += two(i)
print(total)
for i in range(200):
    total += partial(add3, i)(1)
for i in range(60):
    try:
        total += two(1, 2) if i == 50 else two(1)
    except TypeError as error:
        print(error)
print(total, reduce(lambda a, b: a * 3 + b, range(50)))


def outer(n):
    return partial(inner, n)


def inner(a, b):
    return a - b if a > b else outer(b - 1)(a) if b > 0 else 0


print(sum(outer(i)(j) for i in range(12) for j in range(12)))
partial_with_state = _functools.partial(print, 1)
for dict_given in ({'attr': []}, None):
    partial_with_state.__setstate__((print, (2,), {'end': ''}, dict_given))
    print(partial_with_state.args, partial_with_state.__dict__)
