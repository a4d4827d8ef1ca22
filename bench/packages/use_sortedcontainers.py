"""A leaderboard, an index by time and a set of intervals, kept in order through many changes."""
import random

from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

import checksum

source = random.Random(3)
for _ in range(checksum.rounds(10)):
    scores, leaders = {}, SortedKeyList(key=lambda entry: (-entry[1], entry[0]))
    for step in range(25000):
        player = source.randrange(2000)
        if player in scores:
            leaders.remove((player, scores[player]))
        scores[player] = scores.get(player, 0) + source.randrange(10)
        leaders.add((player, scores[player]))
        if step % 500 == 0:
            checksum.add(list(leaders[:10]))
    times = SortedDict()
    for step in range(25000):
        times[source.randrange(10**6)] = step
        if step % 7 == 0:
            times.popitem(0)
        if step % 100 == 0:
            checksum.add(list(times.irange(1000, 30000)))
    window = SortedList()
    values = [source.random() for _ in range(25000)]
    for i, value in enumerate(values):
        window.add(value)
        if i >= 500:
            window.remove(values[i - 500])
            if i % 50 == 0:
                checksum.add(window[250])
    numbers = SortedSet(source.randrange(50000) for _ in range(20000))
    checksum.add((len(numbers), numbers[1000], numbers.bisect(777), len(numbers & SortedSet(range(0, 50000, 3)))))
checksum.show()
