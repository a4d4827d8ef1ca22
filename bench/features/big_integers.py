"""Ints beyond a word."""


def add_and_multiply(n):
    x = 1 << 100
    for i in range(n):
        x = (x * 3 + i) % ((1 << 127) - 1)
    return x


def values_that_stay_small(n):
    x = (1 << 64) + 1
    total = 0
    for i in range(n):
        total += (x + i) >> 60
    return total


def factorials(n):
    total = 0
    for _ in range(n // 50 + 1):
        x = 1
        for i in range(1, 50):
            x *= i
        total ^= x
    return total


def fibonacci_numbers(n):
    total = 0
    for _ in range(n // 200 + 1):
        a, b = 0, 1
        for _ in range(200):
            a, b = b, a + b
        total += a & 0xFFFF
    return total


def hash_of_words(n):
    total = 14695981039346656037
    for i in range(n):
        total = (total ^ i & 255) * 1099511628211 & 0xFFFFFFFFFFFFFFFF
    return total


def modulus_of_two_limbs(n):
    total, x = 0, (1 << 70) + 12345
    for i in range(n):
        total += (x + i) % 1000003
    return total
