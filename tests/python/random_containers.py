# Random operations on lists, dicts, sets and ranges; the generator is its own, so that every Python runs the same steps.
class R:
    def __init__(self, s): self.s = s
    def n(self, k):
        self.s = (self.s * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.s >> 33) % k
def value(r):
    k = r.n(12)
    if k < 5: return r.n(20) - 5
    if k == 5: return (r.n(5) - 2) / 2
    if k == 6: return (r.n(3), r.n(3))
    if k == 7: return r.n(2) == 1
    if k == 8: return 2**64 + r.n(3)
    if k == 9: return None
    if k == 10: return r.n(1000) * 7919
    return frozenset([r.n(4), r.n(4)])
def num(r):
    return [r.n(40) - 10, r.n(40) / 4, r.n(2) == 1, 10**18 * r.n(30)][min(r.n(6), 3)] if r.n(2) else r.n(30)
def bound(r):
    k = r.n(5)
    return None if k == 0 else r.n(30) - 12
def run(seed):
    r = R(seed); out = []
    l = []; d = {}; s = set(); t = set()
    for step in range(400):
        op = r.n(34)
        try:
            if op == 0: l.append(value(r))
            elif op == 1: l.insert(r.n(20) - 5, value(r))
            elif op == 2: out.append(l.pop(r.n(10) - 5))
            elif op == 3:
                st = r.n(5) - 2 or None
                l[bound(r):bound(r):st] = [value(r) for _ in range(r.n(5))]
            elif op == 4: del l[bound(r):bound(r):(r.n(5) - 2) or 1]
            elif op == 5: out.append(l[bound(r):bound(r):(r.n(7) - 3) or None])
            elif op == 6: l.extend(value(r) for _ in range(r.n(6)))
            elif op == 7: out.append(l.index(value(r), r.n(5) - 3))
            elif op == 8: out.append((l.count(value(r)), value(r) in l))
            elif op == 9: l.remove(value(r))
            elif op == 10: l = l * r.n(3) if len(l) < 60 else l[:10]
            elif op == 11:
                n = [num(r) for _ in range(r.n(90))]
                out.append((sorted(n) == sorted(n[::-1]), sorted(n, key=lambda x: -x)[:5], sorted(n)[:8], max(n, default=0), min(n, default=None), sum(n)))
            elif op == 12: d[value(r)] = step
            elif op == 13: out.append(d.pop(value(r), 'none'))
            elif op == 14: del d[value(r)]
            elif op == 15: out.append(d.setdefault(value(r), step))
            elif op == 16: out.append(d.popitem())
            elif op == 17: d.update((value(r), step) for _ in range(r.n(9)))
            elif op == 18: out.append(list(d.items())[:r.n(6)])
            elif op == 19: out.append(list(reversed(d))[:4])
            elif op == 20: d = dict(list(d.items())[r.n(3):]) if r.n(2) else d.copy()
            elif op == 21: out.append([d.get(value(r)) for _ in range(5)])
            elif op == 22: s.add(r.n(200) if r.n(2) else value(r))
            elif op == 23: s.discard(r.n(200) if r.n(2) else value(r))
            elif op == 24: t = {r.n(100) - 20 for _ in range(r.n(60))}
            elif op == 25: s |= {r.n(1000) for _ in range(r.n(40))}
            elif op == 26: out.append([x for x in s if type(x) is int][:20] + [len(s)])
            elif op == 27: out.append([x for x in (s & t, s - t, s | t, t - s, s ^ t)[r.n(5)] if type(x) is int][:15])
            elif op == 28:
                (s.intersection_update, s.difference_update, s.symmetric_difference_update, s.update)[r.n(4)](t if r.n(2) else list(t))
            elif op == 29: out.append(sorted(x for x in s if type(x) is int)[:5])
            elif op == 30: out.append(hash(tuple(x for x in l if x is not None and type(x) is not frozenset)))
            elif op == 31: out.append((l < l[::-1]) if all(type(x) is int for x in l) else None)
            elif op == 32:
                u = list(zip(l, range(5)))
                out.append((u, list(enumerate(l, 3))[:3], list(map(lambda a, b: (a, b), l[:3], l[::-1]))))
            elif op == 33:
                q = range(r.n(20) - 5, r.n(40) - 10, r.n(7) - 3)
                out.append((q, len(q), list(q), q[::-1], r.n(10) in q, q[bound(r):bound(r)]))
        except (ValueError, IndexError, KeyError, TypeError) as e:
            out.append((type(e).__name__, e.args))
        if step % 40 == 39:
            out.append((l, d, len(s), [x for x in s if type(x) is int], list(t)))
    for o in out: print(o)
for seed in range(1, 9):
    run(seed)
