# A raise in a trace happens once, whatever the constructor of its exception does to the trace.
import sys

factor = 1
made = 0


class Counts(Exception):
    def __init__(self):
        global factor, made
        made += 1
        if made % 50 == 0:
            factor += 1


def invalidated_by_the_exception(n):
    """Its __init__ ends what the trace takes for granted: the raise must not run again."""

    def deeper():
        raise Counts

    total = entries = 0
    for i in range(n):
        total += factor
        try:
            deeper()
        except Counts as e:
            tb = e.__traceback__
            while tb:
                tb = tb.tb_next
                entries += 1
    return total, entries, made


print(invalidated_by_the_exception(200))


constructed = 0
seen = []


class Looks(Exception):
    def __init__(self):
        global constructed
        constructed += 1
        seen.append(sys._getframe(1))


def looks_at_the_raiser(n):
    def deeper(i):
        raise Looks

    entries = 0
    for i in range(n):
        try:
            deeper(i)
        except Looks as e:
            tb = e.__traceback__
            assert tb.tb_next.tb_frame is seen[-1], i
            assert seen[-1].f_locals['i'] == i
            while tb:
                tb = tb.tb_next
                entries += 1
    return entries, constructed


print(looks_at_the_raiser(100))
print([f.f_locals['i'] for f in seen] == list(range(100)))
