/** Programs in which one piece is long: one word, one field, one number, one tag, a view of many short rows. */
import { type LongProgram, program } from './long-program.ts';

const texts = [
  program('split of one word', 'while True: s.split()', "s = 'a' * 50_000_000"),
  program('split of one wide word', 'while True: s.split()', "s = '\\u1234' * 20_000_000"),
  program('split of blanks', 'while True: s.split()', "s = ' ' * 50_000_000"),
  program('rsplit of one word', 'while True: s.rsplit()', "s = 'a' * 50_000_000"),
  program('splitlines of one line', 'while True: s.splitlines()', "s = '\\u1234' * 20_000_000"),
  program('bytes.split of one word', 'while True: s.split()', "s = b'a' * 50_000_000"),
  program('bytes.rsplit of one word', 'while True: s.rsplit()', "s = b'a' * 50_000_000"),
  program('bytes.splitlines of one line', 'while True: s.splitlines()', "s = b'a' * 50_000_000"),
  program('bytes.strip', 'while True: s.strip()', "s = b' ' * 50_000_000"),
  program('str order', 'while True: s < t', "s = 'a' * 300_000_000\nt = 'a' * 299_999_999 + 'b'"),
  program('str order of wide texts', 'while True: s < t', "s = '\\u1234' * 30_000_000\nt = s[:-1] + 'x'"),
  program(
    'str.removeprefix',
    'while True: s.removeprefix(t)',
    "s = 'a' * 200_000_000\nt = 'a' * 100_000_000",
  ),
  program('str.endswith', 'while True: s.endswith(t)', "s = 'a' * 300_000_000\nt = 'a' * 299_000_000"),
  program('str keys', 'd = {}\ni = 0\nwhile True: d[s[i:]] = 1; d.clear(); i += 1', "s = 'a' * 300_000_000"),
  program('a long attribute name', 'i = 0\nwhile True: getattr(1, s[i:], 0); i += 1', "s = 'a' * 50_000_000"),
  program(
    'str.format of a long field',
    'while True:\n  try: s.format(a=1)\n  except (AttributeError, KeyError): pass',
    "s = '{' + 'a' * 30_000_000 + '}'",
  ),
  program(
    'str.format of a long specification',
    'while True:\n  try: s.format(1)\n  except ValueError: pass',
    "s = '{:' + 'a' * 30_000_000 + '}'",
  ),
  program(
    'a long format specification',
    'while True:\n  try: format(1.5, s)\n  except ValueError: pass',
    "s = '0' * 30_000_000",
  ),
  program(
    'percent of a long key',
    'while True:\n  try: s % {}\n  except KeyError: pass',
    "s = '%(' + 'a' * 30_000_000 + ')s'",
  ),
  program('percent of a long width', 'while True: s % 1', "s = '%' + '0' * 30_000_000 + 'd'"),
  program('a wide field in groups', "while True: format(1, '0500000000,')"),
  program(
    'field names',
    'while True: formatter_field_name_split(s)',
    "from _string import formatter_field_name_split\ns = 'a' * 30_000_000",
  ),
  program(
    'compile: a declared encoding',
    'while True:\n  try: compile(s, "s", "exec")\n  except SyntaxError: pass',
    "s = b'#' + b'a' * 50_000_000 + b' coding: x'",
  ),
  program('eval after blanks', 'while True: eval(s)', "s = ' ' * 50_000_000 + '1'"),
  program('bytearray.reverse', 'while True: s.reverse()', 's = bytearray(100_000_000)'),
  program('bytearray deletion', 'while True: t = s[:]; del t[::2]', 's = bytearray(60_000_000)'),
  program(
    'bytearray assignment',
    'while True: s[::2] = t',
    's = bytearray(60_000_000)\nt = bytes(30_000_000)',
  ),
];

const codecs = [
  program('decoding ASCII', 'while True: s.decode("ascii")', "s = b'a' * 300_000_000"),
  program('decoding ASCII as UTF-8', 'while True: s.decode()', "s = b'a' * 300_000_000"),
  program(
    'decoding a long run of ASCII',
    'while True: s.decode()',
    "s = b'a' * 50_000_000 + '\\u1234'.encode()",
  ),
  program(
    'encoding what has no place',
    "while True: s.encode('ascii', 'ignore')",
    "s = '\\u1234' * 30_000_000",
  ),
  program(
    'encoding what no map has',
    "while True: s.encode('cp1252', 'ignore')",
    "s = '\\u1234' * 30_000_000",
  ),
  program('encoding surrogates', "while True: s.encode('utf-8', 'ignore')", "s = '\\udc80' * 30_000_000"),
  program(
    'quoted-printable without an end',
    'while True: a2b_qp(s)',
    "from binascii import a2b_qp\ns = b'=\\r' + b'a' * 50_000_000",
  ),
  program('json.dumps of plain text', 'while True: json.dumps(s)', "import json\ns = 'a' * 50_000_000"),
  program(
    'json.dumps of wide text',
    'while True: json.dumps(s, ensure_ascii=False)',
    "import json\ns = '\\u1234' * 20_000_000",
  ),
  program('normpath', 'while True: normpath(s)', "from posixpath import normpath\ns = 'a' * 30_000_000"),
  program(
    'normpath of bytes',
    'while True: normpath(s)',
    "from posixpath import normpath\ns = b'a' * 30_000_000",
  ),
  program(
    'str of a SyntaxError',
    'while True: str(e)',
    "e = SyntaxError('a', ('b' * 50_000_000, 1, 1, 'c'))",
  ),
];

