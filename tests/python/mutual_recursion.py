"""Two functions that call each other, of different length: a trace that ends with a call of the shorter one, from beyond that one's end."""


def short(n):
    return long(n - 1)


def long(n):
    if n <= 0:
        return 0
    a = n + 1
    b = a * 2 - n
    c = b - a + 3
    d = a + b + c
    e = a - b - c
    f = d * e + a
    return (a + b + c + d + e + f) % 7 + short(n - 1)


total = 0
for i in range(300):
    total += short(i % 40)
print(total)
