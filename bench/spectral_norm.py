"""Power iteration on an implicit matrix: a tiny function called from nested loops."""
import sys


def a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v, u, n):
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += a(i, j) * u[j]
        v[i] = total


def times_transposed(v, u, n):
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += a(j, i) * u[j]
        v[i] = total


def spectral_norm(n):
    u = [1.0] * n
    v = [0.0] * n
    w = [0.0] * n
    for _ in range(10):
        times(w, u, n)
        times_transposed(v, w, n)
        times(w, v, n)
        times_transposed(u, w, n)
    vbv = vv = 0.0
    for i in range(n):
        vbv += u[i] * v[i]
        vv += v[i] * v[i]
    return (vbv / vv) ** 0.5


n = int(sys.argv[1]) if len(sys.argv) > 1 else 600
print("%.9f" % spectral_norm(n))
