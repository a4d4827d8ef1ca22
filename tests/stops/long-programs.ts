/**
 * Programs that run for a long time or for ever, each in another loop of the runtime: docs/interrupts.md. `prepare`
 * runs without a limit; what `run` does takes at least seconds.
 */
import { type LongProgram, program } from './long-program.ts';
import { modulePrograms } from './module-programs.ts';

export type { LongProgram } from './long-program.ts';

const bytecode = [
  program('interpreted loop', 'exec("while True: pass")'),
  program('loop', 'while True: pass'),
  program('loop with work', 'x = 0\nwhile True:\n  x = (x * 5 + 1) % 1000003\n  y = [x]'),
  program('recursion', 'def f(n):\n  return 1 if n < 2 else f(n - 1) + f(n - 2)\nf(80)'),
  program('generators', 'def g():\n  while True: yield 1\nfor x in g(): pass'),
  program('exceptions', 'while True:\n  try: 1 // 0\n  except ZeroDivisionError: pass'),
  program('swallowing', 'while True:\n  try:\n    while True: pass\n  except BaseException: pass'),
  program(
    'swallowing in a function',
    'def f():\n  try:\n    while True: pass\n  except BaseException: f()\nf()\nwhile True: pass',
  ),
  program('finally for ever', 'try:\n  while True: pass\nfinally:\n  while True: pass'),
  program(
    'with exit for ever',
    'class C:\n  def __enter__(self): pass\n  def __exit__(self, *a):\n    while True: pass\nwith C():\n  while True: pass',
  ),
  program(
    'generator that ignores its close',
    'def g():\n  while True:\n    try: yield 1\n    except BaseException: pass\ni = g()\nnext(i)\nwhile True:\n  try: i.throw(KeyError)\n  except BaseException: pass',
  ),
  program('sort keys', 'sorted([1, 2, 3], key=lambda x: [0 for _ in iter(int, 1)])'),
];

const iteration = [
  'sum(iter(int, 1))',
  "'a' in iter(int, 1)",
  'max(iter(int, 1))',
  'min(iter(int, 1))',
  'any(iter(int, 1))',
  'all(map(lambda x: 1, iter(int, 1)))',
  'list(filter(None, iter(int, 1)))',
  'list(filter(lambda x: 0, iter(int, 1)))',
  'max(zip(iter(int, 1), iter(int, 1)))',
  'max(enumerate(iter(int, 1)))',
  'max(map(abs, iter(int, 1)))',
  'set(iter(int, 1))',
  'dict.fromkeys(iter(int, 1))',
  'frozenset(iter(int, 1))',
  '[*iter(int, 1)]',
  '0 in iter(str, 1)',
  '{1}.intersection(iter(int, 1))',
  '{1}.difference(iter(int, 1))',
  '{1}.issuperset(map(lambda x: 1, iter(int, 1)))',
  '{1}.update(iter(int, 1))',
  '{}.update(map(lambda x: (1, 2), iter(int, 1)))',
  'dict(map(lambda x: (1, 2), iter(int, 1)))',
  'import math\nmath.fsum(iter(float, 1))',
  'import math\nmath.prod(iter(int, 1))',
  'import math\nmath.sumprod(iter(int, 1), iter(int, 1))',
  'for x in filter(None, iter(int, 1)): pass',
  'next(filter(None, iter(int, 1)))',
  'sum(range(10 ** 15))',
  "'a' in range(10 ** 15)",
  '1.5 in range(10 ** 15)',
  "range(10 ** 15).index('a')",
  "range(10 ** 15).count('a')",
  'max(range(10 ** 15))',
  'any(x for x in range(10 ** 15) if x < 0)',
  "def f(**k): pass\nf(**dict(map(lambda x: ('a', 1), iter(int, 1))))",
].map((source) => program(source.replaceAll('\n', '; '), source));

