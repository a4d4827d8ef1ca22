"""LU decomposition with partial pivoting, and successive over-relaxation on a grid."""
import sys


def lu(a, n):
    pivots = list(range(n))
    for j in range(n):
        p = j
        best = abs(a[j][j])
        for i in range(j + 1, n):
            x = abs(a[i][j])
            if x > best:
                p = i
                best = x
        pivots[j] = p
        if p != j:
            a[p], a[j] = a[j], a[p]
        aj = a[j]
        recip = 1.0 / aj[j]
        for i in range(j + 1, n):
            ai = a[i]
            factor = ai[j] * recip
            ai[j] = factor
            for k in range(j + 1, n):
                ai[k] -= factor * aj[k]
    return pivots


def sor(g, n, omega, iterations):
    quarter = omega * 0.25
    keep = 1.0 - omega
    for _ in range(iterations):
        for i in range(1, n - 1):
            row = g[i]
            above = g[i - 1]
            below = g[i + 1]
            for j in range(1, n - 1):
                row[j] = quarter * (above[j] + below[j] + row[j - 1] + row[j + 1]) + keep * row[j]


def matrix(n):
    state = 5
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            state = (state * 69069 + 1) & 0x7FFFFFFF
            row.append(state / 2147483648.0 + (n if i == j else 0))
        rows.append(row)
    return rows


n = int(sys.argv[1]) if len(sys.argv) > 1 else 350
a = matrix(n)
pivots = lu(a, n)
print(sum(pivots), "%.9f" % a[n - 1][n - 1])
g = matrix(n)
sor(g, n, 1.25, 40)
print("%.9f" % g[n // 2][n // 2])
