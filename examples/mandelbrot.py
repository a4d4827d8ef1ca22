"""The Mandelbrot set in characters."""

SHADES = " .:-=+*#%@"


def shade(cr, ci):
    zr = zi = 0.0
    for i in range(200):
        zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
        if zr * zr + zi * zi > 4.0:
            return SHADES[i % len(SHADES)]
    return "@"


for row in range(24):
    print("".join(shade(column / 26.0 - 2.2, row / 11.0 - 1.05) for column in range(78)))
