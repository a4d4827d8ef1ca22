import more_itertools as mi

print(list(mi.chunked(range(7), 3)), list(mi.windowed('abcde', 3)), list(mi.flatten([[1], [2, 3]])), mi.first([], 'none'))
print(list(mi.divide(3, range(7))[0]), [list(group) for group in mi.split_at('a,b,,c', lambda c: c == ',')], list(mi.roundrobin('AB', 'CDE')))
print(list(mi.unique_everseen('AaBbA', key=str.lower)), mi.one([5]), mi.nth('abc', 1), list(mi.pairwise(range(5))))
print(mi.partition(lambda x: x % 2, range(6))[0].__next__(), list(mi.collapse([1, [2, [3, (4,)]]])), dict(mi.map_reduce('hello', lambda c: c, lambda c: 1, sum)))
seekable = mi.seekable(iter('abcd'))
print(next(seekable), next(seekable), seekable.seek(0), list(seekable), list(mi.consecutive_groups([1, 2, 4])).__len__())
peekable = mi.peekable([1, 2, 3])
print(peekable.peek(), next(peekable), peekable[1], bool(peekable), list(mi.set_partitions('abc', 2)), list(mi.distinct_permutations([1, 0, 1])))
print(list(mi.run_length.encode('aaabcc')), list(mi.interleave_longest([1, 2, 3], [4])), mi.ilen(x for x in range(99)), list(mi.numeric_range(1.0, 3.0, 0.5)))
try:
    mi.one([1, 2])
except ValueError as error:
    print(error)
