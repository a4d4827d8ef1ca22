"""Integer additions and a comparison in a function: the smallest loop there is."""
import sys


def run(n):
    total = 0
    for i in range(n):
        if i & 3:
            total += i
        else:
            total -= 1
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 60000000
print(run(n))