const ints = [
  program('multiplication', 'while True: a * a', 'a = (1 << 20_000_000) - 1'),
  program('one multiplication', 'a * b', 'a = (1 << 200_000_000) - 1\nb = a - 12345'),
  program('division', 'a // b', 'a = (1 << 5_000_000) - 1\nb = (1 << 25_000_000) - 12345'),
  program('remainder', 'a % b', 'a = (1 << 5_000_000) - 1\nb = (1 << 25_000_000) - 12345'),
  program('power', '3 ** 1_000_000_000'),
  program('modular power', 'pow(3, a, b)', 'a = (1 << 1_000_000) - 1\nb = (1 << 1_000_000) - 12345'),
  program('str(int)', 'str(a)', 'import sys\nsys.set_int_max_str_digits(0)\na = (1 << 5_000_000) - 1'),
  program('int(str)', 'int(s)', "import sys\nsys.set_int_max_str_digits(0)\ns = '7' * 10_000_000"),
  program('hex and back', 'while True: int(hex(a), 16)', 'a = (1 << 5_000_000) - 1'),
  program('shifts', 'while True: (a << 1) >> 1', 'a = (1 << 10_000_000) - 1'),
  program('bitwise', 'while True: a & b | a ^ b', 'a = (1 << 10_000_000) - 1\nb = -a'),
  program('additions', 'while True: a + a', 'a = (1 << 10_000_000) - 1'),
  program('comparison', 'while True: a == b', 'a = (1 << 10_000_000) - 1\nb = a + 2 - 2'),
  program('hash(int)', 'while True: hash(a)', 'a = (1 << 10_000_000) - 1'),
  program('factorial', 'import math\nmath.factorial(20_000_000)'),
  program('comb', 'import math\nmath.comb(100_000_000, 5_000_000)'),
  program('perm', 'import math\nmath.perm(100_000_000, 5_000_000)'),
  program('isqrt', 'import math\nmath.isqrt(a)', 'a = (1 << 200_000_000) - 1'),
  program('gcd', 'import math\nmath.gcd(a, b)', 'a = 3 ** 20_000_000\nb = 5 ** 14_000_000'),
  program('to_bytes', 'while True: int.from_bytes(a.to_bytes(20_000_000))', 'a = (1 << 10_000_000) - 1'),
  program('bit_count', 'while True: a.bit_count()', 'a = (1 << 10_000_000) - 1'),
  program('int / int', 'while True: a / b', 'a = (1 << 5_000_000) - 1\nb = a - 1'),
  program(
    'float(int) formats',
    "while True: f'{a:,d}'",
    'import sys\nsys.set_int_max_str_digits(0)\na = 1 << 100_000_000',
  ),
];

const containers = [
  program('sorted', 'while True: sorted(a)', 'a = [(i * 7919) % 1000003 for i in range(3_000_000)]'),
  program('sort of equal objects', 'while True: sorted(a)', 'a = [[1] * 1000 for i in range(100_000)]'),
  program('list.index', 'while True: 1 in a', 'a = [0] * 5_000_000'),
  program('list.count', 'while True: a.count(1)', 'a = [0] * 5_000_000'),
  program('list.remove', 'a.remove(-1)', 'a = [[0] * 100] * 5_000_000'),
  program('list equality', 'while True: a == b', 'a = [0] * 5_000_000\nb = a[:]'),
  program('list + list', 'while True: a + a', 'a = [0] * 5_000_000'),
  program('list * int', 'while True: [0, 1] * 5_000_000'),
  program('list slice', 'while True: a[::-1]', 'a = [0] * 5_000_000'),
  program('list reverse', 'while True: a.reverse()', 'a = [0] * 5_000_000'),
  program('list insert', 'while True: a.insert(0, 1)', 'a = [0] * 5_000_000'),
  program('list of list', 'while True: list(a)', 'a = [0] * 5_000_000'),
  program('list from range', 'while True: list(range(10_000_000))'),
  program('slice assignment', 'while True: a[1:1] = b', 'a = [0] * 5_000_000\nb = [1, 2]'),
  program('nested comparison', 'a == b', 'a = b = 1\nfor i in range(150):\n  a = [a, a]\n  b = [b, b]'),
  program('nested repr', 'repr(a)', 'a = 1\nfor i in range(150): a = [a, a]'),
  program('nested str', 'str(a)', 'a = ()\nfor i in range(150): a = (a, a)'),
  program('nested hash', 'hash(a)', 'a = 1\nfor i in range(150): a = (a, a)'),
  program('hash of a tuple', 'while True: hash(a)', 'a = (1,) * 5_000_000'),
  program('tuple equality', 'while True: a == b', 'a = (1,) * 5_000_000\nb = a + ()\nb = tuple(list(a))'),
  program('tuple.count', 'while True: a.count(2)', 'a = (1,) * 5_000_000'),
  program('dict copy', 'while True: dict(a)', 'a = dict.fromkeys(range(5_000_000))'),
  program('dict equality', 'while True: a == b', 'a = dict.fromkeys(range(5_000_000))\nb = dict(a)'),
  program('dict | dict', 'while True: a | a', 'a = dict.fromkeys(range(5_000_000))'),
  program('dict values', 'while True: 1 in a.values()', 'a = dict.fromkeys(range(5_000_000))'),
  program('dict collisions', 'dict.fromkeys(a)', 'a = [i * (2 ** 61 - 1) for i in range(100_000)]'),
  program('set collisions', 'set(a)', 'a = [i * (2 ** 61 - 1) for i in range(100_000)]'),
  program(
    'set operations',
    'while True: a & b | a - b ^ a',
    'a = set(range(5_000_000))\nb = set(range(10, 5_000_010))',
  ),
  program('set equality', 'while True: a == b', 'a = set(range(5_000_000))\nb = set(a)'),
  program('set.pop', 'while True: set(a)', 'a = set(range(5_000_000))'),
  program('list repr', 'while True: repr(a)', 'a = [1.5] * 5_000_000'),
  program('dict repr', 'while True: repr(a)', 'a = dict.fromkeys(range(5_000_000))'),
  program('collections', 'while True: b = [[] for i in range(1000)]', 'a = [[i] for i in range(10_000_000)]'),
  program(
    'deep comparison of dicts',
    'a == b',
    'a = b = 1\nfor i in range(150):\n  a = {1: a, 2: a}\n  b = {1: b, 2: b}',
  ),
  program('range equality', 'while True: range(10 ** 30) == range(10 ** 30)'),
];

