"""lib/_bisect.py: what CPython writes in C, written in Python."""
import _bisect


def show(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__ + ': ' + str(e)


for n in range(8):
    a = [i // 2 * 10 for i in range(n)]
    print(n, [(_bisect.bisect_left(a, x), _bisect.bisect_right(a, x)) for x in range(-5, 36, 5)])

a = [1, 3, 3, 5, 7]
print(show(_bisect.bisect_right, a, 3, 2), show(_bisect.bisect_left, a, 3, 2), show(_bisect.bisect_right, a, 9, 0, 3), show(_bisect.bisect_right, a, 3, 4, 2))
print(show(_bisect.bisect_right, a, 3, -1), show(_bisect.insort_right, a, 3, -1), show(_bisect.bisect_right, a, 'x'), show(_bisect.bisect_right, a, 3, 0, 9))
print(show(_bisect.bisect_left, a, -3, key=lambda v: -v), show(_bisect.bisect_right, [-v for v in a], -3, key=None))

words = []
for w in 'the quick brown fox jumps over the lazy dog again and again'.split():
    _bisect.insort_right(words, w, key=len)
print(words)
words = []
for w in 'the quick brown fox jumps over the lazy dog again and again'.split():
    _bisect.insort_left(words, w, key=len)
print(words)


def sort(values):
    out = []
    for v in values:
        _bisect.insort_right(out, v)
    return out


values = [i * 7919 % 1009 for i in range(1500)]
print(sort(values) == sorted(values), sort(values)[:5])
