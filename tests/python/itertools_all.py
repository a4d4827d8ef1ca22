# Every iterator of itertools: results, arguments, exceptions, re-entrance.
import itertools
from itertools import *


def show(*items):
    print(*items)


def attempt(text):
    try:
        print(text, '->', eval(text))
    except Exception as error:
        print(text, '->', type(error).__name__, error)


class Stopper:
    def __iter__(self):
        return self

    def __next__(self):
        raise ZeroDivisionError('from next')


def stops_at(limit):
    def function(*items):
        if items[0] == limit:
            raise StopIteration
        return items[0]

    return function


def take(n, it):
    return list(islice(it, n))


show(take(3, count()), take(3, count(5)), take(3, count(2, 3)), take(3, count(1.5)), take(3, count(step=2)))
show(take(3, count(2**62 - 2)), take(3, count(-(2**62), -1)), take(2, count(10**30)), take(2, count(1, 10**30)))
show(take(2, count(True)), count(True), take(2, count(True, 2)), count(5, True), take(2, count(2j)))
show(count(1), count(1.5), count(1, 2), count(2**70), count(1, 1.0), repeat(1), repeat('a', 3), repeat(1, -3))
show(take(7, cycle('abc')), list(cycle([])), take(3, repeat(None)), list(repeat(7, times=2)))
show(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b)), list(accumulate('abc')))
show(list(accumulate([], initial=9)), list(accumulate([1, 2], initial=10)), list(accumulate([2**62 - 1, 1, 1])))
show(list(accumulate([0.5, 1, 2**62])), list(accumulate([(1,), (2,)])), list(accumulate(iter([5]), None)))
show(list(batched('abcdefg', 3)), list(batched([], 2)), list(batched(range(600), 300))[1][-1])
show(list(chain('ab', [], (1, 2))), list(chain()), list(chain.from_iterable(['ab', range(2)])), chain[int])
show(list(combinations('abcd', 2)), list(combinations('ab', 3)), list(combinations('ab', 0)), list(combinations([], 0)))
show(list(combinations_with_replacement('abc', 2)), list(combinations_with_replacement([], 1)))
show(list(permutations('abc')), list(permutations('abc', 2)), list(permutations('ab', 3)), list(permutations([])))
show(list(product('ab', [1, 2])), list(product('ab', repeat=2)), list(product()), list(product('ab', [])))
show(list(product([1], repeat=0)), len(list(permutations(range(6)))), len(list(product(range(4), repeat=4))))
show(list(compress('abcdef', [1, 0, 1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 4, 2, 5])))
show(list(takewhile(lambda x: x < 3, [1, 2, 4, 1])), list(filterfalse(None, [0, 1, '', 'a'])))
show(list(filterfalse(lambda x: x % 2, range(6))), list(filterfalse(bool, [[], 1])))
show([(k, list(g)) for k, g in groupby('aabccc')], [(k, list(g)) for k, g in groupby([1, 3, 2, 4], lambda x: x % 2)])
show([k for k, g in groupby([1, 1, 2])], list(groupby([])))
show(list(pairwise('abcd')), list(pairwise([1])), list(pairwise([])))
show(list(starmap(pow, [(2, 3), (3, 2)])), list(starmap(max, ['ab', [1, 5]])), list(starmap(lambda: 4, [()])))
show(list(zip_longest('ab', range(3))), list(zip_longest('ab', 'c', fillvalue='-')), list(zip_longest()))
for start, stop, step in [(0, 3, 1), (2, None, 2), (None, 5, None), (5, 3, 1), (1, 7, 3), (0, 0, 1), (3, 20, 50)]:
    it = iter(range(10))
    show(start, stop, step, list(islice(it, start, stop, step)), list(it))
show(list(islice(range(9), 1, 5, 2**62)), take(0, count()), list(islice('abc', None)))

a, b = tee(iter(range(200)))
show(sum(islice(a, 150)), next(b), sum(b), sum(a), len(tee([], 5)), tee([1], 0))
c = tee(a, 1)[0]
show(c is a, type(c).__name__, list(c.__copy__()))