const text = [
  program(
    'str.count',
    'while True: s.count(t)',
    "s = 'a' * 2_000_000 + 'b'\nt = 'a' * 1_000_000 + 'b' + 'a'",
  ),
  program('str.find', 'while True: s.find(t)', "s = 'ab' * 5_000_000\nt = 'ba' * 1000 + 'c'"),
  program('str.rfind', 'while True: s.rfind(t)', "s = 'a' * 3_000_000\nt = 'b' + 'a' * 5_000_000"),
  program('str in', 'while True: t in s', "s = 'a' * 3_000_000\nt = 'a' * 5_000_000 + 'b' + 'a' * 100"),
  program('str.replace', "while True: s.replace('a', 'bcd')", "s = 'a' * 5_000_000"),
  program('str.split', "while True: s.split('a')", "s = 'a' * 5_000_000"),
  program('str.split()', 'while True: s.split()', "s = 'a ' * 5_000_000"),
  program('str.splitlines', 'while True: s.splitlines()', "s = 'a\\n' * 5_000_000"),
  program('str.join', "while True: 'x'.join(a)", "a = ['a'] * 5_000_000"),
  program('str * int', "while True: 'ab' * 50_000_000"),
  program('str + str', 'while True: s + t', "s = 'a' * 50_000_000\nt = '\\u1234' * 10"),
  program('str.translate', 'while True: s.translate(t)', "s = 'a' * 5_000_000\nt = {97: 'xy'}"),
  program('str.upper', 'while True: s.upper()', "s = 'a\\xe4' * 5_000_000"),
  program('str.strip', 'while True: s.strip()', "s = ' ' * 50_000_000"),
  program('str equality', 'while True: s == t', "s = 'a' * 50_000_000\nt = 'b' + s\nt = t[1:]"),
  program('str hash', 'while True: hash(s[i:]); i += 1', "s = 'a' * 100_000_000\ni = 0"),
  program('str.encode', "while True: s.encode('utf-16')", "s = 'a\\u1234' * 10_000_000"),
  program('bytes.decode', 'while True: b.decode()', "b = 'a\\u1234'.encode() * 5_000_000"),
  program('str.isalpha', 'while True: s.isalpha()', "s = 'a\\xe4' * 10_000_000"),
  program('str.ljust', 'while True: s.ljust(50_000_000)', "s = 'a'"),
  program('str.expandtabs', 'while True: s.expandtabs()', "s = 'a\\t' * 5_000_000"),
  program('str repr', 'while True: repr(s)', "s = '\\n\\u1234' * 5_000_000"),
  program('str slice', 'while True: s[::-1]', "s = 'ab' * 5_000_000"),
  program('str formatting', "while True: '%s %r' % (s, s)", "s = 'ab' * 5_000_000"),
  program('str.format', "while True: '{0:>50000000}'.format(s)", "s = 'ab'"),
  program('format strings', 'while True: s.format(1)', "s = '{0}' * 10_000_000"),
  program('percent formats', 'while True: s % {"a": 1}', "s = '%(a)s' * 10_000_000"),
  program('str.zfill', 'while True: s.zfill(50_000_000)', "s = '1'"),
  program('list(str)', 'while True: list(s)', "s = 'ab' * 5_000_000"),
  program(
    'bytes.count',
    'while True: s.count(t)',
    "s = b'a' * 2_000_000 + b'b'\nt = b'a' * 1_000_000 + b'b' + b'a'",
  ),
  program('bytes.replace', "while True: s.replace(b'a', b'bcd')", "s = b'a' * 5_000_000"),
  program('bytes.find', 'while True: s.find(t)', "s = b'ab' * 5_000_000\nt = b'ba' * 1000 + b'c'"),
  program('bytes * int', "while True: b'ab' * 50_000_000"),
  program('bytes(n)', 'while True: bytes(50_000_000)'),
  program('bytes of iterable', 'bytes(iter(int, 1))'),
  program('bytes.hex', 'while True: s.hex()', "s = b'ab' * 10_000_000"),
  program('bytes.fromhex', 'while True: bytes.fromhex(s)', "s = 'ab' * 10_000_000"),
  program('bytes.join', "while True: b'x'.join(a)", "a = [b'a'] * 5_000_000"),
  program('bytes.translate', 'while True: s.translate(t)', "s = b'ab' * 100_000_000\nt = bytes(range(256))"),
  program('bytes equality', 'while True: s == t', "s = b'a' * 50_000_000\nt = b'a' * 50_000_000"),
  program('bytearray extend', 'bytearray().extend(iter(int, 1))'),
  program('bytearray slices', 'while True: a[1:1] = b"x"', 'a = bytearray(50_000_000)'),
  program('bytes repr', 'while True: repr(s)', "s = b'\\x00' * 10_000_000"),
  program(
    'int of text that is no number',
    'while True:\n  try: int(s)\n  except ValueError: pass',
    "s = '7' * 10_000_000 + 'x'",
  ),
  program('float of text', 'while True: float(s)', "s = '7' * 10_000_000"),
  program('str(list)', 'while True: str(s)', "s = ['a'] * 10_000_000"),
];

