"""The integer loop at module level, where every variable is a global."""
import sys

n = int(sys.argv[1]) if len(sys.argv) > 1 else 20000000
total = 0
for i in range(n):
    if i & 3:
        total += i
    else:
        total -= 1
print(total)
