/**
 * What gc.collect() counts. A program cannot show it in every mode: where each allocation collects, nothing is left to
 * be found. The numbers are CPython's.
 */
import { describe, expect, it } from 'vitest';
import { create } from './create-runtime.ts';

/** [name, body of a function that leaves garbage, what CPython's gc.collect() returns then] */
const garbage: readonly (readonly [name: string, body: string, found: number])[] = [
  ['a list in itself', 'a = []; a.append(a)', 1],
  ['a dict in itself', 'a = {}; a[1] = a', 1],
  ['a list and a tuple', 'a = []; t = (a,); a.append(t)', 2],
  ['two instances', 'class_ = Plain; a = class_(); b = class_(); a.b = b; b.a = a', 2],
  ['an instance with slots', 'a = Slots(); a.x = a', 1],
  ['an instance with a dict of its own', 'a = Plain(); a.a = a; a.__dict__', 2],
  ['a bound method', 'a = Plain(); a.f = a.method', 2],
  ['a function and its globals', 'd = {}; exec("def f(): pass", d)', 2],
  ['a closure', 'def f(x): return f', 3],
  ['an exception that its frame knows', 'try: 1 / 0\n  except Exception as e: x = e', 3],
  ['no cycle', 'a = [[1], {2: 3}, Plain(), (4, [5])]', 0],
  ['below a cycle', 'a = []; a.append(a); a += [[], {}, set(), iter(a), a.append]', 6],
  [
    'atoms below a cycle',
    'a = []; a.append(a); a += [1.5, "ab" * len(a), b"c", object(), range(3), (1, "x")]',
    1,
  ],
  ['above a cycle', 'a = []; a.append(a); b = [a]; c = {1: b}', 1],
  ['a finalizer below a cycle', 'a = []; a.append(a); a.append(Final())', 2],
  ['a finalizer above a cycle', 'a = Final(); a.b = []; a.b.append(a.b)', 1],
  ['a finalizer in a cycle', 'a = Final(); a.a = a', 1],
  ['resurrected', 'Lazarus(); Lazarus()', 0],
  ['a generator that refers to itself', 'def g():\n    z = yield; yield z\n  i = g(); next(i); i.send(i)', 0],
  ['many', 'for i in range(10_000):\n    a = Plain(); a.a = a', 10_000],
  ['a long chain', 'a = None\n  for i in range(200_000): a = [a]', 0],
  [
    'a long chain below a cycle',
    'a = b = []\n  for i in range(100_000): a.append([]); a = a[0]\n  b.append(b)',
    100_001,
  ],
  ['a wide one', 'a = [[] for i in range(100_000)]; a.append(a)', 100_001],
];

const PREPARE = `
import gc
class Plain:
  def method(self): pass
class Slots:
  __slots__ = 'x', 'y'
class Final:
  def __del__(self): pass
back = []
class Lazarus:
  def __init__(self): self.me = self
  def __del__(self): back.append(self)
`;

describe.each([['interpreter', false] as const, ['native', true] as const])(
  'gc.collect(): %s',
  (_mode, jit) => {
    it.each(garbage)('%s', (_name, body, found) => {
      const runtime = create({ jit });
      runtime.run(
        `${PREPARE}\ndef leave():\n  ${body}\ngc.collect()\nleave()\nfound = gc.collect()\nagain = gc.collect()`,
      );
      expect(runtime.eval('found, again')).toEqual([found, 0]);
    });
  },
);

