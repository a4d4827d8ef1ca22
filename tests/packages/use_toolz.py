import toolz
import tlz.curried as curried
from toolz import compose, curry, dicttoolz, groupby, itertoolz, pipe, thread_last

print(pipe(range(10), curried.filter(lambda x: x % 2), curried.map(lambda x: x * x), list), groupby(len, ['a', 'bb', 'c']))
print(dicttoolz.update_in({'a': {'b': 1}}, ['a', 'b'], lambda x: x + 1), dicttoolz.merge_with(sum, {'a': 1}, {'a': 2, 'b': 3}))
print(list(itertoolz.sliding_window(2, 'abcd')), list(itertoolz.partition_all(2, range(5))), toolz.frequencies('hello'), toolz.first('xy'))
add = curry(lambda a, b, c=0: a + b + c)
print(add(1)(2), add(1, c=5)(2), compose(str, abs)(-3), thread_last([1, 2], (map, str), list), toolz.memoize(lambda n: n + 1)(1))
print(list(toolz.join(lambda x: x[0], [(1, 'a'), (2, 'b')], lambda x: x[0], [(1, 'A'), (3, 'C')], left_default=None)), toolz.reduceby(len, lambda a, b: a + b, ['a', 'bb', 'c'], ''))