const waiting = [
  program('time.sleep', 'import time\ntime.sleep(1000)'),
  program('short sleeps', 'import time\nwhile True: time.sleep(0.0001)'),
];

const compiling = [
  program('compile: a long module', 'compile(s, "s", "exec")', "s = 'x = [1, 2, 3, y]\\n' * 400_000"),
  program('compile: one long expression', 'compile(s, "s", "eval")', "s = ' + '.join(['x'] * 1_000_000)"),
  program('compile: a long list', 'compile(s, "s", "eval")', "s = '[' + 'x, ' * 1_000_000 + ']'"),
  program(
    'compile: long function',
    'compile(s, "s", "exec")',
    "s = 'def f(x):\\n' + ' if x: x = f(x)\\n' * 200_000",
  ),
  program('compile: a long string', 'compile(s, "s", "eval")', "s = repr('ab' * 5_000_000)"),
  program('compile: comments', 'compile(s, "s", "exec")', "s = '# a comment\\n' * 4_000_000"),
  program('compile: f-strings', 'compile(s, "s", "eval")', "s = 'f\"' + '{x}' * 500_000 + '\"'"),
  program(
    'compile: nested',
    'compile(s, "s", "exec")',
    "s = ''.join(f'class C{i}:\\n def f(self): return {i}\\n' for i in range(100_000))",
  ),
  program(
    'compile: an error at the end',
    'compile(s, "s", "exec")',
    "s = 'x = [1, 2, 3, y]\\n' * 400_000 + '1 +'",
  ),
  program('compile: a hex number', 'compile(s, "s", "eval")', "s = '0x' + 'a' * 3_000_000"),
  program('compile: a sum of tuples', 'compile(s, "s", "eval")', "s = '+'.join(['(1,)'] * 50_000)"),
  program('compile: escapes', 'compile(s, "s", "eval")', "s = '\"' + r'\\x41' * 3_000_000 + '\"'"),
  program('compile: a long name', 'compile(s, "s", "eval")', "s = 'a' * 50_000_000"),
  program('compile: spaces', 'compile(s, "s", "exec")', "s = ' ' * 50_000_000 + '1'"),
  program('compile: bytes', 'compile(s, "s", "eval")', "s = repr(b'ab' * 10_000_000)"),
  program('eval again and again', 'while True: eval("1 + 1")'),
];

