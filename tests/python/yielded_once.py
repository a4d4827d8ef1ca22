# A yield hands over its value once: whatever its size, and whoever has looked at the frames.
import sys
def look():
    sys._getframe(1).f_locals
    return 5
def gen(n):
    i = 0
    while True:
        i += 1
        yield look()
def gen2(n):
    i = 0
    while True:
        i += 1
        yield eval('i')
def big(n):
    x = 1 << 61
    for i in range(n):
        yield x + i * 10000000000000003
def big2(n):
    x = 1 << 61
    for i in range(n):
        y = x + i * 10000000000000003
        yield i
        x = y - i * 10000000000000003
def main():
    t = 0
    g = gen(3)
    for i in range(120):
        t += next(g)
    g = gen2(3)
    for i in range(120):
        t += next(g)
    for v in big(400): t += v & 1023
    for v in big2(400): t += v & 1023
    g = big(400)
    for i in range(400): t += next(g) % 7
    return t
print(main())
print(sum(v & 255 for v in big(400)))
