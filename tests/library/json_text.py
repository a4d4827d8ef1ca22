# json through _json: values, strings, positions of errors, notes, hooks.
import json
import _json
from json import JSONDecodeError


def attempt(f):
    try:
        print(ascii(f()))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, '__notes__', ''))


data = {'a': [1, -2.5, True, False, None, 10**30, 1e100], 'é"\\\n\x00\x7f😀': {}, 'n': {'x': [], 'y': ()}, '': 'я/'}
for options in ({}, {'ensure_ascii': False}, {'indent': 2}, {'indent': '\t', 'sort_keys': True}, {'separators': (',', ':')}):
    text = json.dumps(data, **options)
    print(ascii(text), json.loads(text) == json.loads(json.dumps(data)))
print(json.loads('"\\ud83d\\ude00"') == '😀', ascii(json.loads('"\\ud83dx\\udc00 \\u0041\\/\\b"')))
for text in ('', '-', '01', '1.', '1e5', '1E+5x', '-0', '-0.0', 'tru', 'nul', 'NaN', '-Infinity', '[', '[1', '[1,', '[1,]', '[1 2]', '[ 1 , 2 ]',
             '{', '{ }', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{"a" 1}', '{a:1}', '{"a": x}', '{"a":1, "a":2}', '"a', '"\n"',
             '"\\x"', '"\\u12"', '"\\ud83d\\u12"', '"\\', '[1\n,\n2\n,]', ' [1]  2', '[1e400]', '123456789012345678901', '[1]x', '\ufeff1', 'я'):
    attempt(lambda: json.loads(text))
attempt(lambda: json.loads('["a\nb"]', strict=False))
attempt(lambda: json.loads('{"a":[1,2.5,-3],"b":{}}', parse_float=str, parse_int=lambda s: s * 2, object_hook=sorted))
attempt(lambda: json.loads('{"a":1,"b":[{"c":NaN}]}', object_pairs_hook=tuple, parse_constant=repr))
attempt(lambda: json.loads(b'{"\xc3\xa9": 1}'))


class Int(int):
    __repr__ = None


class Dict(dict):
    def items(self):
        return [('z', 1), ('y', Int(2))]


class List(list):
    def __iter__(self):
        return iter((7, 8))


class Other:
    pass


attempt(lambda: json.dumps([Dict(a=1), Dict(), List([1]), Int(5), (), {1: 2, 1.5: 3, None: 4, False: 5, Int(9): 6}]))
attempt(lambda: json.dumps(Dict(a=1), sort_keys=True))
attempt(lambda: json.dumps([{'a': Other()}]))
attempt(lambda: json.dumps([{'a': Other()}], default=lambda o: [type(o).__name__]))
attempt(lambda: json.dumps({(1,): 2, 'a': 3}, skipkeys=True))
attempt(lambda: json.dumps({(1,): 2}))
attempt(lambda: json.dumps([1.5, float('inf')], allow_nan=False))
attempt(lambda: json.dumps([float('nan'), float('inf'), -float('inf')]))
attempt(lambda: json.dumps({1: 2, 'a': 3}, sort_keys=True))
circle = [1]
circle.append({'x': circle})
attempt(lambda: json.dumps(circle))
attempt(lambda: json.dumps(Other(), default=lambda o: o))
deep = []
for _ in range(40):
    deep = [deep, {'d': deep}] if _ % 8 == 7 else [deep]
print(len(json.dumps(deep)), json.loads(json.dumps(deep)) == deep)
inner = []
outer = inner
for _ in range(60):
    outer = [outer]
inner.append(outer)
try:
    json.dumps(outer)
except ValueError as e:
    print(e, len(e.__notes__))
for text in '[' * 200000, '{"a":' * 200000:
    try:
        json.loads(text)
    except RecursionError:
        print('RecursionError')
attempt(lambda: _json.scanstring('xa"', 1))
attempt(lambda: _json.scanstring('abc', 5))
attempt(lambda: _json.encode_basestring(5))
attempt(lambda: _json.make_scanner(5))
attempt(lambda: _json.make_encoder(5, None, None, None, ':', ',', 0, 0, 0))
attempt(lambda: json.JSONDecoder().scan_once('1', -1))
try:
    json.loads('[1,\n x]')
except JSONDecodeError as e:
    print(e.msg, e.pos, e.lineno, e.colno, e.doc == '[1,\n x]')
