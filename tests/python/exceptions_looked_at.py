"""Exceptions that hot loops raise and catch, looked at from wherever a program may look: callees, handlers, generators, tracebacks, frames."""
import sys, traceback, collections, functools
# --- exceptions looked at from everywhere
class E1(Exception): pass
class E2(E1):
    def __str__(self): return 'E2!' + repr(self.args)
log=[]
def peek(): 
    e=sys.exception()
    return (type(e).__name__ if e else None, str(e) if e else None)
def a(i):
    try:
        raise E1(i)
    except E1 as e:
        r = peek() if i % 50 == 0 else None
        if i % 97 == 0: log.append((e.args, len(traceback.extract_tb(e.__traceback__)), e.__context__))
        return e.args[0]
def b(i):
    try:
        if i % 3: raise E2(i, 'x')
        return -1
    except (ValueError, E2) as e:
        try:
            raise KeyError(i) from e
        except KeyError as k:
            return (k.__cause__ is e, k.__context__ is e, k.__suppress_context__, str(e))
def c(n):
    out=[]
    for i in range(n):
        try:
            try:
                raise E1(i)
            finally:
                out.append(peek()[0])
        except E1 as e:
            kept = e
        out.append(peek()[0])
    return out[-6:], kept.args, kept.__traceback__.tb_lineno - c.__code__.co_firstlineno
def gen(n):
    for i in range(n):
        try:
            yield i
        except E1 as e:
            yield ('caught', e.args)
def d(n):
    g=gen(n); next(g); res=[]
    for i in range(n//2):
        try:
            raise E2(i)
        except E2 as e:
            res.append(g.throw(e) if i%2 else next(g,None))
            if i%2: next(g,None)
    return res[-4:]
def rec(n):
    try:
        if n==0: raise E1('bottom')
        return rec(n-1)
    except E1 as e:
        if n%2: raise
        raise E2(n) from None
def deep(m):
    out=[]
    for i in range(m):
        try: rec(i%6)
        except E1 as e: out.append((type(e).__name__, e.args, [f.name for f in traceback.extract_tb(e.__traceback__)], e.__suppress_context__, type(e.__context__).__name__))
    return out[-3:]
def reuse(n):
    e=E1('same'); c=0
    for i in range(n):
        try: raise e
        except E1 as x:
            c+= x is e
    return c, len(traceback.extract_tb(e.__traceback__))
def exit_in_loop(n):
    s=0
    for i in range(n):
        try:
            d={'a':i}
            if i==n-3: raise E1(d)
            s+=d['b']
        except KeyError as k:
            s+=1
            if k.args!=('b',): print('bad')
        except E1 as e:
            print(e.args)
            raise
    return s
print([a(i) for i in range(400)][-3:], log)
print([b(i) for i in range(300)][-3:])
print(c(300)); print(d(200)); print(deep(240)); print(reuse(200))
try: exit_in_loop(300)
except E1 as e: print('out', e.args, e.__traceback__.tb_next.tb_lineno - exit_in_loop.__code__.co_firstlineno)
# traceback objects and frames kept
def keep(n):
    tbs=[]
    for i in range(n):
        x=i*2
        try: raise E1(x)
        except E1 as e:
            if i%100==99: tbs.append(e)
    return [(t.__traceback__.tb_frame.f_locals.get('i'), t.args, t.__traceback__.tb_frame is tbs[0].__traceback__.tb_frame) for t in tbs]
print(keep(400))
def nested_funcs(n):
    def raiser(k): raise E1(k)
    def mid(k):
        z=k+1
        raiser(z)
    out=None
    for i in range(n):
        try: mid(i)
        except E1 as e:
            if i==n-1:
                tb=e.__traceback__; out=[]
                while tb: out.append((tb.tb_frame.f_code.co_name, tb.tb_frame.f_locals.get('z'), tb.tb_frame.f_locals.get('k'))); tb=tb.tb_next
    return out
print(nested_funcs(300))
