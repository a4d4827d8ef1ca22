"""str and bytes: items, slices, comparison."""


def index_str(n):
    text = 'the quick brown fox jumps'
    count = 0
    for i in range(n):
        if text[i % 25] == 'o':
            count += 1
    return count


def slice_str(n):
    text = 'the quick brown fox jumps'
    total = 0
    for i in range(n):
        total += len(text[i % 10 : 20])
    return total


def iterate_str(n):
    text = 'the quick brown fox jumps over it' * 3
    count = 0
    for _ in range(n // 100 + 1):
        for c in text:
            if c == 'e':
                count += 1
    return count


def compare_str(n):
    words = ['alpha', 'beta', 'gamma', 'alphb']
    count = 0
    for i in range(n):
        if words[i & 3] < words[i + 1 & 3]:
            count += 1
    return count


def concatenate(n):
    text = ''
    for i in range(n):
        text += 'x'
        if len(text) > 200:
            text = ''
    return len(text)


def ord_chr(n):
    total = 0
    for i in range(n):
        total += ord(chr(97 + i % 26))
    return total


def index_bytes(n):
    data = bytes(range(256))
    total = 0
    for i in range(n):
        total += data[i & 255]
    return total


def bytearray_store(n):
    data = bytearray(256)
    for i in range(n):
        data[i & 255] = i & 127
    return sum(data)


def in_str(n):
    text = 'the quick brown fox jumps over the lazy dog'
    count = 0
    for _ in range(n):
        count += ('lazy' in text) + ('z' in text)
    return count


def str_hash_equal(n):
    a = 'some key ' * 3
    count = 0
    for i in range(n):
        if a == 'some key ' * 3 and a != 'other':
            count += 1
    return count


def bytes_methods(n):
    line = b' one,two,three \n'
    total = 0
    for _ in range(n):
        total += len(b';'.join(line.strip().split(b',')))
    return total
