f()
f(1, 2, key=3)
o.m()
o.m(1, key=2)
o.m(*a)
o.m(**k)
f(*a, *b, c, d=1, **k)
f(a)(b)(c)
o.a.b.m().n
import module
module.function(1)
print(len([]), sep='')
f(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31)
f(k1=1, k2=2, k3=3, k4=4, k5=5, k6=6, k7=7, k8=8, k9=9, k10=10, k11=11, k12=12, k13=13, k14=14, k15=15, k16=16)
d = {1: 2, **a, 3: 4, 5: 6, **b}
s = [*a, 1, *b], (*a,), {*a, 2}
