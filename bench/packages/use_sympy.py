"""Algebra: expansion, factors, derivatives, integrals, limits, equations, matrices."""
from sympy import Matrix, cos, diff, exp, expand, factor, integrate, latex, limit, log, series, simplify, sin, solve, symbols

import checksum

x, y, z = symbols('x y z')
for i in range(1, 1 + checksum.rounds(3)):
    checksum.add(str(expand((x + i * y + z) ** 6)))
    checksum.add(str(factor(expand((x**2 - i**2) * (x + y) ** 3 * (x - 2 * y)))))
    checksum.add(str(diff(sin(x**2) * exp(i * x) / (1 + cos(x)), x, 2)))
    checksum.add(str(integrate(x**2 * exp(i * x) + sin(i * x) * x, x)))
    checksum.add(str(limit((1 - cos(i * x)) / x**2, x, 0)))
    checksum.add(str(series(exp(sin(i * x)), x, 0, 6)))
    checksum.add(str(solve([x**2 + y**2 - 25 * i, x - y - i], [x, y])))
    checksum.add(str(simplify(sin(i * x) ** 2 + cos(i * x) ** 2 + log(exp(x)) / x)))
    matrix = Matrix(5, 5, lambda r, c: r * c + i if r != c else x + r)
    checksum.add(latex(matrix.det()))
checksum.show()
