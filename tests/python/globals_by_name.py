# A loop that sets a global while others come and go reads what it has just set.
log = []


def note(*values):
    if len(log) < 400:
        log.append(repr(values)[:120])


def main(size):
    global i0, a0
    l1 = [k for k in range(5)]
    for n in range(size):
        for i0 in zip(range(9), l1):
            note(7, i0)
        try:
            del a0
        except NameError:
            pass
        a0 = i0


main(30)
print(len(log), [i for i in range(len(log)) if log[i] != repr((7, (i % 5, i % 5)))])
