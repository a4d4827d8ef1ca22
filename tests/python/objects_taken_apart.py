"""Objects that hot loops make and take apart, keep now and then, change, and whose classes change."""
import collections, functools, sys
P=collections.namedtuple('P','x y', defaults=[7])
class Q(P):
    __slots__=()
    def __new__(cls,x,y=3): return super().__new__(cls,x+1,y)
    @property
    def s(self): return self.x+self.y
class R(tuple):
    def __getitem__(self,i): return 'got%r'%(i,)
    def __iter__(self): return iter('ab')
class S(tuple):
    pass
def nt(n):
    t=0; kept=[]
    for i in range(n):
        p=P(i,2); q=Q(i); s=S((i,i+1)); r=R((i,2))
        a,b=p; c,d=q; e,f=s; g,h=r
        t+=p.x+p[1]+a+b+q.s+q[0]+c+d+s[0]+s[-1]+e+f+(p==(i,2))+(p<q)+len(s)+len(p)+hash(p)-hash((i,2))+len(g+h+r[0])
        if i%150==0: kept.append((p,q,s,r,p._replace(y=i),p._asdict(),type(q).__name__,p+q, s*2))
    return t,kept
print(nt(400))
class T:
    def __init__(self,*a,**k): self.a=a; self.k=k
    def m(self,*a,**k): return len(a), sorted(k.items()), k.get('z'), 'y' in k
def target(a,b=2,*c,d=4,**e): return a,b,c,d,sorted(e)
def fw(*args,**kwargs): 
    kwargs['extra']=1
    return target(*args,**kwargs)
def fw2(*args,**kwargs):
    r=target(*args,**kwargs); kwargs.pop('d',None)
    return r, kwargs, args
def deco(f):
    @functools.wraps(f)
    def w(*a,**k): return f(*a,**k)
    return w
@deco
def added(a,b=1,**k): return a+b+len(k)
def calls(n):
    out=None
    for i in range(n):
        t=T(i,z=i)
        out=(fw(i,d=5), fw2(1,2,3,d=i,q=1), added(i,b=2), added(i,u=1,v=2), t.m(1,z=i,y=2), t.k, t.a, T(*(1,2),**{'z':3}).k)
        if i==n//2:
            try: added(1,2,3)
            except TypeError as e: print(e)
            try: target(1,**{'a':2})
            except TypeError as e: print(e)
    return out
print(calls(400))
def dicts(n):
    tot=0; kept=[]
    for i in range(n):
        d={'a':i,'b':2,1:'x'}
        d['c']=i*2; d['a']+=1
        tot+=d['a']+d['c']+('b' in d)+('z' in d)+len(d)+bool(d)
        e={**d,'q':5}
        tot+=len(e)+e['q']
        f={}
        f[i%3]=1
        if i%130==5: kept.append((d,e,list(d),f,d|{'w':1}))
        del d['b']
        tot+=len(d)
        g={'a':1}; h=g; h['b']=2; tot+=len(g)+(g is h)
        try: tot+=g['zz']
        except KeyError as k: tot+=len(k.args)
    return tot,kept
print(dicts(400))
def lists(n):
    tot=0; kept=[]
    for i in range(n):
        a=[i,1,2]; a.append(3); b=a; b[0]+=1
        tot+=a[0]+len(a)+sum(a)+[0,1,2,3][i&3]+(a is b)
        first,*mid,last=(i,2,3,4); mid.append(last); tot+=len(mid)+mid[-1]
        x=[*a,*mid]; tot+=x[-1]+len(x)
        if i%170==3: kept.append((a,mid,x))
    return tot,kept
print(lists(400))
class D:
    def __get__(self,o,c): 
        if o is None: return self
        if o.n==250: raise AttributeError('no d')
        return o.n*2
    def __set__(self,o,v): o.n=v
class N:
    def __get__(self,o,c): return 'nd'
class H:
    d=D(); e=N()
    def __init__(self): self.n=1
    def __getattr__(self,k): return 'hook '+k
    def __str__(self): return 'S%d'%self.n
    def __format__(self,s): return 'F'+s+str(self.n)
    def __repr__(self): return 'R'
    def __index__(self): return self.n % 3
def desc(n):
    h=H(); out=[]; items=[10,20,30]; tup=(1,2,3)
    for i in range(n):
        h.d=i
        out.append((h.d, h.e, str(h), f'{h}', f'{h!r:>4}', f'{h:abc}', items[h], tup[h], '%s'%h, repr(h), [*range(9)][h:]))
        if i==n//2: h.__dict__['e']='shadow'
        if i==n-20: H.__str__=lambda self: 5
        if i==n-20: 
            try: str(h)
            except TypeError as e: out.append(str(e))
            H.__str__=lambda self: 'new'
        if i==n-10: H.__index__=lambda self: 1.5
        if i>=n-10:
            try: items[h]
            except TypeError as e: out.append(str(e)); H.__index__=lambda self: 0
    return out[:1],out[-24:-18],out[-3:]
print(desc(400))
def mf(n):
    k=0; res=[]
    f=lambda x: x*2+k
    for i in range(n):
        k=i%3
        for y in map(f,[1,2,3]): res.append(y)
        for y in filter(lambda z: z%2==k%2, (1,2,3,4)): res.append(y)
        for y in map(str.upper, ['a','b']): res.append(y)
        for y in filter(None,[0,1,'',2]): res.append(y)
        try:
            for y in map(lambda v: 10//v, [2,1,0,5]): res.append(y)
        except ZeroDivisionError as e: res.append(str(e))
        def stop(x):
            if x==3: raise StopIteration('s')
            return x
        for y in map(stop,[1,2,3,4]): res.append(y)
    return len(res),res[-22:]
print(mf(200))
