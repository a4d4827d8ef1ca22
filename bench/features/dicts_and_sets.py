"""Dicts and sets."""


def get_item_str(n):
    table = {f'k{i}': i for i in range(50)}
    keys = list(table)
    total = 0
    for i in range(n):
        total += table[keys[i % 50]]
    return total


def get_item_int(n):
    table = {i: i * 2 for i in range(100)}
    total = 0
    for i in range(n):
        total += table[i % 100]
    return total


def constant_key(n):
    table = {'a': 1, 'b': 2, 'c': 3}
    total = 0
    for _ in range(n):
        total += table['a'] + table['c']
    return total


def store_item(n):
    table = {}
    for i in range(n):
        table[i & 1023] = i
    return len(table)


def count_words(n):
    words = ['the', 'cat', 'the', 'dog', 'a'] * 4
    counts = {}
    for i in range(n):
        w = words[i % 20]
        counts[w] = counts.get(w, 0) + 1
    return counts


def setdefault_append(n):
    table = {}
    for i in range(n):
        table.setdefault(i % 100, []).append(i)
    return len(table)


def iterate_items(n):
    table = {i: i + 1 for i in range(100)}
    total = 0
    for _ in range(n // 100 + 1):
        for k, v in table.items():
            total += k * v
    return total


def iterate_keys(n):
    table = {f'k{i}': i for i in range(100)}
    total = 0
    for _ in range(n // 100 + 1):
        for k in table:
            total += len(k)
    return total


def copy_and_update(n):
    table = {f'k{i}': i for i in range(10)}
    total = 0
    for i in range(n):
        other = dict(table)
        other.update(x=i)
        total += len(other)
    return total


def delete_items(n):
    table = {}
    for i in range(n):
        table[i] = i
        if i > 50:
            del table[i - 50]
    return len(table)


def set_add_membership(n):
    seen = set()
    count = 0
    for i in range(n):
        x = i * 7 & 511
        if x in seen:
            count += 1
        else:
            seen.add(x)
    return count


def set_algebra(n):
    a, b = set(range(20)), set(range(10, 30))
    total = 0
    for _ in range(n):
        total += len(a & b) + len(a | b) + len(a - b)
    return total


def set_iteration(n):
    items = set(range(100))
    total = 0
    for _ in range(n // 100 + 1):
        for x in items:
            total += x
    return total


def merge_with_or(n):
    a, b = {'x': 1, 'y': 2}, {'y': 3, 'z': 4}
    total = 0
    for _ in range(n):
        total += len(a | b)
    return total
