/**
 * What a process holds while hostile programs run into a memory limit: `npx tsx scripts/measure-memory.ts [NAME…]
 * [--limit=MB]`. For each program: how it ended, after how long, and the peak of the process's resident memory, above
 * that of a runtime that has run nothing. The table of docs/limits.md is made by this. Needs a build (dist/).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const programs: Readonly<Record<string, string>> = {
  nothing: 'pass',
  'list of lists': 'x = []\nwhile True: x.append([len(x)])',
  'one long list': 'x = []\nwhile True: x.append(None)',
  dict: 'x = {}\nwhile True: x[len(x)] = str(len(x))',
  set: 'x = set()\nwhile True: x.add(len(x) * 0.1)',
  'str +=': "x = 'ab'\nwhile True: x += x",
  'bytes doubled': "x = b'ab'\nwhile True: x = x + x",
  bytearray: 'x = bytearray()\nwhile True: x += b"abcdefgh" * 1000',
  'bytes(10**9)': 'bytes(10**9)',
  '[0] * 10**9': '[0] * 10**9',
  'big ints': 'x = 3\nwhile True: x = x * x',
  '1 << 10**10': 'n = 10\n1 << n ** 10',
  'int to str':
    'import sys\nsys.set_int_max_str_digits(0)\nx = 7 ** 3000000\nl = []\nwhile True: l.append(str(x))',
  'deep recursion': 'import sys\nsys.setrecursionlimit(10**9)\ndef f(n): return f(n + 1)\nf(0)',
  'deep recursion, frames kept':
    'import sys\nsys.setrecursionlimit(10**9)\ndef f(n):\n  x = [n] * 100\n  return f(n + 1), x\nf(0)',
  'code objects by eval': 'k = []\ni = 0\nwhile True:\n  i += 1\n  k.append(eval(f"lambda x: x + {i}"))',
  'functions by exec':
    'k = []\ni = 0\nwhile True:\n  i += 1\n  d = {}\n  exec(f"def f{i}(a, b):\\n  for i in a:\\n    print(i + b + {i})\\n", d)\n  k.append(d)',
  classes: 'k = []\nwhile True: k.append(type(f"C{len(k)}", (), {"f": lambda self: 1}))',
  shapes:
    'class C: pass\nk = []\ni = 0\nwhile True:\n  c = C()\n  for j in range(20): setattr(c, f"a{i}_{j}", j); i += 1\n  k.append(c)',
  'many traces':
    'i = 0\nk = []\nwhile True:\n  i += 1\n  d = {}\n  exec(f"def f(n):\\n  s = 0\\n  for i in range(n): s += i * {i}\\n  return s", d)\n  d["f"](3000)\n  k.append(d)',
  generators: 'def g():\n  x = [1] * 10\n  yield x\nk = []\nwhile True:\n  i = g()\n  next(i)\n  k.append(i)',
  closures: 'def f(a):\n  def g(): return a\n  return g\nk = []\nwhile True: k.append(f(len(k)))',
  'exceptions with tracebacks':
    'def f(n):\n  if n: f(n - 1)\n  raise ValueError(n)\nk = []\nwhile True:\n  try: f(200)\n  except ValueError as e: k.append(e)',
  'interned strings': 'class C: pass\nc = C()\ni = 0\nwhile True:\n  i += 1\n  setattr(c, f"name_{i}", i)',
  'source of 2 million items': "eval('[' + '1,' * 2_000_000 + ']')",
  'source of 10**6 brackets': "compile('x=' + '(' * 10**6, 'f', 'exec')",
  'source of 100,000 functions': "exec('def f(): pass\\n' * 100_000)",
  'source with one long string': 'eval("\'" + "a" * 20_000_000 + "\'")',
  'f-strings': "x = 'ab'\nwhile True: x = f'{x}{x}{x!r}'",
  'format width': "format(1, '1000000000d')",
  '%-format width': "'%1000000000d' % 1",
  'format precision': "'%.1000000000f' % 1.5",
  'str.replace': "x = 'a' * 1000\nwhile True: x = x.replace('a', 'aab')",
  'str.join': "x = ['ab' * 1000] * 1000\nwhile True: x.append(''.join(x))",
  'range to list': 'list(range(10**9))',
  'sorted range': 'sorted(range(10**8))',
  'str.split': "x = 'a ' * 3_000_000\nx.split()",
  'str * n': "'ab' * 10**9",
  encode: "x = '\\u20ac' * 4_000_000\nx.encode('utf-32')",
  tuples: 'x = ()\nwhile True: x = (x, x, len(x))',
  print: 'print("x" * 10_000_000)',
  'handlers that go on':
    'k = []\nwhile True:\n  try: k.append([k])\n  except MemoryError: pass\n  if len(k) > 10**6: break',
};

const library = fileURLToPath(new URL('../dist/index.js', import.meta.url));
const child = `
const { Runtime } = await import(${JSON.stringify(library)});
const limit = +process.argv[1] * 2 ** 20;
const r = new Runtime({ memoryLimit: limit, write() {} });
const begin = Date.now();
let end = 'finished', after = 'works';
try { r.run(process.argv[2]); } catch (e) { end = e.type ?? e.name + ': ' + e.message; }
const ms = Date.now() - begin;
try { r.run('sanity = sum(range(10))'); } catch (e) { after = e.type ?? e.message; }
try { r.globals.clear(); r.run('y = list(range(10000))'); } catch (e) { after += ', after clear(): ' + (e.type ?? e.message); }
console.log(JSON.stringify({ end, after, ms, rss: process.resourceUsage().maxRSS }));
`;

const args = process.argv.slice(2);
const limit = Number(args.find((arg) => arg.startsWith('--limit='))?.slice(8) ?? 32);
const names = args.filter((arg) => !arg.startsWith('--'));
let base = 0;
console.log('| program | ends with | ms | peak, MB | afterwards |\n|---|---|---:|---:|---|');
for (const [name, source] of Object.entries(programs)) {
  if (name !== 'nothing' && names.length > 0 && !names.some((text) => name.includes(text))) continue;
  const { stdout, stderr, signal } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', child, String(limit), source],
    { encoding: 'utf8', timeout: 120_000 },
  );
  if (!stdout) {
    console.log(`| ${name} | ${signal ?? stderr.slice(0, 200)} | | | |`);
    continue;
  }
  const result = JSON.parse(stdout) as { end: string; after: string; ms: number; rss: number };
  if (name === 'nothing') base = result.rss;
  const peak = ((result.rss - base) / 1024).toFixed(0);
  console.log(
    `| ${name.replaceAll('|', '\\|')} | ${result.end} | ${result.ms} | ${peak} | ${result.after} |`,
  );
}
