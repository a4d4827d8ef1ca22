/**
 * Runs steps of a sweep: programs in which chosen requests of memory fail. A job comes as a line of JSON on stdin; what
 * is about to happen, and what came of it, goes out as lines on stdout, each written at once: should the process die,
 * the last line says in which step.
 *
 *     job     { program: { source, filename, args } | null, jit, steps: [[skip, count], …] }
 *     lines   { base: requests }   { begin: step }   { end: step, outcome, refused, detail? }   { done: true }
 *
 * Without a program, the requests that fail are those of making a runtime.
 */
import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { Runtime } = await import(pathToFileURL(process.argv[2]).href);

/** After every step: does the runtime still work, at its full depth of recursion? */
const SANITY = `
import math as sane_math, sys as sane_sys
sane_sys.setrecursionlimit(1000) # programs change it
class Sane:
    def __init__(self, n): self.n = n
    def __repr__(self): return f'Sane({self.n!r:>3})'
def sane_depth(n): return 0 if n == 0 else 1 + sane_depth(n - 1)
def sane_numbers():
    for i in range(3): yield i * 2 ** 70
print(sorted({str(n): Sane(n) for n in range(3)}.items()), sane_depth(900), list(sane_numbers()), sane_math.isqrt(81))
try: [][1]
except IndexError as e: print(repr(e), e.__context__)
`;
/** Programs change that too, and what it prints meanwhile is theirs. */
const UNTRACED = 'import sys as sane_sys\nsane_sys.settrace(None)\nsane_sys.setprofile(None)';
const SANE = `[('0', Sane(  0)), ('1', Sane(  1)), ('2', Sane(  2))] 900 [0, 1180591620717411303424, 2361183241434822606848] 9
IndexError('list index out of range') None
`;

const say = (line) => writeSync(1, `${JSON.stringify(line)}\n`);

/** Runs the program once; `skip` < 0: nothing fails. */
function run({ source, filename, args }, jit, skip, count) {
  let out = '';
  const decoder = new TextDecoder();
  const runtime = new Runtime({
    jit: { ...jit, stress: [...(jit.stress ?? []), 'allocations'] },
    hashSeed: 1,
    path: [dirname(filename)],
    argv: [filename, ...args],
    readLine: () => null,
    write: (stream, bytes) => {
      if (stream === 1) out += decoder.decode(bytes);
    },
  });
  const [before] = runtime.failAllocations();
  if (skip >= 0) runtime.failAllocations(skip, count);
  let error = '';
  try {
    runtime.globals.set('__file__', filename);
    runtime.run(source, { filename });
  } catch (e) {
    error = e.type ?? `${e.name}: ${e.message}\n${e.stack}`;
  }
  const [requests, refused, raised] = runtime.failAllocations();
  // An exception leaves output in the buffer.
  runtime.flush();
  const printed = out;
  const sane = sanity(runtime, () => {
    const text = out.slice(printed.length);
    out = printed;
    return text;
  });
  const left = runtime.disposeAndCount();
  return { printed, error, requests: requests - before, refused, raised, sane, left };
}

function sanity(runtime, printed) {
  try {
    runtime.run(UNTRACED);
    runtime.flush();
    printed();
    runtime.run(SANITY);
  } catch (e) {
    return `${e.type ?? e.name}: ${e.traceback ?? e.stack}`;
  }
  const text = printed();
  return text === SANE ? '' : `printed ${text}`;
}

/** Python code that catches MemoryError, or is told of it, may print anything. */
const catches = (source) =>
  /except\s*:|except.*(Base)?Exception\b|except.*MemoryError|finally|__exit__|settrace|setprofile/.test(
    source,
  );

function judge(base, got, source) {
  if (got.sane) return ['insane', got.sane];
  if (got.left) return ['leak', `${got.left} bytes`];
  if (got.printed === base.printed && got.error === base.error) return ['same'];
  if (got.error === 'MemoryError' && base.printed.startsWith(got.printed)) return ['memory-error'];
  const detail = `${got.error}\n${difference(base.printed, got.printed)}`;
  if (got.raised === 0 || !catches(source)) return ['wrong', detail];
  return ['caught', detail];
}

function difference(want, got) {
  let i = 0;
  while (i < want.length && want[i] === got[i]) i++;
  return `at ${i}: wanted ${JSON.stringify(want.slice(i, i + 200))} got ${JSON.stringify(got.slice(i, i + 200))}`;
}

function startUp(jit, skip, count) {
  const options = { ...jit, stress: ['allocations'], failAllocation: { at: skip + 1, count } };
  let runtime;
  try {
    runtime = new Runtime({ jit: options, hashSeed: 1 });
  } catch (e) {
    return [e instanceof Error ? 'memory-error' : 'wrong', String(e)];
  }
  const [, refused] = runtime.failAllocations();
  const left = runtime.disposeAndCount();
  if (left) return ['leak', `${left} bytes`];
  return refused ? ['same'] : ['end'];
}

function work({ program, jit, steps }) {
  const base = program && run(program, jit, -1, 0);
  if (base) {
    if (base.sane) say({ end: -1, outcome: 'insane', refused: 0, detail: base.sane });
    say({ base: base.requests });
  }
  for (const [i, [skip, count]] of steps.entries()) {
    say({ begin: i });
    if (!program) {
      const [outcome, detail] = startUp(jit, skip, count);
      say({ end: i, outcome, refused: outcome === 'end' ? 0 : 1, detail });
      if (outcome === 'end') break;
      continue;
    }
    const got = run(program, jit, skip, count);
    const [outcome, detail] = judge(base, got, program.source);
    say({ end: i, outcome, refused: got.refused, detail });
  }
  say({ done: true });
}

for await (const line of createInterface({ input: process.stdin })) work(JSON.parse(line));
