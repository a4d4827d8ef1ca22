"""How many NaNs there are is for a program to see: no two are equal, and a set or a list asks for identity first. So what a loop computes is a
new object in each round, also where it computes from the same operands; and a float that is only passed on stays the same one."""
import cmath
import math
import operator

nan = float('nan'); inf = float('inf'); zn = complex(nan, 1); w = 2+1j
exprs = '''z * w; w * z; z + w; z - w; z / w; z ** w; z * 2; 2 * z; z + 1.5; 1.5 - z; z / 2; 2 / z; z ** 2; 2 ** z; pow(z, w); pow(z, 2); pow(2.0, z); -z; +z; z.conjugate(); z.real; abs(z); complex(x, 3); complex(x); complex('nan');
math.modf(x); math.frexp(x); round(x, 1); float(' nan'); float('nan'); float.fromhex('nan'); x * 2.0; x + 1; x - x; math.copysign(x, -1.0); math.fmod(x, 2.0); divmod(x, 2.0); x // 1.0; x % 1.0; x ** 2.0; -x; +x; abs(x); math.pow(x, 2); pow(x, 2); math.fsum((x, 1.0)); operator.neg(x); x.__add__(1.0); x.__mul__(1.0); max(x * 1.0, 1.0); sum((x, 1.0)); math.nextafter(x, 1.0); math.ldexp(x, 2); math.degrees(x); math.fabs(x); inf - inf; inf * 0; math.sqrt(x); math.sin(x); math.atan2(x, 1.0); math.exp(x); math.hypot(x, 1.0); math.dist((x,), (1.0,)); math.prod((x, 2.0)); math.fma(x, 1.0, 2.0); float(x); x.real; x.conjugate(); (x * 1.0, 2); [x * 1.0][0]; min(x * 2, 3.0); math.remainder(x, 1.0); math.ulp(x); cmath.sqrt(z); cmath.exp(z); operator.mul(z, w); operator.mul(x, 2.0); operator.truediv(x, 2); z.__mul__(w); complex.__mul__(z, w); x.__pow__(2); float.__mul__(x, 2.0); x * True; True * x; x / 3; math.gamma(x); math.erf(x); math.cbrt(x); math.trunc(2.5); x if x else 0; not x and x; (x * 2).real; complex(x, x).real; complex(x * 2, 1).real'''
for e in exprs.replace('\n', ' ').split(';'):
    e = e.strip()
    src = f'''
def f(n, x, z, w):
    s = set(); l = []; same = 0; eq = 0
    for i in range(n):
        a = {e}
        b = {e}
        same += a is b
        eq += (a,) == (b,)
        s.add(a)
        l.append(b)
    return len(s), l.count(l[3]), same, eq
'''
    ns = dict(globals())
    exec(src, ns)
    try: r = ns['f'](700, nan, zn, w)
    except Exception as ex: r = repr(ex)
    print(e, r)
