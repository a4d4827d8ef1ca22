from boltons import cacheutils, dictutils, fileutils, formatutils, iterutils, queueutils, setutils, strutils, tableutils, timeutils

print(strutils.slugify('Hello, World! Ünïcode'), strutils.bytes2human(123456789, 2), strutils.cardinalize('mouse', 2), strutils.camel2under('CamelCaseName'))
print(iterutils.remap({'a': [1, None, {'b': None}]}, lambda p, k, v: v is not None), list(iterutils.chunked_iter(range(5), 2)), iterutils.bucketize(range(6), lambda x: x % 3))
many = dictutils.OMD([('a', 1), ('b', 2), ('a', 3)])
print(many, many.getlist('a'), many.inverted(), dictutils.OneToOne({1: 'x'}).inv)
cache = cacheutils.LRU(max_size=2)
for key in 'abac':
    cache[key] = cache.get(key, 0) + 1
print(sorted(cache.items()), cache.hit_count, setutils.IndexedSet([3, 1, 3, 2])[1], formatutils.split_format_str('a {b:>3} {c}'))
print(tableutils.Table.from_data([{'a': 1, 'b': 2}, {'a': 3, 'b': 4}]).to_text(), timeutils.parse_timedelta('1h 30m'))
queue = queueutils.HeapPriorityQueue()
for task, priority in ('low', 1), ('high', 9), ('mid', 5):
    queue.add(task, priority)
print([queue.pop() for _ in range(3)], fileutils.FilePerms(user='rw', group='r'))
