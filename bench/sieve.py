"""Sieve of Eratosthenes on a list of bools, with plain index loops."""
import sys


def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    count = 0
    for flag in flags:
        if flag:
            count += 1
    return count


n = int(sys.argv[1]) if len(sys.argv) > 1 else 12000000
print(sieve(n))
