from sympy import (Eq, Function, Matrix, Rational, S, Symbol, apart, diff, dsolve, expand, factor, factorint, integrate, latex, limit, nsimplify,
                   oo, pi, simplify, sin, solve, sqrt, srepr, summation, symbols, series, exp, cos, log, pretty, lambdify, primerange, Interval)

x, y, n = symbols('x y n')
print(expand((x + y) ** 4), factor(x ** 4 - 1), simplify(sin(x) ** 2 + cos(x) ** 2), apart(1 / (x ** 2 - 1)))
print(diff(sin(x) * exp(x), x), integrate(x ** 2 * exp(-x), (x, 0, oo)), integrate(1 / (x ** 2 + 1), x), limit(sin(x) / x, x, 0))
print(solve(x ** 2 - 2, x), solve([x + y - 3, x - y - 1], [x, y]), series(log(1 + x), x, 0, 5), summation(1 / n ** 2, (n, 1, oo)))
print(Matrix([[1, 2], [3, 4]]).eigenvals(), Matrix([[2, 1], [1, 2]]).inv(), Rational(1, 3) + Rational(1, 6), pi.evalf(30), factorint(2 ** 32 + 1))
f = Function('f')
print(dsolve(Eq(f(x).diff(x), f(x)), f(x)), latex(sqrt(x) / (1 + y)), srepr(x + 1), nsimplify(0.125), list(primerange(20)), Interval(0, 1) & Interval(S(1) / 2, 2))
print(pretty((x + 1) / (x - sqrt(2)), use_unicode=True))
print(lambdify(x, x ** 2 + 1)(3), Symbol('p', positive=True).is_real)