class Reentrant:
    def __iter__(self):
        return self

    def __next__(self):
        return next(self.back)


r = Reentrant()
r.back = tee(r)[0]
attempt('next(r.back)')
g = groupby([1, 1, 2])
k, old = next(g)
next(g)
show(list(old))

# a StopIteration out of a callback ends the iteration, wherever it comes from
for it in [map(stops_at(3), [1, 2, 3, 4]), starmap(stops_at(2), [(1,), (2,), (3,)]), filterfalse(stops_at(2), [0, 1, 2, 3])]:
    out = []
    for item in it:
        out.append(item)
    show(out)
show(list(accumulate([1, 2, 3, 4], lambda a, b: stops_at(3)(b))), list(chain(map(stops_at(2), [1, 2, 3]), 'x')))
show(list(zip_longest(map(stops_at(2), [1, 2, 3]), 'abcde')), [*map(stops_at(1), [0, 1])])

for text in """count(1, 2, 3)|count(x=1)|count('a')|count(1, 'a')|cycle()|cycle(1)|cycle(iterable=[1])|repeat()|repeat(1, 2, 3)
repeat(1, 'a')|repeat(1, times=None)|repeat(x=1)|accumulate()|accumulate([1], None, 3, 4)|accumulate(1)|batched([1], 0)
batched([1])|batched([1], 1, 2)|batched([1], 'a')|batched(1, 2)|list(batched('abc', 2, strict=True))|chain(x=1)
chain.from_iterable()|chain.from_iterable(1)|list(chain(1))|combinations([1])|combinations([1], -1)|combinations([1], 'a')
combinations([1], 2, 3)|combinations_with_replacement([1], -1)|compress([1])|compress([1], 1)|compress(data=[1], x=2)
dropwhile(1)|dropwhile(1, 2)|dropwhile(predicate=1)|filterfalse(1)|groupby()|groupby([1], 2, 3)|groupby([1], x=1)
islice([1])|islice([1], -1)|islice([1], 'a')|islice([1], 1, 'a')|islice([1], 1, 2, 0)|islice([1], 1, 2, 3, 4)|islice([1], stop=1)
islice([], 2**63)|islice([], 2**63, 1)|islice([], 1.0)|pairwise()|pairwise(x=1)|permutations()|permutations([1], -1)
permutations([1], 'a')|permutations([1], 1.0)|product(1)|product([1], repeat=-1)|product([1], repeat='a')|product([1], x=1)
product([1], repeat=1, x=1)|product([1], repeat=2**62)|combinations(range(3), 2**62)|starmap(1)|starmap(1, 2)
list(starmap(max, [1]))|takewhile(1)|tee()|tee(1)|tee([1], -1)|tee([1], 'a')|tee([1], 1, 2)|tee([1], n=1)|zip_longest(1)
zip_longest([1], x=2)|zip_longest([1], fillvalue=1, x=2)|len(repeat(1))|repeat(1).__length_hint__()|repeat(1, 4).__length_hint__()
next(cycle(Stopper()))|next(chain(Stopper()))|list(zip_longest('a', Stopper()))|next(groupby(Stopper()))|next(tee(Stopper())[0])
itertools._grouper(1, 2)|itertools._tee_dataobject([1], [2], 3)|list(accumulate([1, 'a']))|next(count.__new__(count, 3))""".replace('\n', '|').split('|'):
    attempt(text)


class Named(chain):
    def __init__(self, *args, name):
        self.name = name


named = Named('ab', 'c', name='n')
show(list(named), named.name, type(named).__mro__[1].__module__)
for name in ['_grouper', '_tee', '_tee_dataobject']:
    try:
        type('X', (getattr(itertools, name),), {})
    except TypeError as error:
        show(error)

# hot loops, through each of them
total = 0
for i, (x, y) in enumerate(product(range(30), repeat=2)):
    total += x * y + i
for x in chain(range(300), range(300)):
    total += x
for x, y in zip_longest(range(300), range(200), fillvalue=1):
    total += x - y
for x in islice(count(7), 400):
    total += x
for x in accumulate(range(300)):
    total += x
for x, y in pairwise(range(300)):
    total += x * y
show(total)
