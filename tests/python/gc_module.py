# gc: collections on request, settings that are kept, objects and how they refer to each other.
import gc
import sys

sys.stderr = sys.stdout


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled())
for f in [lambda: gc.collect(5), lambda: gc.collect(-1), lambda: gc.collect("a"), lambda: gc.set_threshold(), lambda: gc.set_threshold(700, 5, 6),
          lambda: gc.get_threshold(), lambda: gc.set_threshold("a"), lambda: gc.set_threshold(1, 2, 3, 4), lambda: len(gc.get_count()),
          lambda: gc.set_debug("a"), lambda: gc.get_debug(), lambda: [sorted(s) for s in gc.get_stats()], lambda: gc.freeze(),
          lambda: gc.unfreeze(), lambda: gc.get_freeze_count(), lambda: gc.garbage, lambda: gc.callbacks,
          lambda: gc.get_objects(7), lambda: gc.get_objects("a"), lambda: gc.get_objects(-2), lambda: gc.get_referents(),
          lambda: gc.get_referents(1)]:
    attempt(f)


class Thing:
    def __init__(self, part):
        self.part = part


part = ["part"]
things = [Thing(part), {"k": part}, (part, 1), {5, 6}]
print([gc.is_tracked(v) for v in (1, 1.5, "s", b"b", None, object(), [], {}, set(), Thing(1), Thing, gc, print, (part,))])
print(gc.get_referents(things[1]), gc.get_referents(part, things[3]), part in gc.get_referents(things[0]) or things[0].__dict__ in gc.get_referents(things[0]))
referrers = gc.get_referrers(part)
print([any(v is r for r in referrers) for v in things[1:3]], any(v is things for v in gc.get_objects()),
      sum(type(v) is Thing for v in gc.get_objects()), any(v is Thing for v in gc.get_objects()))


def callback(phase, info):
    print(phase, sorted(info))


gc.callbacks.append(callback)
gc.collect()
gc.callbacks[0] = lambda phase, info: 1 / 0
sys.unraisablehook = lambda args: print(args.exc_type.__name__, args.err_msg.split(" <")[0])
gc.collect()
gc.callbacks.clear()


class Reviving:
    def __del__(self):
        things.append(self)


def cycle():
    a, b = Reviving(), Reviving()
    a.other, b.other = b, a


def collect():
    """gc.collect(), after what overwrites the words that earlier calls have left in registers and on the stack."""
    a, b, c, d, e, f, g, h = range(8)
    for i in range(50):
        a, b, c, d, e, f, g, h = h + i, a - i, b ^ c, d + 1, e * 3 % 7, f + a, g - b, c | i
    sorted(map(lambda i: [i], range(9)), key=lambda v: -v[0])
    for _ in range(2):
        gc.collect()


cycle()
collect()
print(len(things), things[-1].other is things[-2], gc.is_finalized(things[-1]), gc.is_finalized(things[0]))
