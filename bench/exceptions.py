"""Exceptions raised and caught, with finally and nested handlers."""
import sys


class Retry(Exception):
    def __init__(self, attempt):
        self.attempt = attempt


def risky(i):
    if i % 3 == 0:
        raise ValueError(i)
    if i % 5 == 0:
        raise KeyError("k%d" % i)
    return i


def attempt(i, log):
    for k in range(3):
        try:
            if (i + k) % 4 == 0:
                raise Retry(k)
            return risky(i + k)
        except Retry as error:
            log[0] += error.attempt
        except (ValueError, KeyError) as error:
            log[1] += 1
        finally:
            log[2] += 1
    return -1


def parse(words):
    good = bad = 0
    for word in words:
        try:
            good += int(word)
        except ValueError:
            bad += 1
    return good, bad


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1200000
log = [0, 0, 0]
print(sum(attempt(i, log) for i in range(n)), log)
print(parse([str(i) if i % 4 else "x%d" % i for i in range(n)]))
