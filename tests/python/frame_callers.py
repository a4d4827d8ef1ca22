import sys
N = 45
def names(k=0):
    f=sys._getframe(k+1); out=[]
    while f is not None:
        out.append((f.f_code.co_name,f.f_lineno-f.f_code.co_firstlineno if f.f_code.co_name!='<module>' else 0)); f=f.f_back
    return tuple(out)
class It:
    def __init__(s,n): s.n=n
    def __iter__(s): return s
    def __next__(s):
        if s.n==0: raise StopIteration
        s.n-=1
        seen.add(names())
        return s.n
seen=set()
def run1():
    t=0
    for i in range(40):
        for x in It(5):
            t+=x
        t+=sum(It(3))
        a,b,c=It(3)
        t+=len([*It(2),*It(1)])+len({**dict(zip(It(2),It(2)))})
        t+=max(It(3))+min(It(3))+len(list(map(lambda z: names() and z,It(3))))
        t+= sum(x for x in It(2) if names())
        t+= len(sorted(It(4),key=lambda z: len(names())))
    return t
print(run1()); print(len(seen)); 
for s in sorted(seen): print(s)
class Ctx:
    def __enter__(s): s.a=names(); return s
    def __exit__(s,*e): s.b=names(); return True
def withs(i):
    with Ctx() as c:
        if i%3==0:
            raise ValueError
        x=i
    return c.a[1:3],c.b[1:3]
def run2():
    r=set()
    for i in range(N): r.add(withs(i))
    return sorted(r)
print(run2())
class Prop:
    @property
    def p(s): return names()
    def __getattr__(s,n): return names()
    def __setattr__(s,n,v): log.add(names())
    def __delattr__(s,n): log.add(names())
    def __getitem__(s,k): return names()
    def __setitem__(s,k,v): log.add(names())
    def __delitem__(s,k): log.add(names())
    def __add__(s,o): return names()
    def __iadd__(s,o): log.add(names()); return s
    def __lt__(s,o): log.add(names()); return True
    def __eq__(s,o): log.add(names()); return True
    def __contains__(s,o): log.add(names()); return True
    def __bool__(s): log.add(names()); return True
    def __call__(s): return names()
    def __neg__(s): return names()
    def __len__(s): log.add(names()); return 1
    def __format__(s,f): log.add(names()); return 'f'
    def __str__(s): log.add(names()); return 's'
    def __repr__(s): log.add(names()); return 'r'
    def __hash__(s): log.add(names()); return 1
    def __index__(s): log.add(names()); return 1
    def __float__(s): log.add(names()); return 1.0
    def __instancecheck__(s,o): log.add(names()); return True
log=set()
def use(o,i):
    r=o.p
    q=o.zzz
    o.a=1
    del o.b
    w=o[1]
    o[2]=3
    del o[4]
    e=o+1
    o+=1
    b=o<1
    c=o==1
    d=1 in o
    if o: f=1
    g=o()
    h=-o
    j=len(o)
    k=f'{o}{o!r}{o!s}'
    l='%s %r'%(o,o)
    m=hash(o)
    n=[1,2,3][o]
    p={o:1}[o]
    s=float(o)
    t=isinstance(3,o)
    u=[1,2,3][o:]
    v=range(o)
    x=o if o else 3
    y=not o
    z=o and 1
    aa={1,2}.__contains__(o)
    return r,q,w,e,g,h
def run3():
    res=set()
    o=Prop()
    for i in range(N):
        res.add(use(o,i))
    return len(res),len(log),sorted(res)[0],sorted(log)
r=run3()
print(r[:3])
for x in r[3]: print(x)
def cb(k): return names()
def host(i):
    return [list(map(cb,[1])),sorted([2,1],key=lambda z:(log2.add(names()),z)[1]),list(filter(cb,[1])),max([1,2],key=lambda z:(log2.add(names()),z)[1])]
log2=set()
def run4():
    s=set()
    for i in range(N): s.add(str(host(i)))
    return s,sorted(log2)
print(run4())
def loc():
    a=1
    def inner():
        nonlocal a
        a+=1
        return sorted(locals()), sorted(sys._getframe(1).f_locals), sys._getframe(1).f_locals['a']
    b=[inner() for _ in range(2)]
    return b
def run5():
    s=set()
    for i in range(N): s.add(str(loc()))
    return s
print(run5())
def gen(n):
    for i in range(n):
        yield names(), sorted(locals().items())
def wrap(n):
    x=n*2
    yield from gen(n)
    yield names(), sorted(locals().items())
def run6():
    s=set()
    for i in range(N):
        for v in wrap(i%4): s.add(str(v))
        s.add(str(list(wrap(2))))
        s.add(str(next(wrap(1))))
    return sorted(s)
for x in run6(): print(x)
def rec(n):
    m=n*n
    if n==0: return names(), [f for f in walk()]
    r=rec(n-1)
    return r
def walk():
    f=sys._getframe(1); out=[]
    while f.f_code.co_name!='run7':
        out.append((f.f_code.co_name,f.f_locals.get('n'),f.f_locals.get('m'))); f=f.f_back
    return out
def run7():
    s=set()
    for i in range(N): s.add(str(rec(i%6)))
    return sorted(s)
for x in run7(): print(x)
def ex(i):
    try:
        raise ValueError(i)
    except ValueError as e:
        r=helper()
        try:
            {}[i]
        except KeyError:
            r+=helper()
        r+=helper()
    r+=helper()
    return r
def helper(): 
    e=sys.exception()
    return [type(e).__name__, names()[:2]]
def run8():
    s=set()
    for i in range(N): s.add(str(ex(i)))
    return s
print(run8())
class Deep:
    def __init__(self,k): self.k=k; self.n=names()
    def m(self): return Deep(self.k+1)
def run9():
    s=set()
    for i in range(N):
        d=Deep(i).m()
        s.add(str(d.n)); s.add(str(Deep(2).n))
    return sorted(s)
print(run9())
