from intervaltree import Interval, IntervalTree

tree = IntervalTree(Interval(i * 3 % 50, i * 3 % 50 + i % 7 + 1, i) for i in range(40))
print(len(tree), sorted(tree[10]), sorted(tree[5:8]), tree.overlaps(49), tree.begin(), tree.end(), tree.span())
tree.add(Interval(0, 100, 'all'))
tree.remove_overlap(20, 30)
tree.chop(40, 42)
tree.slice(10)
print(sorted(tree, key=str)[:6], len(tree))
tree.verify()
simple = IntervalTree.from_tuples([(1, 4), (3, 6), (8, 9), (9, 10), (2, 3)])
other = simple.copy()
other.merge_overlaps(data_reducer=lambda a, b: (a or 0) + 1)
print(sorted(other), simple.find_nested(), sorted(simple | IntervalTree([Interval(20, 21)]))[-1], simple.score())
simple.split_overlaps()
print(sorted(simple), Interval(1, 2) < Interval(1, 3), Interval(1, 5).distance_to(Interval(9, 10)), Interval(1, 2).range_matches(Interval(1, 2, 3)), simple.containsi(1, 2))
try:
    tree.add(Interval(3, 3))
except ValueError as error:
    print(error)
