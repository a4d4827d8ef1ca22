# Module cmath: values (to 12 digits: C libraries differ in the last), branch cuts, infinities and nans, errors, conversions.
import cmath
import warnings

INF, NAN = float('inf'), float('nan')
ONE = ('acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cos', 'cosh', 'exp', 'log', 'log10', 'phase', 'polar', 'sin', 'sinh', 'sqrt',
       'tan', 'tanh', 'isfinite', 'isinf', 'isnan')


def raised(f, *args, **keywords):
    try:
        return f(*args, **keywords)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


def shown(value):
    if isinstance(value, complex):
        return f'({value.real:.12g}, {value.imag:.12g})'
    if isinstance(value, tuple):
        return ' '.join(map(shown, value))
    return f'{value:.12g}' if isinstance(value, float) else str(value)


for name in ONE:
    f = getattr(cmath, name)
    print(name, *(shown(raised(f, z)) for z in (0, 1, -1, 1j, 0.5 - 0.25j, complex(-2, -0.0), complex(-2, 0.0), 1e300 + 1e300j, 1e-320j, 720 + 1j)))
    print(*(shown(raised(f, complex(x, y))) for x in (-INF, -0.0, 2.0, INF, NAN) for y in (-INF, 0.0, -2.0, INF, NAN)), sep='|')
print(*(shown(raised(cmath.rect, r, phi)) for r in (-INF, -0.0, 2.0, INF, NAN) for phi in (-INF, -0.0, 0.0, 2.0, NAN)), sep='|')
print(*(shown(raised(cmath.log, z, base)) for z in (0, 8, 2j) for base in (2, 1, 0, 1j)))
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.nan, cmath.infj, cmath.nanj)

print(cmath.isclose(1, 1 + 1e-10j), cmath.isclose(1, 1.1, rel_tol=0.05), cmath.isclose(a=1j, b=1.1j, abs_tol=0.2), cmath.isclose(INF, INF))
print(cmath.isclose(INF * 1j, 1), cmath.isclose(NAN, NAN), raised(cmath.isclose, 1, 1, rel_tol=-1), raised(cmath.isclose, 1))


class Part(complex):
    pass


def conversions(name, result):
    return type(name, (), {name: lambda self: result})()


warnings.simplefilter('always')
warnings.showwarning = lambda message, category, *rest: print(category.__name__, message)
for name, results in (('__complex__', (1j, Part(2j), 1, None)), ('__float__', (4.0, 1)), ('__index__', (9, True, 1.0))):
    for result in results:
        print(name, result, raised(cmath.sqrt, conversions(name, result)))
print(raised(cmath.sqrt, Part(-4)), raised(cmath.sqrt, '1'), raised(cmath.sqrt, None), raised(cmath.sqrt, 10 ** 400), raised(cmath.rect, 1j, 1))
print(float(1) / complex(INF, NAN), float(-1) / complex(INF, INF), complex.from_number(NAN * 1j), raised(float.fromhex, '0x1p０'))