const numbers = [
  program('order of long ints', 'while True: a < b', 'a = 1 << 1_000_000_000\nb = a + 1'),
  program('hash of a very long int', 'while True: hash(a)', 'a = 1 << 1_000_000_000'),
  program('~int', 'while True: ~a', 'a = 1 << 500_000_000'),
  program('int & int', 'while True: a & b', 'a = -1 << 500_000_000\nb = -3 << 499_000_000'),
  program('int - int', 'while True: a - b', 'a = 1 << 1_000_000_000\nb = a + 0 * a'),
  program('int.from_bytes of zeros', "while True: int.from_bytes(s, 'little')", 's = bytes(100_000_000)'),
  program('int of zeros', 'while True: int(s, 16)', "s = '0' * 50_000_000"),
  program('int of blanks', 'while True: int(s)', "s = ' ' * 50_000_000 + '1'"),
  program('int of bytes', 'while True: int(s, 16)', "s = b' ' * 50_000_000 + b'1'"),
  program('float of long text', 'while True: float(s)', "s = '7' * 50_000_000 + 'e-50_000_000'"),
  program('float of zeros', 'while True: float(s)', "s = '0.' + '0' * 50_000_000 + '1'"),
  program('float.fromhex', 'while True: float.fromhex(s)', "s = '0x' + '0' * 50_000_000 + '1'"),
  program('complex of text', 'while True: complex(s)', "s = '1' * 20_000_000 + '+1j'"),
];

const modules = [
  program(
    'deque deletion',
    'while True: del a[10_000_000]; a.append(1)',
    'from collections import deque\na = deque([1]) * 20_000_000',
  ),
  program(
    'the first key of an emptied dict',
    'while True: next(iter(a))',
    'a = dict.fromkeys(range(5_000_000))\nfor i in range(4_999_999): del a[i]',
  ),
  program(
    'combinations of one',
    'while True: combinations(a, 5_000_000)',
    'from itertools import combinations\na = [1] * 10_000_000',
  ),
  program(
    'Decimal of digits',
    'while True: Decimal(s)',
    "from decimal import Decimal\ns = '0' * 50_000_000 + '1'",
  ),
  program(
    'Decimal of blanks',
    'while True: Decimal(s)',
    "from decimal import Decimal\ns = ' ' * 50_000_000 + '1'",
  ),
  program(
    'memoryview of many rows',
    "while True: a.cast('B', [1000, 1000, 50]).tolist()",
    'a = memoryview(bytes(50_000_000))',
  ),
  program(
    'compare_digest',
    'while True: compare_digest(a, a)',
    'from hmac import compare_digest\na = bytes(200_000_000)',
  ),
  program(
    'struct: blanks',
    'while True: calcsize(s)',
    "from struct import calcsize\ns = ' ' * 20_000_000 + 'b'",
  ),
  program(
    'struct: a long count',
    'while True: calcsize(s)',
    "from struct import calcsize\ns = '0' * 50_000_000 + 'b'",
  ),
  program('time.strftime', 'while True: time.strftime(s)', "import time\ns = '%Y' * 2_000_000"),
  program('time.strftime of plain text', 'while True: time.strftime(s)', "import time\ns = 'a' * 20_000_000"),
  program(
    'csv: a long field in quotes',
    'while True: next(csv.reader([s]))',
    "import csv\ncsv.field_size_limit(1 << 40)\ns = '\"' + 'a' * 50_000_000 + '\"'",
  ),
  program(
    'pyexpat: attributes',
    'while True: ParserCreate().Parse(a, True)',
    "from pyexpat import ParserCreate\na = '<a ' + ' '.join(f'a{i}=\"\"' for i in range(500_000)) + '/>'",
  ),
  program(
    'comparison of code',
    'while True: c == d; c.replace(co_name="a")',
    "c = compile('x = 1\\n' * 300_000, 's', 'exec')\nd = compile('x = 1\\n' * 300_000, 's', 'exec')",
  ),
];

export const piecePrograms: readonly LongProgram[] = [...texts, ...codecs, ...numbers, ...modules];
