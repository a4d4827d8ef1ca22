"""Pi by random points, with a random generator that is a class."""
import sys


class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return self.state / 2147483648.0


def estimate(n):
    random = Random(113)
    inside = 0
    for _ in range(n):
        x = random.next()
        y = random.next()
        if x * x + y * y <= 1.0:
            inside += 1
    return 4.0 * inside / n


n = int(sys.argv[1]) if len(sys.argv) > 1 else 5000000
print("%.6f" % estimate(n))
