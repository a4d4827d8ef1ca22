"""What a trace links to is freed while the trace waits for a call to return, after which it goes straight there."""
import re

PATTERN = re.compile('x')


class K:
    x = 1


class L:
    y = 1


# Their traces depend on K.x, so that many become invalid at once and are freed when the next one is recorded.
readers = []
for k in range(40):
    space = {'K': K}
    exec(f'def reader(n):\n  total = {k}\n  for i in range(n): total += K.x\n  return total', space)
    readers.append(space['reader'])


def change(i):
    K.x += 1
    space = {}
    exec('def fresh(n):\n  total = 0\n  for i in range(n): total += i\n  return total', space)
    return space['fresh'](100)


def run(action):
    total = 0
    for i in range(80):
        total += K.x
        PATTERN.sub(action, 'x')  # C calls Python
        while True:
            total += K.x + L.y
            if total % 7 == 0:
                break
    return total


calls = 0


def action(match):
    global calls
    calls += 1
    if calls == 20:
        L.y += 1  # the inner loop is compiled again: its trace is younger than the one that links to it
    if calls == 150:
        change(calls)
    return ''


print(sum(reader(100) for reader in readers))
print(run(action))
print(run(action))
