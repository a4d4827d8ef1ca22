# A trace that goes on in another one, several frames up, when that other one has died.
K = 1

def numbers(n):
    for i in range(n):
        yield i

def total(items):
    t = 0
    for x in items:
        t += K
    return t

def call_total(items):
    return total(items)

def outer(n):
    s = 0
    for j in range(n):
        s += total(numbers(4)) + call_total(numbers(3))
    return s

for k in (1, 2, 3):
    K = k
    print(outer(60))

# The other one lives, but perhaps there is no depth left for the frames.
import sys

def deep(n):
    return outer(30) if n == 0 else deep(n - 1)

limit = sys.getrecursionlimit()
for room in range(1, 8):
    K = room
    right = outer(30)
    sys.setrecursionlimit(60)
    try:
        if deep(58 - room) != right:
            print('wrong')
    except RecursionError:
        pass
    finally:
        sys.setrecursionlimit(limit)
print('done')
