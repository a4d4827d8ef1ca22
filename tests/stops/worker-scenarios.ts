/**
 * What a worker thread may be doing when it is terminated. `body` is JavaScript with `Runtime` in scope; it calls `begin()` when the
 * time starts at which the end may come.
 */
export interface WorkerScenario {
  readonly name: string;
  readonly body: string;
}

const python = (name: string, source: string, options = ''): WorkerScenario => ({
  name,
  body: `const runtime = new Runtime({ ${options} }); begin(); runtime.run(${JSON.stringify(source)});`,
});

export const workerScenarios: readonly WorkerScenario[] = [
  python('machine code', 'while True: pass'),
  python('the interpreter', 'while True: pass', 'jit: false'),
  python('a loop in C', 'sum(iter(int, 1))'),
  python('sleep', 'import time\ntime.sleep(100)'),
  python('long ints', 'while True: 3 ** 100_000_000'),
  python('str of a long int', 'import sys\nsys.set_int_max_str_digits(0)\na = 1 << 20_000_000\nwhile True: str(a)'),
  python('collections', 'a = [[i] for i in range(300_000)]\nwhile True: b = [[] for i in range(1000)]'),
  python('the compiler', 'while True: compile("x = 1\\n" * 20_000, "s", "exec")'),
  python('small compilations', 'while True: eval("1 + 1")'),
  python(
    'recording and compiling traces',
    'i = 0\nwhile True:\n  i += 1\n  exec("def f(n):\\n  t = 0\\n  for k in range(n): t += k ^ %d\\n  return t" % i)\n  f(30)',
    'jit: { threshold: 2, exitThreshold: 2 }',
  ),
  python('imports', 'import sys\nwhile True:\n  import bisect, keyword, stat\n  del sys.modules["bisect"], sys.modules["keyword"], sys.modules["stat"]'),
  python('output', 'while True: print("x" * 100)', 'write() {}'),
  python('flushed output', 'while True: print("x", flush=True)', 'write() {}'),
  python(
    'callbacks that throw',
    'while True:\n  try: print("x", flush=True)\n  except BaseException: pass',
    'write() { throw new Error("no"); }',
  ),
  python('a callback that never returns', 'print("x", flush=True)', 'write() { for (;;); }'),
  python('a limit of time', 'while True: pass', 'timeout: 60_000'),
  python('handlers', 'while True:\n  try:\n    while True: pass\n  except BaseException: pass'),
  python('recursion', 'def f(n): return n and f(n - 1)\nwhile True: f(800)'),
  {
    name: 'Python called by Python called by Python',
    body: `let depth = 0;
      const runtime = new Runtime({ write() { if (depth++ < 20) runtime.run('print(1, flush=True)'); for (;;) runtime.eval('1'); } });
      begin(); runtime.run('print(1, flush=True)');`,
  },
  { name: 'new Runtime()', body: 'begin(); for (;;) new Runtime().dispose();' },
  { name: 'runtimes that are dropped', body: 'begin(); for (;;) new Runtime().run("x = [1] * 1000");' },
  {
    name: 'dispose()',
    body: `begin(); for (;;) { const runtime = new Runtime(); runtime.run('a = [[] for i in range(20000)]'); runtime.dispose(); }`,
  },
  {
    name: 'timers',
    body: `const runtime = new Runtime(); begin();
      const next = () => { try { runtime.run('while True: pass', { timeout: 3 }); } catch {} setTimeout(next, 1); }; next();`,
  },
  {
    name: 'an idle runtime',
    body: 'const runtime = new Runtime(); runtime.run("x = 1"); begin(); setInterval(() => {}, 1000);',
  },
  {
    name: 'handles',
    body: `const runtime = new Runtime(); runtime.run('class C: pass'); begin(); for (;;) runtime.eval('C()');`,
  },
  {
    name: 'conversions',
    body: `const runtime = new Runtime(); const a = Array.from({ length: 5000 }, (_, i) => ({ i, s: 'x' + i })); begin();
      for (;;) { runtime.globals.set('a', a); runtime.eval('[1.5] * 5000'); }`,
  },
];
