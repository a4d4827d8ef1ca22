"""Arithmetic of int, float, bool and complex."""


def int_add(n):
    total = 0
    for i in range(n):
        total += i
    return total


def int_mixed(n):
    a, b = 1, 2
    for i in range(n):
        a, b = (a * 3 + b) & 0xFFFF, (b - a + i) & 0xFFFF
    return a, b


def int_division(n):
    total = 0
    for i in range(1, n):
        total += 1000003 // i + 1000003 % i
    return total


def int_shifts(n):
    x = 0x12345
    for _ in range(n):
        x = ((x << 5) ^ (x >> 3)) & 0xFFFFFFFF
    return x


def int_comparison(n):
    count = 0
    for i in range(n):
        if 10 < i < 5000 or i == 7 or i != i:
            count += 1
    return count


def int_power(n):
    total = 0
    for i in range(n):
        total += (i & 15) ** 3
    return total


def float_add_multiply(n):
    x = 0.0
    for i in range(n):
        x = x * 0.5 + i * 1.25
    return x


def float_division(n):
    x = 1.0
    for i in range(1, n):
        x += 1.0 / i / (i + 0.5)
    return x


def float_power(n):
    x = 0.0
    for i in range(n):
        x += (i * 0.001) ** 1.5
    return round(x, 3)


def bool_logic(n):
    count = 0
    for i in range(n):
        a, b = i % 3 == 0, i % 5 == 0
        count += (a and not b) + (a | b) + (a ^ b)
    return count


def complex_arithmetic(n):
    z = 0j
    for i in range(n):
        z = z * (0.5 + 0.25j) + (1 - 1j)
    return z


def int_float_mixed(n):
    total = 0
    for i in range(n):
        total += i / 2 - i * 0.5 + (i & 1)
    return total
