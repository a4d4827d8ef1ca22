"""Escape times of the Mandelbrot set: a float loop with an early exit."""
import sys


def escape(cr, ci, limit):
    zr = zi = 0.0
    for i in range(limit):
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return i
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return limit


def mandelbrot(n, limit):
    total = 0
    for y in range(n):
        ci = 2.0 * y / n - 1.0
        for x in range(n):
            total += escape(2.0 * x / n - 1.5, ci, limit)
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 900
print(mandelbrot(n, 100))
