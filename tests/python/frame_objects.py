"""Frame objects: one for each frame, true while it runs and after, whichever tier runs it; FrameLocalsProxy."""
import sys
def f(a, b=2):
    x = 1
    fr = sys._getframe()
    p = fr.f_locals
    print(type(p), [n for n in dir(type(p)) ], type(p).__mro__)
    print(p.keys(), p.values().__class__, p.items().__class__, type(iter(p)), type(reversed(p)))
    p['x'] = 10
    p['new'] = 5
    print(x, p['new'], len(p), 'new' in p, locals().get('new'))
    for k in ('x', 'new', 'nope'):
        try: del p[k]
        except Exception as e: print(type(e), e)
    try: p['nope']
    except Exception as e: print(type(e), e)
    try: p['zz']
    except Exception as e: print(type(e), e)
    print(p == p, p == fr.f_locals, p == dict(p), p is fr.f_locals)
    print(p | {'q': 1} == {**p, 'q': 1}, type(p | {}), type({} | p))
    for op in (lambda: p.pop('x'), lambda: p.pop('new'), lambda: p.pop('nn', 3), lambda: p.popitem(), lambda: p.clear(), lambda: p.setdefault('s', 4), lambda: p.update({'a': 7}), lambda: p.update([('w', 8)]), lambda: p.update(zz=3), lambda: p.copy().__class__, lambda: p.pop('mm'), lambda: hash(p), lambda: p.get('x'), lambda: p.get('k', 3), lambda: p.get(), lambda: p.__ior__({'x': 77}), lambda: p.__or__(3), lambda:p[1], lambda: p.__setitem__(1, 2), lambda: p[1],lambda: 1 in p, lambda: [] in p, lambda: p[[]], lambda: type(p)(), lambda: type(p)(fr), lambda: type(p)(3), lambda: p.__delitem__(1), lambda: p.fromkeys(1), lambda: p.__sizeof__() > 0, lambda: p.update(3), lambda: p.update({}, {}), lambda: p.setdefault('x', 4), lambda: p < p, lambda: p == 3, lambda: fr.f_lineno, lambda: setattr(fr, 'f_locals', 3), lambda: delattr(fr, 'f_trace'), lambda: setattr(fr, 'f_lineno', 3), lambda: fr.f_lasti.__class__, lambda: type(p)(fr, x=1), lambda: setattr(fr, 'f_trace_lines', 3), lambda: setattr(fr, 'f_trace', 3),lambda: fr.f_trace, lambda:delattr(fr, 'f_trace_lines')):
        try: r = op(); print(r if not hasattr(r, 'keys') else type(r))
        except BaseException as e: print(type(e), e)
    def inner(): return fr
    return fr, inner
fr, inner = f(1)
print(sorted(map(str, fr.f_locals)), fr.f_locals['a'], fr.f_back is sys._getframe(), fr.f_lineno, repr(fr).startswith('<frame at 0x'))
fr.f_locals['a'] = 'changed'
print(fr.f_locals['a'], inner.__closure__[0].cell_contents is fr)
fr.clear()
print(dict(fr.f_locals))
def g():
    yield 1
    z = 3
    yield z
k = g()
print(k.gi_frame is k.gi_frame, k.gi_frame.f_locals, k.gi_frame.f_back, k.gi_frame.f_lasti)
next(k); fr = k.gi_frame; print(fr.f_locals, fr.f_lineno); next(k); print(fr.f_locals, fr.f_back); fr.f_locals['z'] = 5
try: fr.clear()
except Exception as e: print(e)
k.close(); print(fr.f_locals, k.gi_frame)
class C:
    q = 1
    fr = sys._getframe()
    print(type(fr.f_locals), fr.f_locals is locals())
print(C.fr.f_locals.keys(), C.fr.f_back is sys._getframe())
def bad(n):
    v = n * 2
    if n == 0: raise ValueError(v)
    bad(n - 1)
try: bad(3)
except ValueError as e:
    tb = e.__traceback__
    while tb:
        fr = tb.tb_frame; print(fr.f_code.co_name, dict(fr.f_locals) if fr.f_code.co_name == 'bad' else '', fr.f_lineno, tb.tb_lineno, fr.f_back and fr.f_back.f_code.co_name, tb.tb_frame is fr); tb = tb.tb_next

# ---- in compiled code ----
def f(i, *rest):
    y = i * 1.5
    if i >= 0: raise ValueError(i)
    z = 3
def run(n):
    tot = 0
    for i in range(n):
        try: f(i, 2, 3)
        except ValueError as e:
            tb = e.__traceback__
            fr = tb.tb_next.tb_frame
            tot += fr.f_locals['i'] + fr.f_locals['y'] + len(fr.f_locals) + fr.f_lineno + (fr.f_back is tb.tb_frame) + (tb.tb_frame is sys._getframe())
            tot += len(tb.tb_frame.f_locals) 
    return tot
print(run(120))
def inner(k): 
    fr = sys._getframe(1)
    return fr
def outer(i):
    a = i + 1
    fr = inner(a)
    a += 1
    return fr
def hot(n):
    tot = 0; last = None
    for i in range(n):
        fr = outer(i)
        tot += fr.f_locals['a'] + fr.f_lineno + (fr is last)
        last = fr
        assert fr.f_back is sys._getframe()
    return tot
print(hot(120))
def poke(_):
    sys._getframe(1).f_locals['total'] += 1
def writes(n):
    total = 0
    for i in range(n):
        list(map(poke, [1]))
    return total
print(writes(120))
def poked(n):
    total = 0
    for i in range(n):
        total += 0
        poke(1)
    return total
print(poked(120))
def gen(n):
    for i in range(n):
        fr = sys._getframe()
        yield fr.f_locals['i']
    last = n
    yield fr
g = gen(120)
items = list(g)
print(sum(items[:-1]), items[-1].f_locals['last'], items[-1].f_locals['i'], items[-1].f_back is None)
def rec(n):
    me = sys._getframe()
    if n == 0: return me
    return rec(n - 1)
for _ in range(60): fr = rec(20)
depth = 0
while fr.f_code.co_name == 'rec': depth += 1 + fr.f_locals['n']; fr = fr.f_back
print(depth, fr is sys._getframe())
def failing(a, b, unused=None):
    with Missing(a) as c: pass
    yield a
def catching(a, b, unused=None):
    for k in range(3):
        try: yield [a][k]
        except IndexError as e: yield e.__traceback__.tb_frame.f_locals['b'] + k
def through(f, n):
    total = 0
    for i in range(n):
        try:
            for k in f(i, i + 1): total += k
        except NameError as e: total += e.__traceback__.tb_next.tb_frame.f_locals['b']
    return total
print(through(failing, 120), through(catching, 120))
