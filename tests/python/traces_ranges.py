"""range() in hot loops: a trace makes neither the range nor its iterator, unless somebody looks at them."""


def nested(n, m):
    total = 0
    for i in range(n):
        for j in range(m):
            for k in range(j, m):
                total += i * j - k
    return total


print([nested(40, m) for m in range(7)])


def steps(n):
    out = []
    for i in range(n):
        a = [x for x in range(i % 7, 20, 3)]
        b = [x for x in range(20, i % 5, -4)]
        c = list(range(i % 3, -i % 6))
        for x in range(10, 0, -1):
            a.append(x)
        for x in range(5, 25, i % 4 + 1):
            b.append(x)
        out.append((a, b, c))
    return hash(str(out)) == hash(str(out)), out[3], out[n - 1]


print(steps(300))


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


def kinds(arguments):
    out = []
    for _ in range(60):
        for argument in arguments:
            try:
                total = 0
                for i in range(argument):
                    total += i
                    if i > 20:
                        break
                out.append(total)
            except TypeError as e:
                out.append(str(e))
    return out[:len(arguments)], len(out), out[-len(arguments):] == out[:len(arguments)]


print(kinds([3, 4, 5, 6]))
print(kinds([3, True, Index(4), 2.5, 10**30, -5, 'x', None, False]))


def zero_steps(n):
    caught = 0
    for i in range(n):
        try:
            for j in range(0, 10, i % 3):
                caught += 100
        except ValueError as e:
            caught += 1
            message = str(e)
    return caught, message


print(zero_steps(200))


def kept(n):
    """Ranges and iterators that are looked at."""
    seen = []
    for i in range(n):
        r = range(i, i + 3)
        total = 0
        for x in r:
            total += x
        for x in r:
            total += x * 2
        if i % 50 == 49:
            seen.append((r, len(r), r[1], i in r, total))
        it = iter(range(i))
        for x in it:
            if x == 2:
                break
        if i % 60 == 59:
            seen.append(sum(it))
    return seen


print(kept(300))


def raising(n):
    """The exit has to make the iterators that the handler and the loops go on with."""
    count = 0
    for i in range(n):
        for j in range(i % 5 + 2):
            try:
                for k in range(4):
                    if (i + j + k) % 11 == 10:
                        raise KeyError(k)
                    count += 1
            except KeyError:
                count += 1000
                continue
            count += j
    return count


print(raising(500))


def shadowed(n):
    global range
    out = []
    for i in range(n):
        total = 0
        for j in range(4):
            total += j
        out.append(total)
        if i == n - 50:
            builtin = range
            range = lambda k: [k, k]
        if i == n - 20:
            del range
    return out[0], out[n - 50], out[n - 49], out[n - 20], out[n - 19], sum(out)


print(shadowed(400))


def edges(n):
    big = 2**62 - 1
    total = 0
    for i in range(n):
        for x in range(big - 2, big):
            total ^= x
        for x in range(-big - 1, -big + 1):
            total ^= x + i
        for x in range(big - i % 3, big + 2):
            total ^= x
        for x in range(-big, big, big):
            total ^= x
    return total


print(edges(200))


def bounds_change(n):
    data = []
    total = 0
    for i in range(n):
        data.append(i)
        for j in range(len(data) % 6):
            data.append(j)
            total += data[-1]
    return total, len(data)


print(bounds_change(400))


def wide_steps(n):
    """Steps that no double holds."""
    total = 0
    for i in range(n):
        for x in range(i % 3, 2**61 + 7, 2**60 + 1):
            total += x
        for x in range(2**61, -5, -2**60 - 1):
            total -= x
    return total


print(wide_steps(300))
