import random

from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

random.seed(7)
values = SortedList()
model = []
for step in range(4000):
    if model and random.random() < 0.3:
        value = random.choice(model)
        values.remove(value)
        model.remove(value)
    else:
        value = random.randrange(1000)
        values.add(value)
        model.append(value)
model.sort()
print(list(values) == model, len(values), values[0], values[-1], values.bisect_left(500), values.count(model[10]))
print(list(values.irange(490, 510)), values[5:25:5], values.index(model[100]))
words = SortedDict({word: len(word) for word in 'the quick brown fox jumps over a lazy dog'.split()})
print(words, words.peekitem(0), words.bisect('m'), words.popitem(), list(words.irange('d', 'k')))
print(SortedSet('mississippi') | SortedSet('python'), SortedSet([3, 1, 2])[1], SortedKeyList('ccbBAa', key=str.lower))
