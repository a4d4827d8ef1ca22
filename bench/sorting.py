"""Sorting with and without keys, and a sort written in Python."""
import sys


def random_list(n):
    state = 12345
    result = []
    for _ in range(n):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        result.append(state >> 8)
    return result


def quicksort(items, low, high):
    while low < high:
        pivot = items[(low + high) // 2]
        i = low
        j = high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while items[j] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i += 1
                j -= 1
        if j - low < high - i:
            quicksort(items, low, j)
            low = i
        else:
            quicksort(items, i, high)
            high = j


n = int(sys.argv[1]) if len(sys.argv) > 1 else 300000
data = random_list(n)
expected = sorted(data)
mine = data[:]
quicksort(mine, 0, n - 1)
print(mine == expected, expected[n // 2])
pairs = [(x % 100, str(x)) for x in data]
print(sorted(pairs)[n // 2])
print(sorted(data, key=lambda x: (x % 1000, -x))[:3])
print(sorted(map(str, data), key=len, reverse=True)[0])
