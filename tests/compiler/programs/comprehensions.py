squares = [x * x for x in range(10) if x % 2]
pairs = {(a, b) for a in 'ab' for b in (1, 2) if a if b}
table = {k: v for k, v in pairs}
lazy = (y for y in squares)


def inner(rows, x):
    found = [cell for row in rows for cell in row if cell > x]
    nested = [[x for x in row] for row in rows]
    assigned = [y for v in rows for y in [v + 1]]
    functions = [lambda: i for i in range(3)]
    if any(n > 3 for n in found) and all(found):
        return tuple(n for n in found), x
    last = [(z := q) for q in found]
    return last, z


class Body:
    size = 3
    items = [i + size for i in range(size)]
