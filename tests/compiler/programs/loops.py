def search(items, wanted):
    for item in items:
        if item is None:
            continue
        if item == wanted:
            break
    else:
        return -1
    n = 0
    while n < 10 and not done(n):
        n += 1
        if n > 5:
            break
    else:
        n = None
    while True:
        n -= 1
        if not n:
            return n


for i in range(3):
    for j in [1, 2, 3]:
        if i in (j, 4) or i not in {1, 2}:
            pass
