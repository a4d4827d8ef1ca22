# A compiled function that returns into a generator, or into tier 1, leaves the end of the stack where it was before the call.
def down(n):
    a = b = c = d = e = f = g = h = n
    return 0 if n == 0 else 1 + down(n - 1)


def small(i):
    total = 0
    for k in range(3):
        total += i + k
    return total


def work(n):
    for i in range(n):
        yield small(i)
    yield down(980)


print(sum(work(17000)))


def from_tier_one(n):
    # The class body in the loop keeps it from being compiled.
    total = 0
    for i in range(n):
        class Step:
            value = small(i)
        total += Step.value
    return total + down(980)


print(from_tier_one(300))