/* functools needs abc. */
const RE = `import sys
try: import functools
except ImportError:
  sys.modules['functools'] = functools = type(sys)('functools')
  functools.lru_cache = lambda size: lambda f: f
import re
`;
const JSON_TEXT = `import _json
class Context: strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant = 1, None, None, float, int, None
read = _json.make_scanner(Context)
write = _json.make_encoder({}, None, _json.encode_basestring_ascii, None, ': ', ', ', 0, 0, 1)
`;
const regularExpressions = [
  program('re: many ways', "p.match('a' * 60)", `${RE}p = re.compile('(a+)+b')`),
  program('re: lookahead', "p.match('a' * 60)", `${RE}p = re.compile('(?=(a|aa)+b)')`),
  program('re: long runs', 'while True: p.search(s)', `${RE}p = re.compile('[^b]*b')\ns = 'a' * 20_000_000`),
  program(
    're: lazy runs',
    'while True: p.search(s)',
    `${RE}p = re.compile('a[^b]*?b')\ns = 'a' * 20_000_000`,
  ),
  program(
    're: nothing found',
    'while True: p.search(s)',
    `${RE}p = re.compile('[bc]')\ns = 'a' * 20_000_000`,
  ),
  program('re: findall', 'while True: p.findall(s)', `${RE}p = re.compile('a')\ns = 'ab' * 5_000_000`),
  program('re: sub', "while True: p.sub('b', s)", `${RE}p = re.compile('a')\ns = 'ab' * 5_000_000`),
  program('re: split', 'while True: p.split(s)', `${RE}p = re.compile('a')\ns = 'ab' * 5_000_000`),
  program('re: empty rounds', 'p.match(s)', `${RE}p = re.compile('(?:a|b|){1000000000}+')\ns = ''`),
  program('json: write', 'while True: write(a, 0)', `${JSON_TEXT}a = [1, 'a', 2.5] * 1_000_000`),
  program('json: read', 'while True: read(s, 0)', `${JSON_TEXT}s = '[' + '1, ' * 3_000_000 + '1]'`),
  program(
    'json: long strings',
    'while True: read(s, 0)',
    `${JSON_TEXT}s = '"' + '\\\\u00e9' * 3_000_000 + '"'`,
  ),
];

