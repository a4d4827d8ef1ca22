"""Iterative radix-2 fast Fourier transform over separate real and imaginary lists."""
import math
import sys


def fft(re, im, inverse):
    n = len(re)
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            re[i], re[j] = re[j], re[i]
            im[i], im[j] = im[j], im[i]
    size = 2
    while size <= n:
        angle = (2 if inverse else -2) * math.pi / size
        wr, wi = math.cos(angle), math.sin(angle)
        half = size // 2
        for start in range(0, n, size):
            cr, ci = 1.0, 0.0
            for k in range(start, start + half):
                m = k + half
                tr = re[m] * cr - im[m] * ci
                ti = re[m] * ci + im[m] * cr
                re[m] = re[k] - tr
                im[m] = im[k] - ti
                re[k] += tr
                im[k] += ti
                cr, ci = cr * wr - ci * wi, cr * wi + ci * wr
        size *= 2
    if inverse:
        for i in range(n):
            re[i] /= n
            im[i] /= n


bits = int(sys.argv[1]) if len(sys.argv) > 1 else 17
n = 1 << bits
re = [math.sin(i * 0.1) + (i % 7) for i in range(n)]
im = [0.0] * n
original = re[:]
fft(re, im, False)
print("%.6f %.6f" % (re[1], im[n // 2]))
fft(re, im, True)
print("%.3e" % 0 if max(abs(a - b) for a, b in zip(re, original)) < 1e-9 else "wrong")
