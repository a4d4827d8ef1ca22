"""Dense matrix product over lists of lists."""
import sys


def make(n, seed):
    value = seed
    rows = []
    for _ in range(n):
        row = []
        for _ in range(n):
            value = (value * 1103515245 + 12345) & 0x7FFFFFFF
            row.append(value / 2147483648.0)
        rows.append(row)
    return rows


def product(a, b, n):
    result = []
    for i in range(n):
        ai = a[i]
        row = [0.0] * n
        for j in range(n):
            total = 0.0
            for k in range(n):
                total += ai[k] * b[k][j]
            row[j] = total
        result.append(row)
    return result


n = int(sys.argv[1]) if len(sys.argv) > 1 else 350
c = product(make(n, 1), make(n, 2), n)
print("%.9f" % c[n // 2][n // 3])
print("%.9f" % sum(c[i][i] for i in range(n)))