const objects = [
  program('isinstance of nested tuples', 'isinstance(1, t)', 't = (str,)\nfor i in range(60): t = (t, t)'),
  program('issubclass of nested tuples', 'issubclass(int, t)', 't = (str,)\nfor i in range(60): t = (t, t)'),
  program('isinstance of a long tuple', 'while True: isinstance(1, t)', 't = (str,) * 10_000_000'),
  program(
    'isinstance of a union',
    'while True: isinstance(1, t)',
    't = str\nfor i in range(3000): t = t | type("C", (), {})',
  ),
  program(
    'many bases',
    "while True: type('C', bases, {})",
    "bases = tuple(type(f'B{i}', (), {}) for i in range(2000))",
  ),
  program(
    'deep classes',
    "while True: type('C', (C,), {})",
    "class C: pass\nfor i in range(3000): C = type('C', (C,), {})",
  ),
  program('startswith', 'while True: s.startswith(t)', "s = 'a'\nt = ('b',) * 10_000_000"),
  program('unpacking', 'a, *b = iter(int, 1)'),
  program('print of iterable', 'print(*iter(int, 1))'),
  program('call with iterable', 'def f(*a): pass\nf(*iter(int, 1))'),
  program(
    'keys of views',
    'while True: a.keys() & b',
    'a = dict.fromkeys(range(3_000_000))\nb = range(3_000_000)',
  ),
  program('views and iterators', 'a.keys() & iter(int, 1)', 'a = {}'),
  program(
    'items of views',
    'while True: a.items() == b.items()',
    'a = dict.fromkeys(range(3_000_000))\nb = dict(a)',
  ),
  program('isdisjoint', '{1}.isdisjoint(iter(int, 1))'),
  program(
    'a chain of contexts',
    'while True:\n  try: raise e\n  except ValueError: pass',
    'e = ValueError()\nx = e\nfor i in range(2_000_000): y = ValueError(); x.__context__ = y; x = y',
  ),
  program(
    'raise within a chain',
    'while True:\n  try:\n    try: raise e\n    except ValueError: 1 // 0\n  except ZeroDivisionError: pass',
    'e = ValueError()\nx = e\nfor i in range(2_000_000): y = ValueError(); x.__context__ = y; x = y',
  ),
  program(
    'yield from, deep',
    'for x in g: pass',
    'def f(g):\n  yield from g\ndef n():\n  while True: yield 1\ng = n()\nfor i in range(100_000): g = f(g)',
  ),
  program(
    'exception groups',
    'while True: e.split(ValueError)',
    'e = ExceptionGroup("a", [ValueError()] * 1_000_000)',
  ),
  program(
    'nested exception groups',
    'e.split(ValueError)',
    'e = ExceptionGroup("a", [ValueError(), TypeError()])\nfor i in range(60): e = ExceptionGroup("a", [e, e])',
  ),
  program(
    'str of a chain of partials',
    'while True: repr(p)',
    'from functools import partial\np = print\nfor i in range(60): p = partial(print, p, p)',
  ),
  program(
    'dir',
    'while True: dir(c)',
    'class C: pass\nc = C()\nfor i in range(300_000): setattr(c, f"a{i}", 1)',
  ),
  program('type creation', "while True: type('C', (), d)", 'd = {f"a{i}": 1 for i in range(300_000)}'),
  program('slots', "while True: type('C', (), {'__slots__': d})", 'd = [f"a{i}" for i in range(2000)]'),
  program('union repr', 'while True: repr(t)', 't = str\nfor i in range(3000): t = t | type("C", (), {})'),
  program('generic alias', 'repr(t)', 't = list[int]\nfor i in range(60): t = tuple[t, t]'),
  program('generic alias hash', 'hash(t)', 't = list[int]\nfor i in range(60): t = tuple[t, t]'),
  program(
    'generic alias equality',
    't == u',
    't = u = list[int]\nfor i in range(60): t = tuple[t, t]; u = tuple[u, u]',
  ),
  program('str.maketrans', 'while True: str.maketrans(s, s)', "s = ''.join(map(chr, range(50_000))) * 20"),
  program('int.to_bytes', 'while True: (1).to_bytes(200_000_000)'),
  program('format of wide fields', "while True: format(1, '>200000000')"),
  program('percent of wide fields', "while True: '%200000000d' % 1"),
  program('float formats', "while True: format(1.5, '.100000000f')"),
  program('bytes percent', "while True: b'%b' % a", 'a = bytes(200_000_000)'),
  program(
    'code positions',
    'while True:\n  for x in c.co_positions(): pass\n  list(c.co_lines())',
    "c = compile('x = 1\\n' * 100_000, 's', 'exec')",
  ),
  program(
    'exceptions in a long module',
    'exec(c)',
    "c = compile('x = 1\\n' * 300_000 + 'while True:\\n  try: y\\n  except NameError: pass\\n', 's', 'exec')",
  ),
  program('traceback of many frames', 'while True: traceback.format_exc()', 'import traceback'),
  program(
    'weak references',
    'while True: weakref.getweakrefs(c)',
    'import weakref\nclass C: pass\nc = C()\nw = [weakref.ref(c, lambda r: 1) for i in range(1_000_000)]',
  ),
];

export const longPrograms: readonly LongProgram[] = [
  ...bytecode,
  ...iteration,
  ...ints,
  ...containers,
  ...modulePrograms,
  ...objects,
  ...text,
  ...regularExpressions,
  ...waiting,
  ...compiling,
];
