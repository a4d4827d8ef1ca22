# _collections: deque, defaultdict, OrderedDict, fields of named tuples, counting; arguments, exceptions, mutation on the way.
import _collections
from _collections import deque, defaultdict, OrderedDict, _tuplegetter, _count_elements
def attempt(s, **k):
    try: print(s,'->',eval(s, globals(), k))
    except BaseException as e: print(s,'->',type(e).__name__,e)
for s in '''[x for x in dir(deque) if x not in dir(object)]
deque(1)
deque([1],-1)
deque([1],2**64)
deque([1],'a')
deque([1],2,3)
deque([1],x=2)
deque(iterable=[1],maxlen=3)
deque([1],None)
deque([1]).maxlen
deque([]).pop()
deque([]).popleft()
deque([1])[5]
deque([1])['a']
deque([1])[0:1]
deque([1]).index(2)
deque([1]).index()
deque([1]).index(1,2,3,4)
deque([1,2,3,2]).index(2,2), deque([1,2,3,2]).index(2,-1), deque([1,2]).index(1,-10,10)
deque([1]).remove(2)
deque([1]).insert(0)
deque([1],1).insert(0,1)
deque([1]).rotate(1,2)
deque([1]).rotate('a')
deque([1])+[1]
deque([1])*'a'
deque([1])*2
2*deque([1])
deque([1,2,3],2)*3
deque(range(5),3)
deque([1])<[1]
deque([1])==[1]
deque([1])<deque([2]), deque([1])<deque([1,2]), deque()==deque(), deque([1,2])>deque([1]), deque([1,2])!=deque([1,3]), deque([1])>=deque([2])
hash(deque())
repr(deque([1,2],maxlen=3))
deque([1]).__reduce__()[:3]
deque([1],3).__reduce__()[:3]
deque([1]).append()
deque([1]).extend(1)
iter(deque([1])).__length_hint__()
iter(deque([1,2])).__reduce__()
reversed(deque([1,2])).__reduce__()
_collections._deque_iterator()
_collections._deque_iterator([1])
next(_collections._deque_iterator(deque([1,2,3]),1))
next(_collections._deque_reverse_iterator(deque([1,2,3]),1))
deque[int]
defaultdict(1)
defaultdict(None,[(1,2)])
defaultdict(list,a=1)
defaultdict(list,1)
defaultdict(default_factory=1)
defaultdict(list,{},{})
[x for x in dir(defaultdict) if x not in dir(dict)]
repr(defaultdict(list))
defaultdict(list)|{1:2}
{1:2}|defaultdict(list)
defaultdict(list)|1
defaultdict()[3]
defaultdict(list).__missing__(1)
defaultdict(list).__reduce__()[:4]
defaultdict(list,{1:2}).copy()
defaultdict.__init__(defaultdict(),5)
_tuplegetter(0,'doc')
_tuplegetter(0,'doc').__reduce__()
_tuplegetter(0,'doc').__doc__
_tuplegetter('a','doc')
_tuplegetter()
_tuplegetter(0,'doc').__get__(1,int)
_tuplegetter(0,'doc').__get__(None,int)
_tuplegetter(0,'doc').__get__((),int)
_tuplegetter(0,'doc').__set__((1,),2)
_tuplegetter(0,'doc').__delete__((1,))
_tuplegetter(-1,'doc').__get__((1,2),int)
_count_elements(1,2)
_count_elements({},2)
_count_elements({})
[x for x in dir(OrderedDict) if x not in dir(dict)]
OrderedDict.__bases__
OrderedDict(1)
OrderedDict([1])
OrderedDict({},{})
OrderedDict([(1,)])
OrderedDict([(1,2,3)])
OrderedDict([()])
OrderedDict(['ab'])
OrderedDict(None)
OrderedDict({1:2},b=3)
OrderedDict(self=1)
OrderedDict().popitem()
OrderedDict(a=1).popitem(last=2,x=2)
OrderedDict(a=1).popitem('a')
OrderedDict(a=1).move_to_end('b')
OrderedDict(a=1).move_to_end()
OrderedDict(a=1).move_to_end([])
OrderedDict([([],1)])
OrderedDict(a=1).copy(1)
OrderedDict(a=1).pop('b')
OrderedDict(a=1).pop('b',3)
OrderedDict(a=1).pop('b',default=3)
OrderedDict(a=1).pop()
OrderedDict(a=1).setdefault('b')
OrderedDict(a=1).setdefault(key='a')
OrderedDict(a=1).__reduce__()[:4]
repr(OrderedDict(a=1)), repr(OrderedDict())
OrderedDict(a=1).keys(), OrderedDict(a=1).items(), OrderedDict(a=1).values()
type(OrderedDict(a=1).keys()), type(iter(OrderedDict(a=1))), type(iter(OrderedDict(a=1).items())), type(reversed(OrderedDict(a=1)))
OrderedDict(a=1).items() & {('a',1)}, OrderedDict(a=1).keys() == {'a'}, OrderedDict(a=1).keys() | {'b'} == {'a','b'}
OrderedDict.fromkeys()
OrderedDict.fromkeys('ab'), OrderedDict.fromkeys('ab',1)
OrderedDict(a=1)|{'b':2}, {'b':2}|OrderedDict(a=1)
OrderedDict(a=1)|[]
iter(OrderedDict(a=1)).__reduce__()
OrderedDict(a=1,b=2)==OrderedDict(b=2,a=1), OrderedDict(a=1,b=2)=={'b':2,'a':1}, OrderedDict(a=1)!=OrderedDict(a=1)
OrderedDict(a=1).update(1,2)
OrderedDict(a=1).copy(), OrderedDict().__dict__
OrderedDict(a=1).__eq__(1)
OrderedDict(a=1) < OrderedDict()
OrderedDict(a=1).keys().mapping
deque.__module__, OrderedDict.__module__, defaultdict.__module__, _tuplegetter.__module__,_collections._deque_iterator.__module__
type(OrderedDict().keys()).__mro__
deque().__dict__
sorted(x for x in dir(_collections) if x[:2]!='__')'''.split('\n'): attempt(s)
class S(OrderedDict):
    def __setitem__(self,k,v): print('set',k,v); super().__setitem__(k,v)
    def __delitem__(self,k): print('del',k); super().__delitem__(k)
    def __getitem__(self,k): print('get',k); return super().__getitem__(k)
    def __contains__(self,k): print('contains',k); return super().__contains__(k)
    def __missing__(self,k): return 'missing'
