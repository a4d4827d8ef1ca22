# What a generator changes while C code drives it: a trace that called the C code takes it for constant.
def scale(x):
    return x


def twice(x):
    return 2 * x


def changes(at, i):
    for k in range(3):
        if i == at and k == 1:
            globals()['scale'] = twice
        yield k
        for _ in range(2):  # pending events are handled here
            pass


def loop(n, at):
    t = 0
    for i in range(n):
        before = scale(i)
        s = sum(changes(at, i))
        t += before * 1000 + scale(i) + s
    return t


for at in (10, 150, 298):
    globals()['scale'] = globals()['original'] if 'original' in globals() else scale
    original = scale
    print(loop(300, at))
    scale = original


class Box:
    factor = 1

    def value(self):
        return self.factor


def changes_class(at, i):
    for k in range(3):
        if i == at:
            Box.value = lambda self: 7
            Box.factor = 3
        yield k


def class_loop(n, at):
    box = Box()
    t = 0
    for i in range(n):
        t += box.value()
        t += len(list(changes_class(at, i)))
        t += box.value() * 100
    return t


print(class_loop(300, 150), class_loop(100, -1))


def followed(n, at):
    t = 0
    for i, k in enumerate(changes(at, at)):
        t += scale(k)
    g = changes(at, at)
    for k in g:
        t += scale(k) * 10
    return t


scale = original
print([followed(60, at) for at in range(4)])


def counter():
    global total
    for i in range(400):
        total += i
        yield total


total = 0
for x in counter():
    if x % 5 == 0:
        total -= 3
    elif x % 7 == 0:
        total = str(total)
        total = int(total) + 1
print(total)


# The same with other callbacks: the first call changes what the trace relies on, a later one handles the event.
def replaces(x):
    if x == 40:
        globals()['scale'] = twice
    for _ in range(2):
        pass
    return x


def with_callbacks(n):
    t = 0
    for i in range(n):
        t += sum(list(map(replaces, (i, 1, 2))))
        t += scale(i)
        t += len(sorted((3, i, 2), key=replaces)) * scale(1)
    return t


scale = original
print(with_callbacks(90))
