"""One feature, measured in a process of its own: python measure.py KIND NAME N ROUNDS SECONDS CLOCK

CLOCK is a function of time: perf_counter, or process_time on a busy machine.
Calls the loop NAME of KIND.py with N: the first call is the cold one; it is called again until ROUNDS calls
were made or SECONDS have passed. Prints the result's text, the first call's time and the shortest of the later ones, in
seconds. N = 0: finds the N with which a call takes about 0.1 s, for a first call that all systems make alike.
"""
import sys
import time


def calibrated(loop, clock, seconds=0.1):
    n = 64
    while True:
        start = clock()
        loop(n)
        took = clock() - start
        if took > seconds / 4:
            return max(1, round(n * seconds / took))
        n *= 4 if took < seconds / 16 else 2


def main(kind, name, n, rounds, seconds, clock):
    loop = getattr(__import__(kind), name)
    if n == 0:
        print(calibrated(loop, clock))
        return
    start = clock()
    result = loop(n)
    cold = warm = clock() - start
    end = clock() + seconds
    for _ in range(rounds - 1):
        start = clock()
        if loop(n) != result:
            sys.exit(f'{kind}.{name}: a later call returned something else')
        warm = min(warm, clock() - start)
        if clock() > end:
            break
    print(repr(result)[:200])
    print(cold)
    print(warm)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]), getattr(time, sys.argv[6]))