s=S(a=1,b=2); s.update({'c':3}); print(s.pop('a')); print(s.popitem()); print(s.setdefault('z',1)); s.move_to_end('b'); s.copy(); s|{'q':1}; print(s==s, s); print(s.pop('nokey',1)); s.clear()
try: print(s.pop('nokey2'))
except KeyError as e: print('KE',e)
def mutate(it, f):
    try:
        for x in it: f(x)
    except RuntimeError as e: print(type(e).__name__, e)
d=deque(range(5)); mutate(d, lambda x: d.append(1)); mutate(reversed(d), lambda x: d.pop()); mutate(d, lambda x: d.rotate(1))
o=OrderedDict.fromkeys(range(5)); mutate(o, lambda x: o.move_to_end(0)); mutate(o.items(), lambda x: o.pop(x[0])); mutate(o, lambda x: o.__setitem__(99,1))
class Evil:
    def __init__(s, d, f): s.d=d; s.f=f
    def __eq__(s, o): s.f(s.d); return False
d=deque(range(3)); d.append(Evil(d, deque.clear))
for n,a in [('index',(9,)),('count',(9,)),('remove',(9,)),('__contains__',(9,))]:
    d=deque(range(3)); d.append(Evil(d, deque.clear)); attempt(f'getattr(d,n)(*a)', d=d, n=n, a=a)
d=deque(); d.append(d); print(d)
dd=defaultdict(); dd.default_factory=dd.__repr__; print(type(repr(dd)))
dd=defaultdict(int); 
for ch in 'hello': dd[ch]+=1
print(dd, dd.default_factory); 
class DD(defaultdict):
    def __missing__(self,k): return 'M'+k
print(DD(list)['x'], dict(DD(list)))
c={}; _count_elements(c,'abca'); print(c)
class M(dict):
    def get(self,k,d=None): return super().get(k,d)
c=M(); _count_elements(c,'abca'); print(c)
d=deque(range(10))
for op in ['d.rotate(3)','d.rotate(-4)','d.insert(3,"x")','d.insert(-2,"y")','d.reverse()','d.__delitem__(3)','d.__delitem__(-2)','d.extendleft("ab")','d.extend(d)','d.remove("x")','d.__setitem__(2,"z")','d.__iadd__("q")','d.__imul__(2)','d.clear()']:
    eval(op); print(op, list(d), len(d))


# hot loops
class Point(tuple):
    __slots__ = ()
    x = _tuplegetter(0, 'x of a point')
    y = _tuplegetter(1, 'y of a point')


total = 0
points = [Point((i, i + 1)) for i in range(40)] * 5
for p in points:
    total += p.x * p.y
print(total, Point.x.__doc__)
short = Point((1,))
for p in points + [short] + points:
    try:
        total += p.y
    except IndexError as error:
        print(type(error).__name__, error)
print(total)
Point.y = 7
for p in points:
    total += p.x + p.y
print(total)
d = deque(range(50), 50)
for i in range(300):
    d.append(d.popleft() + i)
for x in d:
    total += x
for x in reversed(d):
    total -= x
counts = defaultdict(int)
for i in range(300):
    counts[i % 7] += i
print(total, sum(d), dict(counts))
lru = OrderedDict()
for i in range(300):
    key = i * i % 23
    if key in lru:
        lru.move_to_end(key)
    lru[key] = i
    if len(lru) > 8:
        lru.popitem(last=False)
print(lru)
for i in range(60):
    lru.move_to_end(list(lru)[i * 5 % len(lru)], last=False)
print(lru, next(reversed(lru)))
class Plain: pass
for s in '''deque()+Plain()
deque()*Plain()
Plain()*deque()
Plain()+deque()'''.split('\n'): attempt(s)
class Clearing(OrderedDict):
    def __getitem__(self, key): cleared.clear()
cleared = Clearing(a=1, b=2)
attempt('cleared.copy()')
