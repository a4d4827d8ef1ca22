def tests(a, b, c):
    if a < b < c != a:
        return a or b and c
    if not (a and b or c):
        return not a, -a, +a, ~a
    x = a if b else c
    y = 1 <= a <= b
    if x is None or y is not None:
        return a is b, a is not b, a in b, a not in b
    assert a == b, 'message'
    assert (x if y else a)
    while a and b < c <= a:
        a = b
    return a[b], a ** b // c % a @ b << c >> a & b ^ c | a
