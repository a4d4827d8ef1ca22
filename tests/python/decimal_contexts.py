# Contexts: attributes, flags and traps, the current one, every operation as a method, pickling.
import contextvars, pickle, warnings
from decimal import *
import decimal

def show(f, *args):
    try:
        print(f(*args))
    except (ArithmeticError, TypeError, ValueError, KeyError, AttributeError) as e:
        print(type(e).__name__, e, [t.__name__ for t in type(e).__mro__[:-3]])

print(DefaultContext, BasicContext, ExtendedContext, IEEEContext(128), sep='\n')
print(MAX_PREC, MAX_EMAX, MIN_EMIN, MIN_ETINY, HAVE_THREADS, HAVE_CONTEXTVAR)
c = Context(prec=5, rounding=ROUND_DOWN, Emin=-20, Emax=20, capitals=0, clamp=1, flags=[Inexact], traps=[Clamped])
print(c, c.Etiny(), c.Etop(), list(c.flags) == list(c.traps), len(c.flags), c.flags[Inexact], c.traps.copy() == c.traps)
for name, value in [('prec', 0), ('prec', 'x'), ('Emin', 1), ('Emax', -1), ('rounding', 'up'), ('capitals', 2), ('clamp', 2), ('flags', 3), ('traps', {}), ('foo', 1)]:
    show(setattr, c, name, value)
show(delattr, c, 'prec')
show(lambda: c.flags[ValueError])
show(lambda: c.flags.pop(Inexact))
c = Context(prec=4, Emin=-9, Emax=9)
for trapped in [[], [Inexact, Rounded, Subnormal, Underflow, Overflow, Clamped, DivisionByZero, InvalidOperation]]:
    c = Context(prec=4, Emin=-9, Emax=9, traps=trapped, capitals=1)
    for f in [lambda: c.divide(1, 3), lambda: c.multiply(Decimal('1E-8'), Decimal('1.2345E-3')), lambda: c.multiply(Decimal('1E-8'), Decimal('1E-30')), lambda: c.power(10, 20),
              lambda: c.divide(0, 0), lambda: c.divide(1, 0), lambda: c.sqrt(-1), lambda: c.create_decimal('1_0'), lambda: c.create_decimal('123456E+4'), lambda: c.plus(Decimal('0E-99')),
              lambda: c.divide_int(10**9, 1), lambda: c.quantize(Decimal(99999), Decimal('.1')), lambda: c.create_decimal(0.1), lambda: c.compare_signal(1, Decimal('nan'))]:
        c.clear_flags()
        show(f)
        print([s.__name__ for s in c.flags if c.flags[s]])
c = Context(prec=9, traps=[])
a, b = Decimal('123.45678'), Decimal('-7.5')
for name in ['exp', 'ln', 'log10', 'logb', 'next_minus', 'next_plus', 'normalize', 'sqrt', 'abs', 'minus', 'plus', 'to_integral_exact', 'to_integral_value', 'number_class', 'is_normal', 'is_signed', 'is_zero',
             'to_sci_string', 'to_eng_string', 'copy_abs', 'copy_negate', 'create_decimal']:
    print(name, getattr(c, name)(a), getattr(c, name)(b), getattr(c, name)(Decimal('1E-400')), getattr(c, name)(Decimal('nan5')))
for name in ['compare', 'compare_total', 'compare_total_mag', 'copy_sign', 'max', 'max_mag', 'min', 'min_mag', 'next_toward', 'remainder_near', 'add', 'subtract', 'multiply', 'divide', 'divide_int',
             'remainder', 'quantize', 'power', 'divmod', 'same_quantum']:
    print(name, getattr(c, name)(a, b), getattr(c, name)(b, a), getattr(c, name)(a, 2), getattr(c, name)(Decimal('1E+400'), 3), getattr(c, name)(a, Decimal('sNaN')))
for name in ['logical_and', 'logical_or', 'logical_xor', 'shift', 'rotate', 'scaleb']:
    print(name, getattr(c, name)(1100, 1), getattr(c, name)(Decimal(1010101), Decimal(-1)), getattr(c, name)(Decimal(101), Decimal(11)))
print(c.logical_invert(1010), c.fma(a, b, 1), c.power(3, 200, 1000), c.radix(), a.fma(2, b), a.scaleb(2), a.shift(1), a.next_toward(b), a.canonical(), a.number_class())
show(c.add, 1, 1.5)
show(c.canonical, 1)
show(lambda: a.compare(b, context=1))

with localcontext(prec=3) as lc:
    print(Decimal(1) / 7, getcontext() is lc)
    with localcontext(Context(prec=5), rounding=ROUND_UP):
        print(Decimal(1) / 7)
    print(Decimal(1) / 7)
print(Decimal(1) / 7)
show(localcontext, 3)
show(setcontext, 3)

def inside():
    getcontext().prec = 6
    return Decimal(1) / 7

print(contextvars.copy_context().run(inside) , getcontext().prec)
def fresh():
    setcontext(Context(prec=2))
    return Decimal(2) / 3
print(contextvars.copy_context().run(fresh), Decimal(2) / 3)
old = getcontext()
setcontext(ExtendedContext)
print(getcontext() is ExtendedContext, getcontext(), Decimal(1) / 0)
setcontext(old)
getcontext().clear_flags()
getcontext().traps[FloatOperation] = True
show(lambda: Decimal(1.5))
show(lambda: Decimal(1) < 1.5)
show(lambda: Decimal('1.5') == 1.5)
show(lambda: Decimal.from_float(1.5))
for protocol in range(6):
    print(pickle.loads(pickle.dumps(Decimal('1.50E-7'), protocol)), pickle.loads(pickle.dumps(Context(prec=7, traps=[Clamped]), protocol)), pickle.loads(pickle.dumps(Decimal(12).as_tuple(), protocol)))

# Modulo 1 everything is 0.
print(pow(Decimal(1), 0, 1), pow(Decimal(7), Decimal('-0'), Decimal(1)), pow(Decimal(7), 0, 2))

# Only a whole format specification is deprecated.
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    for spec in '>Nf', '10Nf', 'Nx', 'N>8', 'N':
        try:
            print(format(Decimal('6.5e-30'), spec))
        except ValueError as error:
            print(error)
    print(len(seen))

# The module in Python may be asked for by name, or by blocking the other.
import importlib
import sys

blocked = sys.modules.pop('_decimal')
del sys.modules['decimal']
sys.modules['_decimal'] = None
import decimal as in_python

print(in_python.__name__, in_python.Decimal('1.1') + 1, sys.modules['_decimal'])
