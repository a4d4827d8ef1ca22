# Who looks at frames in hot code sees what is true: the right locals, the right callers, the right line.
import sys

N = 50


def check(name, wrong):
    print(name, 'wrong' if wrong else 'right', wrong)


# ---- the caller's own frame, in a loop of a module

wrong = 0
for i in range(N):
    if eval('i') != i: wrong += 1
check('eval', wrong)

wrong = 0
for i in range(N):
    if locals()['i'] != i or vars()['i'] != i or globals()['i'] != i: wrong += 1
check('locals', wrong)


# ---- in a function: locals are in registers

def own_locals():
    wrong = 0
    total = 0.5
    for i in range(N):
        total += i
        seen = locals()
        if seen['i'] != i or seen['total'] != total: wrong += 1
        if eval('total + i') != total + i: wrong += 1
        if vars()['i'] != i or 'total' not in dir(): wrong += 1
        if sys._getframe().f_locals['i'] != i: wrong += 1
    return wrong
check('own locals', own_locals())


def executes():
    wrong = 0
    for i in range(N):
        out = {}
        exec('got = i * 2', {'i': i}, out)
        exec('seen.append(i)', None, {'seen': (seen := []), 'i': i})
        if out['got'] != i * 2 or seen != [i]: wrong += 1
        exec('same.append(i == {})'.format(i), None, {'same': (same := []), **locals()})
        exec(f'if i != {i}: out[1] = 1')
        if same != [True] or 1 in out: wrong += 1
    return wrong
check('exec', executes())


def indirectly():
    wrong = 0
    for i in range(N):
        if list(map(eval, ['i'])) != [i]: wrong += 1
        if [eval(text) for text in ('i', 'i + 1')] != [i, i + 1]: wrong += 1
        if sorted(['i', '-i'], key=eval) != (['-i', 'i'] if i else ['i', '-i']): wrong += 1
        if next(filter(eval, ['i < 0', 'i >= 0'])) != 'i >= 0': wrong += 1
        if max(['i', 'i - 1'], key=eval) != 'i': wrong += 1
    return wrong
check('through C', indirectly())


def forgotten():
    wrong = 0
    for i in range(N):
        x = i
        if 'x' not in locals(): wrong += 1
        del x
        if 'x' in locals(): wrong += 1
        try:
            eval('x')
            wrong += 1
        except NameError:
            pass
        if i % 3:
            y = i
        if ('y' in locals()) != (i > 0): wrong += 1
    return wrong
check('deleted', forgotten())


# ---- inlined calls: their frames exist nowhere else

def evaluated(a, b=2, *rest, key=3):
    c = a + b
    return eval('(a, b, rest, key, c)')


def calls():
    wrong = 0
    for i in range(N):
        if evaluated(i) != (i, 2, (), 3, i + 2): wrong += 1
        if evaluated(i, 5, 6, key=7) != (i, 5, (6,), 7, i + 5): wrong += 1
    return wrong
check('inlined', calls())


def names(depth):
    frame = sys._getframe(depth)
    found = []
    while frame and frame.f_code.co_name != '<module>':
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found


def inner(d):
    x = d * 10
    return names(0), names(2), sys._getframe(1).f_locals['n'], sys._getframe(0).f_locals['x']


def middle(n):
    m = n + 1
    return inner(m)


def outer():
    wrong = 0
    for i in range(N):
        a, b, n, x = middle(i)
        if a != ['names', 'inner', 'middle', 'outer'] or b != ['middle', 'outer']: wrong += 1
        if n != i or x != (i + 1) * 10: wrong += 1
    return wrong
check('callers', outer())


def line_of(depth):
    return sys._getframe(depth + 1).f_lineno - sys._getframe(depth + 1).f_code.co_firstlineno


def two_lines(flag):
    if flag:
        a = line_of(0)
    else:
        a = line_of(0)
    return (a,
            line_of(0),
            line_of(1))




def lines():
    wrong = 0
    for i in range(N):
        got = two_lines(i % 2)
        if got[:2] != ((2, 6) if i % 2 else (4, 6)): wrong += 1
        if got[2] != 3: wrong += 1
        if two_lines(i % 2)[2] != 6: wrong += 1
    return wrong
