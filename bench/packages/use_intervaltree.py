"""A calendar: appointments added and removed, times asked for."""
import random

from intervaltree import IntervalTree

import checksum

source = random.Random(5)
for _ in range(checksum.rounds(24)):
    tree = IntervalTree()
    for i in range(1500):
        start = source.randrange(10000)
        tree.addi(start, start + source.randrange(1, 200), i)
    for point in range(0, 10000, 11):
        checksum.add(sorted(tree[point]))
    for start in range(0, 10000, 60):
        checksum.add(sorted(interval.data for interval in tree.overlap(start, start + 30)))
    for interval in sorted(tree)[::5]:
        tree.remove(interval)
    tree.merge_overlaps()
    checksum.add([(i.begin, i.end) for i in sorted(tree)])
checksum.show()
