from cachetools import LFUCache, LRUCache, TLRUCache, TTLCache, cached, cachedmethod, keys

calls = []


@cached(LRUCache(maxsize=2), key=lambda x: keys.hashkey(x % 10))
def square(x):
    calls.append(x)
    return x * x


print([square(x) for x in (1, 11, 2, 3, 1)], calls)
now = 0
ttl = TTLCache(maxsize=3, ttl=5, timer=lambda: now)
ttl['a'] = 1
now = 4
ttl['b'] = 2
now = 6
print(dict(ttl), ttl.currsize, 'a' in ttl)
lfu = LFUCache(maxsize=2)
lfu['x'], lfu['y'] = 1, 2
lfu['x']
lfu['z'] = 3
print(sorted(lfu), LRUCache(maxsize=4, getsizeof=len), TLRUCache(maxsize=1, ttu=lambda k, v, t: t + 1, timer=lambda: now))
