"""divmod, abs, min, max, int, float, round and mathematical functions."""
import math


def divmod_of_ints(n):
    total = 0
    for i in range(n):
        q, r = divmod(i, 7)
        total += q - r
    return total


def abs_min_max(n):
    total = 0
    for i in range(n):
        total += abs(i - 500) + min(i, 300) + max(i, 300, 2)
    return total


def int_of_float(n):
    total = 0
    for i in range(n):
        total += int(i * 0.7) + int(float(i))
    return total


def round_of_float(n):
    total = 0
    for i in range(n):
        total += round(i * 0.37) + round(i * 0.37, 1)
    return total


def math_functions(n):
    total = 0.0
    for i in range(n):
        total += math.sqrt(i) + math.sin(i) * math.cos(i) + math.floor(i * 0.3)
    return round(total, 4)


def int_bits(n):
    total = 0
    for i in range(n):
        total += i.bit_length() + i.bit_count()
    return total


def hex_and_bin(n):
    total = 0
    for i in range(n):
        total += len(hex(i)) + len(bin(i))
    return total
