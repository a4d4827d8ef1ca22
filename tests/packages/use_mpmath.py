import mpmath as mp

mp.mp.dps = 40
print(mp.pi, mp.e, mp.sqrt(2), mp.zeta(3), mp.gamma(mp.mpf('0.5')), mp.besselj(0, 1), mp.erf(1))
print(mp.quad(lambda x: mp.exp(-x * x), [-mp.inf, mp.inf]), mp.findroot(lambda x: mp.cos(x) - x, 1), mp.diff(mp.sin, 1), mp.nsum(lambda n: 1 / n ** 2, [1, mp.inf]))
print(mp.matrix([[1, 2], [3, 4]]) ** -1, mp.polyroots([1, 0, -2]), mp.identify(mp.phi), mp.mpc(1, 2) ** 3, mp.iv.mpf([1, 2]) * 3)
print(mp.nstr(mp.lambertw(1), 20), mp.hyp2f1(1, 2, 3, 0.5), mp.primepi(1000), mp.fib(100), mp.bernoulli(20), mp.taylor(mp.exp, 0, 4))
