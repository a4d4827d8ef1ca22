"""Dictionaries and sets with int, str and tuple keys."""
import sys


def graph(n):
    edges = {}
    state = 7
    for i in range(n):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        j = state % n
        edges.setdefault(i, set()).add(j)
        edges.setdefault(j, set()).add(i)
    return edges


def components(edges):
    seen = set()
    sizes = []
    for start in edges:
        if start in seen:
            continue
        stack = [start]
        seen.add(start)
        size = 0
        while stack:
            node = stack.pop()
            size += 1
            for other in edges[node]:
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        sizes.append(size)
    return sizes


def grid(n):
    cells = {}
    for x in range(n):
        for y in range(n):
            cells[x, y] = (x * y) % 5
    total = 0
    for (x, y), value in cells.items():
        if cells.get((x + 1, y)) == value:
            total += 1
        if (x, y + 1) in cells:
            total += value
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 400000
sizes = components(graph(n))
print(len(sizes), max(sizes), sum(sizes))
print(grid(int(n ** 0.5)))
names = {f"key{i}": i for i in range(n)}
print(sum(names[f"key{i}"] for i in range(0, n, 3)))