check('lines', lines())


# ---- Python code that C code runs

class Looks:
    def __init__(self, depth): self.depth = depth
    def __repr__(self): return str(sys._getframe(self.depth).f_locals.get('i'))
    def __eq__(self, other): return sys._getframe(self.depth).f_locals.get('i') == other
    def __hash__(self): return sys._getframe(self.depth).f_locals.get('i')
    def __len__(self): return sys._getframe(self.depth).f_locals.get('i')
    def __bool__(self): return sys._getframe(self.depth).f_locals.get('i') % 2 == 0
    def __getattr__(self, name): return sys._getframe(self.depth).f_locals.get(name)
    def __call__(self, x): return sys._getframe(self.depth).f_locals.get(x)
    def __iter__(self): return iter([sys._getframe(self.depth).f_locals.get('i')])
    def __getitem__(self, key): return sys._getframe(self.depth).f_locals.get(key)
    def __lt__(self, other): return sys._getframe(self.depth).f_locals.get('i') % 2 == 0
    def __add__(self, other): return sys._getframe(self.depth).f_locals.get('i') + other
    def __format__(self, spec): return str(sys._getframe(self.depth).f_locals.get('i')) + spec
    def __index__(self): return sys._getframe(self.depth).f_locals.get('i')
    def __contains__(self, x): return sys._getframe(self.depth).f_locals.get('i') == x


def specials():
    wrong = 0
    look = Looks(1)
    for i in range(N):
        j = -i
        if str(i) != repr(look) or str(i) != str(look) or f'{look!r}' != str(i) or f'{look:x}' != f'{i}x': wrong += 1
        if not (look == i) or hash(look) != i or len(look) != i or bool(look) != (i % 2 == 0): wrong += 1
        if look.j != -i or look('j') != -i or list(look) != [i] or look['j'] != -i: wrong += 1
        if (look < 1) != (i % 2 == 0) or look + 1 != i + 1 or i not in look: wrong += 1
        if [*range(1000)][look] != i or [] != list(map(look, [])) or list(map(look, ['j'])) != [-i]: wrong += 1
        if sorted(['j', 'i'], key=look) != (['j', 'i'] if i else ['j', 'i']): wrong += 1
        if '%s' % look != str(i) or '{}'.format(look) != str(i): wrong += 1
        if {look: 1}.get(look) != 1: wrong += 1
    return wrong
check('special methods', specials())


def helper(look, i):
    j = i + 1
    return repr(look), len(look), look.j, list(map(look, ['i', 'j']))


def inlined_specials():
    wrong = 0
    look = Looks(1)
    for k in range(N):
        if helper(look, k) != (str(k), k, k + 1, [k, k + 1]): wrong += 1
    return wrong
check('special methods, inlined', inlined_specials())


# ---- generators

def counting(n):
    for g in range(n):
        yield eval('g') , locals()['g'], sys._getframe(0).f_locals['n'], sys._getframe(1).f_code.co_name


def generators():
    wrong = 0
    at = 0
    for g, h, n, caller in counting(N):
        if (g, h, n, caller) != (at, at, N, 'generators'): wrong += 1
        if locals()['g'] != at or eval('at') != at: wrong += 1
        at += 1
    total = sum(a == b for a, b, _, _ in counting(N))
    return wrong + (total != N)
check('generators', generators())


def delegating(n):
    for d in range(n):
        yield from counting(2)


