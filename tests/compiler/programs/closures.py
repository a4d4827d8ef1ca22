def counter(start):
    count = start
    step = 1

    def increment():
        nonlocal count
        count += step
        return count

    def reset(to=0):
        nonlocal count
        count = to
        del step_back

    step_back = -1
    return increment, reset, lambda: count + start


total = 0


def add(n):
    global total
    total += n
    return total


def unbound(flag):
    if flag:
        value = 1
    print(value)
    del value
    return value
