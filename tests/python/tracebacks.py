# Tracebacks as printed: marker rules, long ranges, repeated frames, chains, notes, groups, hints, SyntaxErrors. Printed to stderr.
import sys

def show(f, *args):
    try:
        f(*args)
    except BaseException as e:
        sys.excepthook(type(e), e, e.__traceback__)

class Thing:
    attr = 1
    items = {}
    def method(self, *a): raise ValueError('method')
    def __getitem__(self, k): raise KeyError(k)
    def __add__(self, o): raise TypeError('add')
    def __call__(self, *a): raise RuntimeError('call')
    def __neg__(self): raise ValueError('neg')
    def __lt__(self, o): raise ValueError('lt')
    def __bool__(self): raise ValueError('bool')
    def __len__(self): raise ValueError('len')
t = Thing()
def raiser(*a, **k): raise ValueError('raiser')
def identity(x): return x

def binary(): return 1 + 2 * t + 3
def binary2(): x = (1 +
    t + (2 * 3)); return x
def binary_parens(): return t+(1)
def binary_power(): return identity(2) ** 'x'
def binary_unary(): return -t + 1
def binary_div(): return 10 // (5 - 5)
def binary_shift(): y = 1 << 'a'; return y
def augmented():
    x = 1
    x += 'a'
def matmul(): return 1 @ 2
def subscript(): return t['key']
def subscript_nested(): return [[1, 2], [3]][1][5]
def subscript_store(): t.items['a']['b']['c'] = 1
def subscript_expr(): return identity({})[(1 + 2)]
def attribute(): return t.attr.nothing
def attribute_chain(): return t.items.keys().foo.bar
def attribute_store(): (1).x = 5
def call(): return raiser()
def call_arg(): raiser(1, identity(2))
def call_assign(): result = raiser(1)
def call_method(): return t.method(1, 2)
def call_nested(): return identity(raiser(identity(1)))
def call_multi():
    return raiser(
        1,
        2,
        3,
        4,
    )
def call_multi2():
    identity(
        raiser
    )(1,
      2)
def call_lines():
    x = identity(1) + raiser(1,
        2,
        3) + identity(
            4)
def call_string(): raiser("a (b [c" + f"{identity('x')} [" + 'd'[0])
def compare(): return 1 < 2 < t < 3
def compare2(): return 3 < 'a'
def boolean(): return t and 1
def negated(): return not t
def unary(): return -t
def unary2(): return -'a'
def unpack(): a, b = 1, 2, 3
def unpack2():
    a, b, *c = [1]
def iterate():
    for x in 5: pass
def in_loop():
    for i in range(2):
        raiser(i)
def comprehension(): return [raiser(i) for i in range(3)]
def genexp(): return sum(raiser(i) for i in range(3))
def lambdas(): return (lambda x: x.foo)(1)
def conditional(): return 1 if raiser() else 2
def fstring(): return f'{raiser()} and {1}'
def fstring2(): return f'{1:{"bad"}}'
def asserting(): assert 1 == 2, 'message ' + str(3)
def asserting2(): assert not identity(1)
def raising(): raise ValueError
def raising2(): raise KeyError('a') from ValueError('b')
def with_():
    with open_nothing(): pass
def with2():
    with t as x: pass
def importing(): import no_such_module_at_all
def importing2(): from sys import pth
def deleting(): del t.nothing
def deleting2(): del t.items['zz']
def wide(): return '日本語' + identity('é') + 1
def tabs():
	return 1	+	identity('a')
def returned_attr(): return t.method()
def starred(): return identity(*[1, 2], **{'z': 3})
def kwargs(): return identity(x=1, y=2)
def yield_():
    yield 1
    raiser(1)
def gen_use():
    for x in yield_(): pass
def walrus(): return (y := raiser(1))
def tuple_(): return 1, raiser(), 3
def dict_(): return {'a': 1, 'b': raiser()}
def string_format(): return '{}'.nothing(1)
def slice_(): return [1, 2, 3]['a':'b']
def decorated():
    @raiser
    def f(): pass
def class_body():
    class Inner:
        x = undefined_thing
def default_arg():
    def f(a=raiser()): pass
