"""Calls into the library."""
import base64
import bisect
import copy
import csv
import datetime
import decimal
import enum
import fractions
import hashlib
import io
import itertools
import json
import operator
import pickle
import random
import re
import statistics
import struct
from collections import Counter, OrderedDict, defaultdict, deque


def regex_findall(n):
    pattern = re.compile(r'\d+')
    text = 'a1 b22 c333 d4444 e55555 ' * 3
    total = 0
    for _ in range(n):
        total += len(pattern.findall(text))
    return total


def regex_match_groups(n):
    pattern = re.compile(r'(\w+)=(\w+)')
    total = 0
    for _ in range(n):
        total += len(pattern.match('key=value').group(2))
    return total


def regex_sub(n):
    total = 0
    for _ in range(n):
        total += len(re.sub(r'[aeiou]', '*', 'some text with vowels'))
    return total


def json_dumps(n):
    data = {'a': [1, 2.5, None, True], 'b': {'c': 'text'}, 'd': 'x' * 10}
    total = 0
    for _ in range(n):
        total += len(json.dumps(data))
    return total


def json_loads(n):
    text = '{"a": [1, 2.5, null, true], "b": {"c": "text"}, "d": "xxxxxxxxxx"}'
    total = 0
    for _ in range(n):
        total += len(json.loads(text))
    return total


def itertools_chain(n):
    a = list(range(50))
    total = 0
    for _ in range(n // 100 + 1):
        for x in itertools.chain(a, a):
            total += x
    return total


def itertools_product(n):
    total = 0
    for _ in range(n // 100 + 1):
        for x, y in itertools.product(range(10), repeat=2):
            total += x * y
    return total


def itertools_groupby(n):
    items = [1, 1, 2, 2, 2, 3] * 10
    total = 0
    for _ in range(n // 60 + 1):
        for key, group in itertools.groupby(items):
            total += key * len(list(group))
    return total


def itertools_accumulate(n):
    items = list(range(100))
    total = 0
    for _ in range(n // 100 + 1):
        for x in itertools.accumulate(items):
            total += x
    return total


def deque_rotation(n):
    d = deque(range(20))
    for i in range(n):
        d.append(d.popleft() + i & 15)
    return sum(d)


def default_dict(n):
    table = defaultdict(list)
    for i in range(n):
        table[i % 50].append(i)
    return len(table)


def counter(n):
    text = 'abracadabra' * 5
    total = 0
    for _ in range(n // 55 + 1):
        total += Counter(text)['a']
    return total


def ordered_dict(n):
    table = OrderedDict()
    for i in range(n):
        table[i & 63] = i
        table.move_to_end(i & 63)
    return len(table)


def struct_pack(n):
    total = 0
    for i in range(n):
        total += struct.unpack('<IHd', struct.pack('<IHd', i, 3, 0.5))[0]
    return total


def string_io(n):
    out = io.StringIO()
    for i in range(n):
        out.write('some text')
        if i % 100 == 0:
            out.seek(0)
            out.truncate()
    return len(out.getvalue())


def bytes_io(n):
    out = io.BytesIO()
    for i in range(n):
        out.write(b'some bytes')
        if i % 100 == 0:
            out.seek(0)
            out.truncate()
    return len(out.getvalue())


def bisect_insort(n):
    items = []
    for i in range(n):
        bisect.insort(items, i * 7919 % 1009)
        if len(items) > 100:
            items.clear()
    return len(items)


def random_numbers(n):
    r = random.Random(5)
    total = 0.0
    for _ in range(n):
        total += r.random() + r.randint(1, 6)
    return round(total, 6)


def small_digests(n):
    total = 0
    for i in range(n):
        total += len(hashlib.sha256(b'some data').hexdigest())
    return total


def base64_texts(n):
    total = 0
    for _ in range(n):
        total += len(base64.b64decode(base64.b64encode(b'some data to encode')))
    return total


def decimals(n):
    x, k = decimal.Decimal('0.1'), decimal.Decimal('1.05')
    total = decimal.Decimal(0)
    for _ in range(n):
        total = total + x * k
    return str(total)


def fraction_sums(n):
    total = fractions.Fraction(0)
    for i in range(1, n):
        total = fractions.Fraction(1, i % 20 + 1) + fractions.Fraction(i, 7)
    return str(total)


def dates(n):
    day, step = datetime.date(2020, 1, 1), datetime.timedelta(days=1)
    total = 0
    for i in range(n):
        day += step
        total += day.weekday()
        if i % 1000 == 0:
            day = datetime.date(2020, 1, 1)
    return total


def deep_copy(n):
    data = {'a': [1, 2, 3], 'b': {'c': (4, 5)}}
    total = 0
    for _ in range(n):
        total += len(copy.deepcopy(data))
    return total


def enum_members(n):
    class Color(enum.Enum):
        RED = 1
        GREEN = 2

    total = 0
    for i in range(n):
        c = Color.RED if i & 1 else Color.GREEN
        if c is Color.RED:
            total += c.value
    return total


def operator_getters(n):
    rows = [(i * 7 % 20, i) for i in range(20)]
    total = 0
    for _ in range(n // 20 + 1):
        total += sorted(rows, key=operator.itemgetter(0))[3][1]
    return total


def statistics_mean(n):
    items = [1.5, 2.5, 3.5, 4.5]
    total = 0.0
    for _ in range(n):
        total += statistics.fmean(items)
    return total


def short_streams(n):
    total = 0
    for i in range(n):
        out = io.StringIO()
        out.write('some ')
        out.write('text')
        total += len(out.getvalue())
    return total


def csv_rows(n):
    total = 0
    for _ in range(n):
        total += len(list(csv.reader(['a,b,c', '1,"2",3'])))
    return total


def bisect_search(n):
    items = list(range(0, 200, 2))
    total = 0
    for i in range(n):
        total += bisect.bisect_left(items, i % 200)
    return total


def time_spans(n):
    start, step = datetime.datetime(2020, 1, 1), datetime.timedelta(hours=1)
    total = 0
    for i in range(n):
        total += (start + step * (i & 7) - start).seconds
    return total


def pickled(n):
    data = {'a': [1, 2], 'b': 'x'}
    total = 0
    for _ in range(n):
        total += len(pickle.loads(pickle.dumps(data)))
    return total
