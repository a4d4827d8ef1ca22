# Well-known algorithms over lists, dicts, sets and tuples, with results that are easy to check.
def sieve(n):
    flags = [True] * (n + 1)
    flags[0:2] = [False, False]
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = [False] * len(range(i * i, n + 1, i))
    return [i for i, f in enumerate(flags) if f]


print(sieve(60), len(sieve(10000)))


def quicksort(a):
    if len(a) <= 1:
        return a
    p = a[len(a) // 2]
    return quicksort([x for x in a if x < p]) + [x for x in a if x == p] + quicksort([x for x in a if x > p])


def mergesort(a):
    if len(a) < 2:
        return a
    m = len(a) // 2
    l, r = mergesort(a[:m]), mergesort(a[m:])
    out, i, j = [], 0, 0
    while i < len(l) and j < len(r):
        if l[i] <= r[j]:
            out.append(l[i])
            i += 1
        else:
            out.append(r[j])
            j += 1
    return out + l[i:] + r[j:]


def heapsort(a):
    a = a[:]

    def sift(i, n):
        while (c := 2 * i + 1) < n:
            if c + 1 < n and a[c + 1] > a[c]:
                c += 1
            if a[i] >= a[c]:
                return
            a[i], a[c] = a[c], a[i]
            i = c
    for i in range(len(a) // 2, -1, -1):
        sift(i, len(a))
    for n in range(len(a) - 1, 0, -1):
        a[0], a[n] = a[n], a[0]
        sift(0, n)
    return a


seed = 42


def rand(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    return seed % n


data = [rand(1000) for _ in range(500)]
print(quicksort(data) == mergesort(data) == heapsort(data) == sorted(data), sum(data), data[:8])


def dijkstra(graph, start):
    dist, todo = {start: 0}, {start}
    while todo:
        u = min(todo, key=lambda v: (dist[v], v))
        todo.remove(u)
        for v, w in graph.get(u, {}).items():
            if v not in dist or dist[u] + w < dist[v]:
                dist[v] = dist[u] + w
                todo.add(v)
    return dist


graph = {'a': {'b': 7, 'c': 9, 'f': 14}, 'b': {'c': 10, 'd': 15}, 'c': {'d': 11, 'f': 2}, 'd': {'e': 6}, 'f': {'e': 9}}
print(dijkstra(graph, 'a'))


def bfs(grid, start, goal):
    queue, seen = [(start, [start])], {start}
    for (r, c), path in queue:
        if (r, c) == goal:
            return path
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            p = (r + dr, c + dc)
            if 0 <= p[0] < len(grid) and 0 <= p[1] < len(grid[0]) and grid[p[0]][p[1]] != '#' and p not in seen:
                seen.add(p)
                queue.append((p, path + [p]))


print(bfs(['..#.', '.#..', '....'], (0, 0), (0, 3)))


def queens(n):
    def place(row, cols, d1, d2):
        if row == n:
            return 1
        return sum(place(row + 1, cols | {c}, d1 | {row + c}, d2 | {row - c}) for c in range(n)
                   if c not in cols and row + c not in d1 and row - c not in d2)
    return place(0, frozenset(), frozenset(), frozenset())


print([queens(n) for n in range(1, 8)])


def lcs(a, b):
    t = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            t[i + 1][j + 1] = t[i][j] + 1 if x == y else max(t[i][j + 1], t[i + 1][j])
    out, i, j = '', len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]:
            out = a[i - 1] + out
            i, j = i - 1, j - 1
        elif t[i - 1][j] >= t[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return out


print(lcs('the quick brown fox', 'a thick brow of flax'))


def permutations(xs):
    if not xs:
        yield ()
    for i, x in enumerate(xs):
        for rest in permutations(xs[:i] + xs[i + 1:]):
            yield (x, *rest)


print(len(list(permutations('abcde'))), list(permutations((1, 2, 3))))


def huffman(text):
    nodes = sorted((text.count(c), c) for c in set(text))
    codes = {c: '' for _, c in nodes}
    while len(nodes) > 1:
        (n1, s1), (n2, s2), *nodes = nodes
        for c in s1:
            codes[c] = '0' + codes[c]
        for c in s2:
            codes[c] = '1' + codes[c]
        nodes = sorted(nodes + [(n1 + n2, s1 + s2)])
    return codes


codes = huffman('abracadabra')
print(sorted(codes.items()), len(''.join(codes[c] for c in 'abracadabra')))


def pi_digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return ''.join(map(str, out))


print(pi_digits(60))


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


print(gcd(2 ** 100 * 3, 6 ** 50), [gcd(i, 36) for i in range(1, 13)])


def hanoi(n, a='A', b='B', c='C'):
    return hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c) if n else []


print(hanoi(3), len(hanoi(10)))


def life(cells):
    near = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    near[x + dx, y + dy] = near.get((x + dx, y + dy), 0) + 1
    return {p for p, n in near.items() if n == 3 or n == 2 and p in cells}


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for _ in range(20):
    glider = life(glider)
print(sorted(glider))
roman = lambda n: ''.join(s * (n // v) for v, s, n in [(v, s, (n % p) if p else n) for v, s, p in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), ('M', 'CM', 'D', 'CD', 'C', 'XC', 'L', 'XL', 'X', 'IX', 'V', 'IV', 'I'), (0, 1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4))])
print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2026)])
matrix = [[2, 1, -1, 8], [-3, -1, 2, -11], [-2, 1, 2, -3]]
n = len(matrix)
for i in range(n):
    p = max(range(i, n), key=lambda r: abs(matrix[r][i]))
    matrix[i], matrix[p] = matrix[p], matrix[i]
    for r in range(n):
        if r != i:
            f = matrix[r][i] / matrix[i][i]
            matrix[r] = [a - f * b for a, b in zip(matrix[r], matrix[i])]
print([round(matrix[i][n] / matrix[i][i], 9) for i in range(n)])
