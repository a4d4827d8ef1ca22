# Decimal: construction, operators, rounding, special values, hashes, text.
from decimal import *
from fractions import Fraction
import copy, math

def show(f, *args):
    try:
        print(f(*args))
    except (ArithmeticError, TypeError, ValueError) as e:
        print(type(e).__name__, e)

for text in ['1', '-0', '0.10', '1e5', '1E-7', '.5', '5.', ' 12_3.4 ', '\u0661\u0662', 'inf', '-Infinity', 'nan12', 'sNaN', '',
             '.', '1e', 'e5', '1..2', 'nan-1', '1' * 45, '0' * 50 + '7E-3', '1E+999999999999999999', '1E+1000000000000000000']:
    show(lambda: repr(Decimal(text)))
for value in [12345678901234567890123456789, -7, True, 0.1, -0.0, 1e300, 5e-324, float('inf'), float('nan'), (0, (1, 2, 3), -2), (1, (), 'F'),
              [0, [1, 0], 3], (0, (4,), 'N'), None, b'1', (1,), (2, (1,), 0), (0, (10,), 0), (0, (1,), 'x')]:
    show(lambda: str(Decimal(value))[:60])

getcontext().prec = 12
a, b = Decimal('12.34567890123'), Decimal('-9.876E-3')
for f in [lambda: a + b, lambda: a - b, lambda: a * b, lambda: a / b, lambda: a // b, lambda: a % b, lambda: divmod(a, b), lambda: 7 + a, lambda: 7 - a,
          lambda: 2 * a, lambda: 1 / b, lambda: 100 // a, lambda: 100 % a, lambda: divmod(100, a), lambda: -a, lambda: +a, lambda: abs(b), lambda: a ** 3, lambda: a ** b,
          lambda: 2 ** a, lambda: pow(Decimal(7), 5, 11), lambda: pow(7, Decimal(5), 11), lambda: a + 1.5, lambda: a < b, lambda: a == 12, lambda: 12 <= a, lambda: Decimal('0.5') == 0.5,
          lambda: Decimal('0.1') < 0.1, lambda: Decimal('0.25') == Fraction(1, 4), lambda: Decimal('0.3') > Fraction(1, 3), lambda: a < 1j, lambda: a == 'x', lambda: a < None]:
    show(f)
for x, y in [('1', '0'), ('0', '0'), ('-1', '0'), ('inf', 'inf'), ('inf', '-inf'), ('sNaN', '1'), ('NaN7', '1'), ('1E+20', '1'), ('0', '1E+5')]:
    for op in ['+', '-', '*', '/', '//', '%']:
        show(lambda: eval(f'x {op} y', {'x': Decimal(x), 'y': Decimal(y)}))
print(hash(Decimal('1.5')) == hash(1.5), hash(Decimal(10**40)) == hash(10**40), hash(Decimal('0.125')) == hash(Fraction(1, 8)), hash(Decimal('-inf')))
show(lambda: hash(Decimal('sNaN')))
print({Decimal('1.0'): 'a', 1: 'b'}, sorted([Decimal(3), 2.5, 1, Fraction(1, 2)]))
for v in ['2.5', '-2.5', '3.5', '1E+3', '-0.4', 'nan', 'inf']:
    d = Decimal(v)
    show(lambda: (round(d), math.floor(d), math.ceil(d), math.trunc(d), int(d), float(d)))
    show(lambda: (round(d, 0), d.as_integer_ratio(), d.as_tuple(), complex(d)))
print(round(Decimal('123.456'), 2), round(Decimal('123.456'), -1), Decimal('123.456').quantize(Decimal('.1'), rounding=ROUND_UP))
for mode in [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]:
    print(mode, *[Decimal(v).quantize(1, mode) for v in ['1.5', '2.5', '-1.5', '1.1', '-1.9', '5.01', '0']])
for spec in ['', '.3', '12', '<12', '^12.2f', '+.1e', '010.2f', ',.2f', '_', '.0%', 'n', '#.0f', '=+12', 'z.0f', 'x', '.']:
    show(lambda: [format(Decimal(v), spec) for v in ['1234567.8915', '-0.004', '1E+9', '-Infinity', 'NaN3']])
print(Decimal('123E+3').to_eng_string(), Decimal('1.2E-8').to_eng_string(), Decimal('0E+5').to_eng_string(), copy.copy(a) is a, copy.deepcopy(a) is a)

class Money(Decimal):
    def __new__(cls, value, unit='EUR'):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

m = Money('1.10')
print(repr(m), m.unit, type(m + 1), type(Money.from_float(1.5)), Money.from_float(0.5).unit, isinstance(Decimal(m), Money), type(copy.copy(m)).__name__)
total = Decimal(0)
for i in range(3000):
    total = total * Decimal('1.0001') + i / Decimal(7) - Decimal('0.01')
print(total, total.sqrt(), total.ln(), Decimal('1.5').exp(), total.log10(), total.is_finite())