def int_parse(): return int('x', 10) + 1
def one_line(): x = 1; raiser(x); y = 2
for f in [binary, binary2, binary_parens, binary_power, binary_unary, binary_div, binary_shift, augmented, matmul, subscript, subscript_nested,
          subscript_store, subscript_expr, attribute, attribute_chain, attribute_store, call, call_arg, call_assign, call_method,
          call_nested, call_multi, call_multi2, call_lines, call_string, compare, compare2, boolean, negated, unary, unary2, unpack,
          unpack2, iterate, in_loop, comprehension, genexp, lambdas, conditional, fstring, fstring2, asserting, asserting2, raising,
          raising2, with_, with2, importing, importing2, deleting, deleting2, wide, tabs, returned_attr, starred, kwargs, gen_use,
          walrus, tuple_, dict_, string_format, slice_, decorated, class_body, default_arg, int_parse, one_line]:
    show(f)

def rec(n): return rec(n - 1) if n else 1 / 0
show(rec, 2)
show(rec, 3)
show(rec, 4)
show(rec, 50)
def even(n): return odd(n - 1)
def odd(n): return even(n - 1) if n > 0 else raiser()
show(even, 9)
sys.setrecursionlimit(120)
def endless(): endless()
show(endless)
sys.setrecursionlimit(1000)

def chain():
    try:
        try: 1 / 0
        except ZeroDivisionError: raise KeyError('second')
    except KeyError as e:
        raise ValueError('third') from e
show(chain)
def suppressed():
    try: 1 / 0
    except ZeroDivisionError: raise KeyError('k') from None
show(suppressed)
def notes():
    e = ValueError('multi\nline')
    e.add_note('note one')
    e.add_note('note\ntwo lines')
    raise e
show(notes)
def bad_notes():
    e = ValueError()
    e.__notes__ = 3
    raise e
show(bad_notes)
class BadStr(Exception):
    def __str__(self): raise RuntimeError
def bad_str(): raise BadStr
show(bad_str)
class Outer:
    class NestedError(Exception): pass
def nested_name(): raise Outer.NestedError('n')
show(nested_name)
def circular():
    a, b = ValueError('a'), KeyError('b')
    a.__cause__, b.__cause__ = b, a
    raise a
show(circular)

def group():
    try: raiser()
    except ValueError as v: first = v
    try: 1 / 0
    except ZeroDivisionError as z: second = z
    raise ExceptionGroup('the group', [first, second, ExceptionGroup('inner', [KeyError('k'), TypeError('t')]), OSError(2, 'gone', 'f')])
show(group)
def group_chain():
    try: group()
    except ExceptionGroup as e: raise RuntimeError('after') from e
show(group_chain)
def group_many():
    e = ExceptionGroup('many', [ValueError(i) for i in range(20)])
    e.add_note('a note')
    raise e
show(group_many)
def group_in():
    try: raise ValueError('ctx')
    except ValueError:
        raise ExceptionGroup('g', [ExceptionGroup('h', [TypeError('x')])])
show(group_in)
def group_deep():
    e = ValueError('bottom')
    for i in range(13): e = ExceptionGroup(str(i), [e])
    raise e
show(group_deep)

def hint_local():
    some_value = 1
    return some_valeu
show(hint_local)
show(lambda: pritn('x'))
show(lambda: t.atr)
show(lambda: [].appendd(1))
show(lambda: 'a'.uper())
show(lambda: math.pi)
show(lambda: tiem)
class Selfish:
    def __init__(self): self.blech = 1
    def f(self): return blech
    def g(self): return self.bleach
    def _private(self): pass
    def h(self): return self._privat
    def i(self): return self.privat
show(Selfish().f)
show(Selfish().g)
show(Selfish().h)
show(Selfish().i)
def unbound():
    print(later)
    later = 1
show(unbound)
def free():
    def inner(): return captured
    inner()
    captured = 1
show(free)
show(lambda: identity(y=1))
def global_hint(): return Thng()
show(global_hint)

def syntax():
    raise SyntaxError('bad thing', ('file.py', 3, 5, '    x = = 1\n', 3, 8))
show(syntax)
show(lambda: exec_raise(SyntaxError('no details')))
def exec_raise(e): raise e
show(exec_raise, SyntaxError('one col', ('f.py', 1, 1, 'abc')))
show(exec_raise, SyntaxError('no text', ('f.py', 1, 2, None)))
show(exec_raise, SyntaxError('multi', ('f.py', 1, 2, 'a(\n', 2, 3)))
show(exec_raise, IndentationError('indent', ('<string>', 2, 3, '\tx\n', 2, -1)))
show(exec_raise, KeyboardInterrupt())
show(exec_raise, StopIteration(3))
raise SystemError('final') from ValueError('cause without traceback')
