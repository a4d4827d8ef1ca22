"""Arbitrary-precision integers: digits of pi by a spigot, factorials, modular powers, Fibonacci numbers."""
import sys

sys.set_int_max_str_digits(0)


def pi_digits(count):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    digits = []
    while len(digits) < count:
        if 4 * q + r - t < m * t:
            digits.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, m, k, x = q * k, (2 * q + r) * x, t * x, (q * (7 * k + 2) + r * x) // (t * x), k + 1, x + 2
    return "".join(map(str, digits))


def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


n = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
digits = pi_digits(n)
print(digits[:20], digits[-20:])
f = factorial(n)
print(f.bit_length(), f % 1000000007, len(str(f)))
print(fibonacci(n * 10) % 10 ** 30)
print(pow(3, fibonacci(n), 2 ** 127 - 1))