describe('gc.collect(), and what comes with it', () => {
  it('saves what it finds', () => {
    const runtime = create();
    runtime.run(`${PREPARE}
gc.set_debug(gc.DEBUG_SAVEALL)
def leave():
  a = Plain(); a.a = a; a.final = Final()
  class Lost: pass
  b = [[]]
gc.collect(); gc.garbage.clear()
leave()
found = gc.collect()
saved = len(gc.garbage)
kinds = {type(v).__name__ for v in gc.garbage} & {'Plain', 'Final', 'type', 'list'}
whole = [v.a is v and type(v.final) is Final for v in gc.garbage if type(v) is Plain]
gc.set_debug(0)
gc.garbage.clear()
v = None
again = gc.collect()`);
    expect(runtime.eval('sorted(kinds), found == saved == again, whole')).toEqual([
      ['Final', 'Plain', 'type'],
      true,
      [true],
    ]);
  });

  it('shows what it finds', () => {
    let shown = '';
    const runtime = create({
      write: (stream, bytes) => {
        if (stream === 2) shown += new TextDecoder().decode(bytes);
      },
    });
    runtime.run(`${PREPARE}
def leave():
  a = []; a.append(a)
gc.collect()
leave()
gc.set_debug(gc.DEBUG_STATS | gc.DEBUG_COLLECTABLE)
found = gc.collect()
gc.set_debug(0)
again = gc.collect()`);
    expect(runtime.eval('found, again, gc.garbage')).toEqual([1, 0, []]);
    expect(shown.replace(/\d[\da-fx]*(\.\d+)?/g, 'N')).toBe(
      'gc: collecting generation N...\ngc: objects in each generation: N N N\ngc: objects in permanent generation: N\n' +
        'gc: collectable <list N>\ngc: done, N unreachable, N uncollectable, Ns elapsed\n',
    );
  });

  it('is counted by generation', () => {
    const runtime = create();
    runtime.run(`${PREPARE}
def leave():
  a = []; a.append(a)
gc.collect()
before = gc.get_stats()
leave(); gc.collect(0); leave(); leave(); gc.collect(1)
gc.freeze(); frozen = gc.get_freeze_count() > 100; gc.unfreeze()
changes = [b['collections'] - a['collections'] for a, b in zip(before, gc.get_stats())]
found = [b['collected'] - a['collected'] for a, b in zip(before, gc.get_stats())]`);
    expect(runtime.eval('changes, found, frozen, gc.get_freeze_count()')).toEqual([
      [1, 1, 0],
      [1, 2, 0],
      true,
      0,
    ]);
  });

  it('looks at everything once, however often it is referred to', () => {
    const runtime = create();
    runtime.run(`${PREPARE}\nt = ()\nfor i in range(80): t = (t, t)\ntracked = gc.is_tracked(t)`);
    runtime.run('def leave():\n  a = [t]; a.append(a)\nleave()\nfound = gc.collect()');
    expect(runtime.eval('found')).toBe(1);
  });

  it('is stopped, and finds everything later', () => {
    const runtime = create();
    runtime.run(`${PREPARE}
def leave():
  a = None
  for i in range(600_000): b = Plain(); b.b = b; b.a = a; a = b
gc.collect()`);
    for (const timeout of [1, 5, 10, 20, 30, 40, 50, 70, 100, 150]) {
      runtime.run('gc.collect()\nleave()');
      try {
        runtime.run('gc.collect()', { timeout });
      } catch (error) {
        expect((error as Error).name).toBe('TimeoutError');
      }
      runtime.run('x = [[i] for i in range(1000)]; x = None');
    }
    runtime.run('gc.collect()\nfound = gc.collect()');
    expect(runtime.eval('found')).toBe(0);
  }, 60_000);

  it('does without its count when there is no memory for it', () => {
    const runtime = create({ memoryLimit: 24 * 2 ** 20 });
    runtime.run(`${PREPARE}
def fill(to):
  all = []
  while True:
    a = Plain(); a.a = a; all.append(a)
    if len(all) == to: return
gc.collect()
fill(100_000)`);
    const full = runtime.heapUsed;
    runtime.run('found = gc.collect()');
    expect([0, 100_000]).toContain(runtime.eval('found'));
    expect(runtime.heapUsed).toBeLessThan(full - 4_000_000);
  });
});
