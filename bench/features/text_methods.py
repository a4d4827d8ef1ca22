"""split, join, replace, format, encode, int of str."""


def split_words(n):
    text = 'the quick brown fox jumps over the lazy dog'
    total = 0
    for _ in range(n):
        total += len(text.split())
    return total


def split_comma(n):
    text = '1,22,333,4444,55555'
    total = 0
    for _ in range(n):
        total += len(text.split(','))
    return total


def join_words(n):
    words = ['alpha', 'beta', 'gamma', 'delta'] * 3
    total = 0
    for _ in range(n):
        total += len(' '.join(words))
    return total


def replace_text(n):
    text = 'the quick brown fox'
    total = 0
    for _ in range(n):
        total += len(text.replace('quick', 'slow'))
    return total


def strip_upper(n):
    total = 0
    for _ in range(n):
        total += len('  some text '.strip().upper())
    return total


def starts_and_finds(n):
    text = 'content-type: text/plain'
    total = 0
    for _ in range(n):
        total += text.startswith('content') + text.find(':') + text.endswith('html')
    return total


def percent_format(n):
    total = 0
    for i in range(n):
        total += len('%d: %s (%.2f)' % (i, 'name', 1.5))
    return total


def format_method(n):
    total = 0
    for i in range(n):
        total += len('{}: {:>8} {x}'.format(i, 'name', x=3))
    return total


def fstring(n):
    total = 0
    for i in range(n):
        total += len(f'{i}: {"name"} {i:04d}')
    return total


def fstring_float(n):
    total = 0
    for i in range(n):
        total += len(f'{i * 0.5:.3f}')
    return total


def encode_decode(n):
    text = 'some ascii text of middling length'
    total = 0
    for _ in range(n):
        total += len(text.encode('utf-8').decode('utf-8'))
    return total


def encode_unicode(n):
    text = 'naïve café – Ελληνικά'
    total = 0
    for _ in range(n):
        total += len(text.encode().decode())
    return total


def int_of_str(n):
    total = 0
    for i in range(n):
        total += int('12345') + int('ff', 16)
    return total


def str_of_int(n):
    total = 0
    for i in range(n):
        total += len(str(i)) + len(repr(i))
    return total


def float_of_str(n):
    total = 0.0
    for _ in range(n):
        total += float('3.25')
    return total


def translate_text(n):
    table = str.maketrans('abc', 'xyz')
    total = 0
    for _ in range(n):
        total += len('a cab backs up'.translate(table))
    return total


def partition_text(n):
    total = 0
    for _ in range(n):
        key, _, value = 'key=value'.partition('=')
        total += len(key) + len(value)
    return total


def splitlines_and_count(n):
    text = 'line one\nline two\nline three\n'
    total = 0
    for _ in range(n):
        total += len(text.splitlines()) + text.count('line')
    return total
