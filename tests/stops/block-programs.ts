/** Programs that move, search or compare one large block of memory. */
import { type LongProgram, program } from './long-program.ts';

const LIST = 'a = [0] * 30_000_000\nb = [1, 2]';
const ARRAY = "from array import array\na = array('q', bytes(300_000_000))";
const BYTES = 'a = bytearray(300_000_000)';
const VIEW = 'm = memoryview(bytearray(300_000_000))';
const TEXTS = "a = 'x' * 300_000_000\nb = 'x' * 300_000_000";
const RUNS = 'a = list(range(10_000_000, 20_000_000)) + list(range(10_000_000))';
const LINE = 'import io\nd = bytes(300_000_000)';

export const blockPrograms: readonly LongProgram[] = [
  program('list.pop', 'while True: a.pop(0); a.append(1)', LIST),
  program('list deletion', 'while True: del a[0]; a.append(1)', LIST),
  program('a long list: insert', 'while True: a.insert(0, 1); a.pop()', LIST),
  program('a long list: slices', 'while True: a[1:1] = b; del a[1:3]', LIST),
  program('a long list: cut', 'while True: c = a[:]; del c[10_000_000:]', LIST),
  program('a long list: all but a few', 'while True: c = a[:]; del c[5:]', LIST),
  program('a long list: each other', 'while True: c = a[:]; del c[::2]', LIST),
  program('sort of two runs', 'while True: b = a[:]; b.sort()', RUNS),
  program('array.pop', 'while True: a.pop(0); a.append(1)', ARRAY),
  program('a long bytearray: deletion', 'while True: del a[0]; a.append(1)', BYTES),
  program('a long bytearray: slices', "while True: a[5:6] = b'xyz'; del a[3:5]", BYTES),
  program('a long bytearray: steps', 'while True: b = a[:]; del b[::100_000_000]', BYTES),
  program('memoryview moved', 'while True: m[1:] = m[:-1]', VIEW),
  program('bit_count', 'while True: n.bit_count()', 'n = (1 << 2_400_000_000) - 1'),
  program(
    'float of int',
    'while True:\n  try: float(n)\n  except OverflowError: pass',
    'n = 1 << 2_400_000_000',
  ),
  program('str equality', 'while True: a == b', TEXTS),
  program('str equality in a function', 'def f():\n  while a == b: pass\nf()', TEXTS),
  program('str in list', 'while True: a in c', `${TEXTS}\nc = [b]`),
  program('str in dict', 'while True: c[a]', `${TEXTS}\nc = {b: 1}`),
  program('str in set', 'while True: a in c', `${TEXTS}\nc = {b}`),
  program('bytes.isascii', 'while True: a.isascii()', "a = b'x' * 300_000_000"),
  program('BytesIO.readline', 'while True: b.seek(0); b.readline()', `${LINE}\nb = io.BytesIO(d)`),
  program(
    'a large buffer: readline',
    'while True: io.BufferedReader(io.BytesIO(d), 300_000_000).readline()',
    LINE,
  ),
  program('a large buffer: write', 'while True: io.BufferedWriter(io.BytesIO(), 300_000_001).write(d)', LINE),
  program(
    'a line of a pickle',
    'while True:\n  try: pickle.loads(s)\n  except Exception: pass',
    "import pickle\ns = b'I' + b'1' * 200_000_000",
  ),
];