def delegated():
    wrong = 0
    at = 0
    for g, h, n, caller in delegating(N // 2):
        if (g, h, n, caller) != (at % 2, at % 2, 2, 'delegating'): wrong += 1
        at += 1
    return wrong
check('yield from', delegated())


def comprehensions():
    wrong = 0
    for i in range(N):
        got = [(c, locals()['c'], eval('c')) for c in range(3)]
        if got != [(0, 0, 0), (1, 1, 1), (2, 2, 2)]: wrong += 1
        if 'c' in locals(): wrong += 1
        if [(w := c, eval('w'))[1] for c in range(3)] != [0, 1, 2] or w != 2: wrong += 1
    return wrong
check('comprehensions', comprehensions())


# ---- closures, super(), classes

def closures():
    wrong = 0
    for i in range(N):
        x = i

        def look(a):
            return eval('x + a'), locals()['x'], x
        if look(1) != (i + 1, i, i): wrong += 1
        x += 1
        if locals()['x'] != i + 1 or eval('x') != i + 1 or look(0) != (i + 1, i + 1, i + 1): wrong += 1
    return wrong
check('closures', closures())


class Base:
    def name(self, x): return 'base', x


sup = super


class Derived(Base):
    def name(self, x):
        __class__
        return sup().name(x + 1) + super().name(x)


def supers():
    wrong = 0
    d = Derived()
    for i in range(N):
        if d.name(i) != ('base', i + 1, 'base', i): wrong += 1
    return wrong
check('super', supers())


def made():
    return type('Made', (), {})


def modules():
    wrong = 0
    for i in range(N):
        if made().__module__ != __name__: wrong += 1
        class Local: here = i
        if Local.__module__ != __name__ or Local.here != i: wrong += 1
    return wrong
check('modules', modules())

foreign = {'__name__': 'foreign', 'sys': sys}
exec('def make(): return type("Made", (), {})\n'
     'def where(): return globals()["__name__"], sys._getframe(0).f_globals["__name__"],'
     ' sys._getframe(1).f_globals["__name__"], eval("__name__")', foreign)
make, where = foreign['make'], foreign['where']


def other_modules():
    wrong = 0
    for i in range(N):
        if make().__module__ != 'foreign': wrong += 1
        if where() != ('foreign', 'foreign', __name__, 'foreign'): wrong += 1
        if sys._getframemodulename(0) != __name__: wrong += 1
    return wrong
check('other modules', other_modules())


# ---- exceptions being handled

def current():
    return sys.exception(), sys.exc_info()[1]


def handled():
    wrong = 0
    for i in range(N):
        if current() != (None, None): wrong += 1
        try:
            raise ValueError(i)
        except ValueError as error:
            if current() != (error, error) or sys.exception().args != (i,): wrong += 1
            try:
                raise KeyError(i)
            except KeyError as second:
                if sys.exception() is not second or second.__context__ is not error: wrong += 1
            if list(map(lambda _: sys.exception(), [0])) != [error]: wrong += 1
            if 'second' in locals() or locals()['error'] is not error: wrong += 1
        if sys.exception() is not None: wrong += 1
    return wrong
check('handled', handled())


# ---- objects that a trace does not make

class Point:
    __slots__ = ('x', 'y')

    def __init__(self, x, y):
        self.x, self.y = x, y


kept = []


def keep(name, depth):
    kept.append(sys._getframe(depth).f_locals[name])
    return 0


def change(name, depth):
    sys._getframe(depth).f_locals[name].x += 1000
    return 0


def objects():
    wrong = 0
    total = 0
    for i in range(N):
        p = Point(i, i + 1)
        t = (i, p)
        r = iter(range(i, i + 10))
        next(r)
        keep('p', 1)
        total += p.x
        keep('t', 1)
        if kept[0] is not p or kept[1] is not t or kept[1][1] is not p: wrong += 1
        change('p', 1)
        total += p.x
        if p.x != i + 1000: wrong += 1
        keep('r', 1)
        next(kept[2])
        if kept[2] is not r or next(r) != i + 2: wrong += 1
        kept.clear()
    return wrong + (total != sum(2 * i + 1000 for i in range(N)))
check('objects', objects())


def add(p, q):
    s = Point(p.x + q.x, p.y + q.y)
    list(map(change_caller, [1]))
    return s


def change_caller(_):
    frame = sys._getframe(1)
    frame.f_locals['s'].x += 1
    frame.f_back.f_locals['p'].y += 1


def inlined_objects():
    total = 0
    for i in range(N):
        p = Point(i, 2)
        q = Point(1, i)
        s = add(p, q)
        total += s.x * 3 + s.y + p.y
    return total
print(inlined_objects())


def raises(i):
    p = Point(i, i)
    try:
        change_and_raise('p')
    except ValueError:
        return p.x
    return 0


def change_and_raise(name):
    sys._getframe(1).f_locals[name].x += 7
    raise ValueError


def raised_objects():
    return sum(raises(i) for i in range(N))
print(raised_objects())
