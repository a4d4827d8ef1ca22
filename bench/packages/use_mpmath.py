"""Digits: constants, functions, sums, quadrature, roots, matrices at 50 to 200 digits."""
from mpmath import erf, euler, exp, findroot, gamma, inf, log, lu_solve, matrix, mp, mpf, nsum, pi, polyroots, quad, sin, sqrt, zeta

import checksum

for i in range(1, 1 + checksum.rounds(20)):
    mp.dps = 50 * (i % 3 + 1)
    checksum.add(mp.nstr(pi * euler + sqrt(mpf(i)), mp.dps - 5))
    for k in range(1, 40):
        t = mpf(k) / 7 + i
        checksum.add(mp.nstr(exp(-t) * sin(t) + log(t) ** 3 / gamma(t), mp.dps - 5))
    checksum.add(mp.nstr(zeta(mpf(i) + 0.5), mp.dps - 5))
    mp.dps = 30
    checksum.add(mp.nstr(quad(lambda t: exp(-t * t) * erf(t), [0, i]), 20))
    checksum.add(mp.nstr(nsum(lambda n: 1 / (n * n + i), [1, inf]), 15))
    checksum.add(mp.nstr(findroot(lambda t: t**3 - i * t - 5, 2), 20))
    checksum.add([mp.nstr(abs(root), 15) for root in polyroots([1, -i, 3, 0, -7, 2], maxsteps=200, extraprec=80)])
    a = matrix([[mpf(1) / (r + c + 1) + (r == c) * i for c in range(8)] for r in range(8)])
    checksum.add(mp.nstr(lu_solve(a, matrix([1] * 8)).T, 15))
checksum.show()
