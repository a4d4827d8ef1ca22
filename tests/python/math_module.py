# Module math: values and errors; values that depend on the platform's libm are printed rounded.
import math


def attempt(label, action):
    try:
        print(label, '->', repr(action()))
    except Exception as e:
        print(label, '=>', type(e).__name__, e.args)


def near(x):
    return float('%.13g' % x)


print(math.pi, math.e, math.tau, math.inf, math.nan, -math.inf)
print([near(f(0.5)) for f in (math.sin, math.cos, math.tan, math.asin, math.acos, math.atan, math.sinh, math.cosh, math.tanh, math.asinh, math.atanh, math.exp, math.expm1, math.exp2, math.log1p, math.erf, math.erfc, math.cbrt)])
print(math.sqrt(2), math.sqrt(16), math.sqrt(10**30), math.fabs(-1), math.degrees(math.pi), math.radians(180), near(math.acosh(2)), near(math.atan2(1, -1)), math.atan2(0, -1), math.atan2(-0.0, 1))
print(math.floor(1.5), math.floor(-1.5), math.ceil(1.2), math.ceil(-1.2), math.trunc(-1.7), math.floor(10**30), math.floor(2.0**70), math.ceil(True), math.trunc(5))
print(math.gcd(12, 18), math.gcd(), math.gcd(-4), math.gcd(0, 0), math.gcd(12, 18, 27), math.gcd(2**100, 6**50), math.gcd(2**62, 2**62), math.lcm(4, 6), math.lcm(), math.lcm(0, 5), math.lcm(3, 5, 7), math.lcm(2**50, 3**40), math.lcm(-4, 6))
print(math.factorial(0), math.factorial(20), math.factorial(21), math.factorial(50), math.factorial(1000) % 1000003, len(str(math.factorial(1000))))
print(math.comb(5, 2), math.comb(100, 50), math.comb(5, 7), math.comb(0, 0), math.comb(10**20, 2), math.comb(62, 31), math.comb(67, 33), math.comb(200, 100) % 10**9, math.comb(10**6, 3), math.comb(1000, 998))
print(math.perm(5), math.perm(5, 2), math.perm(5, 6), math.perm(10**20, 2), math.perm(5, None), math.perm(30, 30) == math.factorial(30), math.perm(100, 20))
print(math.isqrt(0), math.isqrt(15), math.isqrt(16), math.isqrt(2**62 - 1), math.isqrt(10**40), math.isqrt(10**41 + 7), math.isqrt(4611686014132420609), math.isqrt(4611686014132420608))
print(math.prod([]), math.prod([1, 2, 3]), math.prod([1.5, 2]), math.prod([2**40, 2**40]), math.prod([1, 2], start=10), math.prod([0.1, 3, 7]), math.prod([2**62, 4, 0.5]))
print(math.fsum([0.1] * 10), math.fsum([1e100, 1.0, -1e100]), math.fsum([]), math.fsum([1e308, 1e308, -1e308]) if False else '', math.fsum([1, 2**-53, 2**-106]), math.fsum(1 / n for n in range(1, 100)), math.fsum([math.inf, 1]), math.fsum([1e16, 1, 1e-16]))
print(math.sumprod([1, 2], [3, 4]), math.sumprod([0.1] * 10, [1] * 10), math.sumprod([1.5, 2], [2, 3.5]), math.sumprod([], []), math.sumprod([10**30], [10**30]), math.sumprod([10, 20, 30], [1e300, -1e300, 5]), math.sumprod([True, 2.5], [3, 4]))
print(math.hypot(3, 4), math.hypot(), math.hypot(1, 1), math.hypot(1e308, 1e308), math.hypot(5e-324, 5e-324), math.hypot(1, 2, 3, 4), math.hypot(-5), math.hypot(math.inf, math.nan), math.dist([1, 2], [4, 6]), math.dist((0.1, 0.2, 0.3), (1, 2, 3)), math.dist([], []))
print(math.hypot(*range(20)), math.hypot(*[0.1] * 30), math.dist([1e-200, 1e200], [0, 0]), math.hypot(1e-200, 1e-200))
print(math.fma(2, 3, 4), math.fma(0.1, 10, -1), math.fma(math.inf, 1, 1), math.nextafter(1, 2), math.nextafter(1, 2, steps=3), math.nextafter(0, -1), math.nextafter(-1, 1, steps=2**62), math.nextafter(1, math.inf, steps=10**30), math.nextafter(5e-324, -1, steps=2), math.nextafter(1, 1))
print(math.ulp(1), math.ulp(0), math.ulp(1e308), math.ulp(math.inf), math.ulp(-3.5), math.frexp(8), math.frexp(0), math.frexp(-0.3), math.frexp(math.inf), math.ldexp(0.5, 4), math.ldexp(1, -2000), math.ldexp(0, 10**30), math.modf(-3.25), math.modf(math.inf), math.modf(-0.0))
print(math.copysign(1, -0.0), math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, math.inf), math.remainder(7, 3), math.remainder(-7.5, 2), math.remainder(5, math.inf), math.pow(2, 0.5), math.pow(0, 0), math.pow(1, math.nan), math.pow(math.inf, -1))
print(math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9), math.isclose(math.inf, math.inf), math.isclose(math.nan, math.nan), math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.isfinite(math.nan))
print(math.log(math.e), near(math.log(10)), math.log(8, 2), math.log2(8), math.log10(1000), math.log2(2**3000), near(math.log(2**5000)), math.log10(10**400), near(math.log(10, 10**400)), math.log(1), math.log(math.inf), math.log2(2**0.5), math.log(True))
print([math.gamma(x) for x in (1, 2, 5, 23, 0.5, -0.5, 1.5, 10.1, 100.5, 171.5, -10.5, 1e-5, 150.25, -100.3)])
print([math.lgamma(x) for x in (1, 2, 3, 0.5, -0.5, 10, 100, 1e10, 0.001, -3.7, 1e300, math.inf)])
for name, args in [('sqrt', (-1,)), ('sqrt', ('a',)), ('log', (0,)), ('log', (-1.0,)), ('log', (10, 1)), ('log', (10, 0)), ('log', ()), ('log', (1, 2, 3)), ('log2', (0,)), ('log10', (-5.5,)), ('log1p', (-1,)),
                   ('exp', (1000,)), ('exp2', (2000,)), ('expm1', (1000,)), ('cosh', (1000,)), ('sinh', (-1000,)), ('acos', (2,)), ('asin', (math.inf,)), ('atanh', (1,)), ('acosh', (0,)), ('sin', (math.inf,)),
                   ('gamma', (0,)), ('gamma', (-1,)), ('gamma', (200,)), ('gamma', (-math.inf,)), ('lgamma', (0,)), ('lgamma', (1e306,)), ('pow', (0, -1)), ('pow', (-1, 0.5)), ('pow', (10, 400)), ('fmod', (5, 0)), ('fmod', (math.inf, 1)),
                   ('remainder', (5, 0)), ('ldexp', (1, 2000)), ('ldexp', (1, 'a')), ('ldexp', (1, 10**20)), ('floor', ('a',)), ('ceil', (math.inf,)), ('floor', (math.nan,)), ('trunc', ('a',)), ('factorial', (-1,)), ('factorial', (1.5,)), ('factorial', (10**20,)),
                   ('comb', (5, -1)), ('comb', (-1, 5)), ('comb', (5.0, 1)), ('perm', (-1,)), ('perm', (5, -1)), ('gcd', (1.5,)), ('isqrt', (-1,)), ('isqrt', (1.0,)), ('fsum', ([1e308, 1e308],)), ('fsum', ([math.inf, -math.inf],)), ('fsum', (['a'],)),
                   ('sumprod', ([1], [1, 2])), ('dist', ([1], [1, 2])), ('dist', (1, 2)), ('hypot', ('a',)), ('fma', (1e308, 10, 1)), ('fma', (math.inf, 0, 1)), ('sqrt', ()), ('sqrt', (10**400,)), ('isclose', (1,)), ('atan2', (1,)), ('prod', (5,))]:
    attempt(name + str(args).replace('math.', ''), lambda: getattr(math, name)(*args))
attempt('tolerance', lambda: math.isclose(1, 2, rel_tol=-1))
attempt('steps', lambda: math.nextafter(1, 2, steps=-1))


class Real:
    def __float__(self):
        return 2.5

    def __index__(self):
        return 7

    def __floor__(self):
        return 'floor'

    def __ceil__(self):
        return 'ceil'

    def __trunc__(self):
        return 'trunc'


r = Real()
print(math.floor(r), math.ceil(r), math.trunc(r), math.sqrt(r), math.factorial(r), math.gcd(r, 14), math.ldexp(r, 1), math.hypot(r, 0))
