/**
 * Random recorded traces over a fixed heap: what the property test optimizes and compares. Same seed, same
 * trace.
 */
import type { TraceFile } from './trace-file.ts';

/** Small linear congruential generator (constants of Numerical Recipes). */
export class Random {
  constructor(private seed: number) {}
  next(n: number): number {
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.seed / 2 ** 32) * n);
  }
  pick<X>(list: readonly X[]): X {
    return list[this.next(list.length)];
  }
}

const HEAP = [
  'shape 40 class @C x y z',
  'shape 41 class @C x y z w',
  'shape 70 class @E',
  '@C = class version 5',
  '@E = class version 6',
  '@k = code',
  '@o = instance 40 1 2.5 7',
  '@p = instance 40 3 0.5 -4',
  '@l = list 5 6 7 8',
  '@m = list 1.5 2.5 3 None',
  '@c = cell 11',
  '@r = range-iter 0 6 1',
  '@it = list-iter @l 0',
  '@fi = filter @it @add',
  '@add = host add @o 0 3',
  '@set = host set @l 1 100',
  '@ka = str',
  '@kb = str',
  '@globals = dict version 9 n!=3 f=@add',
];

type Kind =
  | ('int' | 'float' | 'bool' | 'any')
  | ('list' | 'instance' | 'cell' | 'tuple' | 'dict' | 'range' | 'listiter' | 'filter');
/** Locals 0…4 are ints and floats, then heap objects; the iterators are on the stack. */
const SLOTS: Kind[] = ['int', 'int', 'int', 'float', 'float', 'instance', 'instance', 'list', 'cell'];
const INPUT = ['1', '2', '-3', '0.5', '2.5', '@o', '@p', '@l', '@c'];

interface Sym {
  name: string;
  kind: Kind;
}

export function randomTraceFile(seed: number): TraceFile {
  const r = new Random(seed);
  const lines: string[] = [];
  const snapshots: string[] = [];
  let values = 0;
  const locals: (Sym | null)[] = SLOTS.map(() => null);
  const iterKind = r.pick<Kind>(['range', 'listiter', 'filter', 'int']);
  const loop = r.next(4) > 0;
  const stackInput =
    iterKind === 'range'
      ? '@r'
      : (({ listiter: '@it', filter: '@fi' } as Record<string, string>)[iterKind] ?? '9');
  const loaded = new Map<number, Sym>();

  const fresh = (kind: Kind): Sym => ({ name: `v${values++}`, kind });
  const read = (slot: number): Sym => {
    const now = locals[slot];
    if (now) return now;
    let sym = loaded.get(slot);
    if (!sym) {
      sym = fresh(slot < SLOTS.length ? SLOTS[slot] : iterKind);
      lines.push(`${sym.name} = _FRAME_SLOT #${slot}`);
      loaded.set(slot, sym);
    }
    return sym;
  };
  let unit = 4;
  /** Snapshot with these values on the stack above the iterator. */
  const snapshot = (stack: readonly Sym[] = []): string => {
    const slots = locals.map((sym, i) => (sym && sym !== loaded.get(i) ? sym.name : '_')).join(' ');
    snapshots.push(`1@${(unit += 2)} [${slots} | _${stack.map((sym) => ` ${sym.name}`).join('')}]`);
    return `s${snapshots.length - 1}`;
  };
  const slotsOf = (kind: Kind): number[] =>
    locals.flatMap((sym, i) => ((sym?.kind ?? SLOTS[i]) === kind ? [i] : []));
  const operand = (kind: 'int' | 'float'): Sym => {
    const slots = slotsOf(kind);
    if (slots.length === 0 || r.next(5) === 0) {
      return {
        name: kind === 'int' ? r.pick(['0', '1', '3', '8', '-1', '255']) : r.pick(['0.5', '2.0', '1.0']),
        kind,
      };
    }
    return read(r.pick(slots));
  };
  const object = (kind: Kind): Sym | null => {
    const slots = slotsOf(kind);
    return slots.length ? read(r.pick(slots)) : null;
  };
  /** Numbers go to number slots of any kind, so kinds change from round to round. */
  const store = (sym: Sym): void => {
    const same = slotsOf(sym.kind).filter((slot) => slot < 5);
    locals[same.length > 0 && r.next(6) > 0 ? r.pick(same) : r.next(5)] = sym;
  };
  const emit = (text: string, s: string): void => {
    lines.push(`${text}  ? ${s}`);
  };
  const dynamic = (value: Sym, s: string): void => {
    // What came out of memory is guarded as the recorder saw it: mostly an int.
    if (r.next(2)) {
      emit(`_GUARD_TOS_INT ${value.name}`, s);
      value.kind = 'int';
    }
  };

  /** Sometimes by an inlined call, sometimes from a handler; with something else going on in its own handler. */
  function raiseAndCatch(): void {
    const a = operand('int');
    const s = snapshot([a]);
    const [args, exc, raised, caught, previous] = [0, 1, 2, 3, 4].map(() => fresh('any'));
    emit(`${args.name} = _BUILD_TUPLE ${a.name}, #1`, s);
    emit(`${exc.name} = _NEW_EXCEPTION ${args.name}, NULL, NULL, NULL, #70`, s);
    if (r.next(4) === 0) locals[r.next(5)] = exc;
    emit(`${raised.name} = _RAISED ${exc.name}, #1`, snapshot([exc]));
    let object = 'NULL';
    if (r.next(3) === 0) {
      object = fresh('any').name;
      const variable = r.next(4) ? a.name : exc.name;
      emit(`${object} = _ENDED_FRAME ${variable}, #1, #@k, #7, #@globals`, snapshot([exc]));
    }
    emit(
      `${caught.name} = _ADD_TRACEBACK ${raised.name}, ${object}, #@k, #9, #@globals, #1`,
      snapshot([exc]),
    );
    emit(`${previous.name} = _SWAP_HANDLED ${caught.name}`, snapshot([caught]));
    const matches = fresh('bool');
    emit(`${matches.name} = _CHECK_EXC_MATCH ${caught.name}, @E`, snapshot([previous, caught]));
    emit(`_GUARD_IS_TRUE_POP ${matches.name}`, snapshot([previous, caught, matches]));
    if (r.next(2)) locals[r.next(5)] = caught;
    for (let i = r.next(3); i > 0; i--) r.pick(actions)();
    emit(`_SET_HANDLED ${previous.name}`, snapshot([previous]));
  }

  const actions: (() => void)[] = [
    () => {
      const op = r.pick([
        'ADD',
        'SUBTRACT',
        'MULTIPLY',
        'AND',
        'OR',
        'XOR',
        'REMAINDER',
        'FLOOR_DIVIDE',
        'LSHIFT',
        'RSHIFT',
      ]);
      const [a, b] = [operand('int'), operand('int')];
      const s = snapshot([a, b]);
      emit(`_GUARD_BOTH_INT ${a.name}, ${b.name}`, s);
      const out = fresh('int');
      emit(`${out.name} = _BINARY_OP_${op}_INT ${a.name}, ${b.name}`, s);
      store(out);
    },
    () => {
      const op = r.pick(['ADD', 'SUBTRACT', 'MULTIPLY', 'TRUE_DIVIDE']);
      const [a, b] = [operand('float'), operand('float')];
      const s = snapshot([a, b]);
      emit(`_GUARD_BOTH_FLOAT ${a.name}, ${b.name}`, s);
      const out = fresh('float');
      emit(`${out.name} = _BINARY_OP_${op}_FLOAT ${a.name}, ${b.name}`, s);
      store(out);
    },
    () => {
      const kind = r.pick(['int', 'float'] as const);
      const [a, b] = [operand(kind), operand(kind)];
      const s = snapshot([a, b]);
      const type = kind.toUpperCase();
      emit(`_GUARD_BOTH_${type} ${a.name}, ${b.name}`, s);
      const out = fresh('bool');
      emit(
        `${out.name} = _COMPARE_OP_${type} ${a.name}, ${b.name}, #${r.pick(['bool(<)', 'bool(<=)', '==', '!=', 'bool(>)', 'bool(>=)'])}`,
        s,
      );
      if (r.next(2)) {
        const branch = snapshot([out]);
        emit(`_GUARD_IS_${r.pick(['TRUE', 'FALSE'])}_POP ${out.name}`, branch);
      } else locals[r.next(5)] = out;
    },
    () => {
      const o = object('instance');
      if (!o) return;
      const s = snapshot([o]);
      const out = fresh('any');
      emit(`_GUARD_SHAPE ${o.name}, #40`, s);
      emit(`${out.name} = _LOAD_SLOT ${o.name}, #${r.pick([24, 32, 40])}`, s);
      dynamic(out, snapshot([out]));
      store(out);
    },
    () => {
      const o = object('instance');
      if (!o) return;
      const value = operand(r.pick(['int', 'float'] as const));
      const s = snapshot([value, o]);
      emit(`_GUARD_SHAPE ${o.name}, #40`, s);
      emit(`_STORE_SLOT ${value.name}, ${o.name}, #${r.pick([24, 40])}`, s);
    },
    () => {
      const l = object('list');
      if (!l) return;
      const i = operand('int');
      const s = snapshot([l, i]);
      emit(`_GUARD_TOS_INT ${i.name}`, s);
      emit(`_GUARD_NOS_LIST ${l.name}, ${i.name}`, s);
      const out = fresh('any');
      emit(`${out.name} = _BINARY_OP_SUBSCR_LIST_INT ${l.name}, ${i.name}`, s);
      dynamic(out, snapshot([out]));
      store(out);
    },
    () => {
      const l = object('list');
      if (!l) return;
      const [value, i] = [operand('int'), operand('int')];
      const s = snapshot([value, l, i]);
      emit(`_GUARD_TOS_INT ${i.name}`, s);
      emit(`_GUARD_NOS_LIST ${l.name}, ${i.name}`, s);
      emit(`_STORE_SUBSCR_LIST_INT ${value.name}, ${l.name}, ${i.name}`, s);
    },
    () => {
      const c = object('cell');
      if (!c) return;
      const s = snapshot([]);
      const out = fresh('any');
      emit(`${out.name} = _LOAD_CELL ${c.name}`, s);
      dynamic(out, snapshot([out]));
      store(out);
      if (r.next(2)) emit(`_STORE_CELL ${c.name}, ${operand('int').name}`, snapshot([]));
    },
    () => {
      const [a, b] = [operand('int'), operand('float')];
      const s = snapshot([a, b]);
      const tuple = fresh('tuple');
      emit(`${tuple.name} = _BUILD_TUPLE ${a.name}, ${b.name}, #2`, s);
      if (r.next(3) === 0) locals[r.next(5)] = tuple;
      const t = snapshot([tuple]);
      const [second, first] = [fresh('float'), fresh('int')];
      emit(`${second.name}, ${first.name} = _UNPACK_SEQUENCE_TWO_TUPLE ${tuple.name}`, t);
      store(first);
      store(second);
    },
    () => {
      const [a, b] = [operand('int'), operand('float')];
      const tuple = fresh('tuple');
      emit(`${tuple.name} = _NEW_TUPLE_OF ${a.name}, ${b.name}, #2, #50`, snapshot([a, b]));
      const list = fresh('tuple');
      emit(`${list.name} = _BUILD_LIST ${tuple.name}, ${a.name}, #2`, snapshot([tuple]));
      if (r.next(2)) locals[r.next(5)] = r.pick([tuple, list]);
      const method = fresh('tuple');
      emit(`${method.name} = _NEW_METHOD @add, ${tuple.name}`, snapshot([tuple]));
      const self = fresh('tuple');
      emit(`_GUARD_METHOD ${method.name}, #@add`, snapshot([method]));
      emit(`${self.name} = _METHOD_SELF ${method.name}`, snapshot([method]));
      const item = fresh('int');
      emit(`${item.name} = _LOAD_TUPLE_ITEM ${self.name}, #0`, snapshot([list]));
      store(item);
    },
    () => {
      const [a, b] = [operand('int'), operand('float')];
      const dict = fresh('dict');
      emit(`${dict.name} = _NEW_DICT @ka, ${a.name}, @kb, ${b.name}, #2`, snapshot([a, b]));
      if (r.next(2)) locals[r.next(5)] = dict;
      if (r.next(2)) {
        const value = operand('int');
        emit(`_STORE_SUBSCR_DICT ${value.name}, ${dict.name}, @ka`, snapshot([value, dict]));
      }
      if (r.next(4) === 0) {
        emit(`_GUARD_DICT_LENGTH ${dict.name}, #2`, snapshot([dict]));
        emit(`_GUARD_DICT_KEY ${dict.name}, #1, #@kb`, snapshot([dict]));
      }
      const item = fresh('int');
      emit(`${item.name} = _BINARY_OP_SUBSCR_DICT ${dict.name}, @ka`, snapshot([dict]));
      store(item);
    },
    () => {
      if (r.next(3)) return;
      const s = snapshot([]);
      const out = fresh('any');
      emit(`${out.name} = _CALL_OBJECT ${r.pick(['@add', '@set'])}, NULL, #0`, s);
      locals[r.next(5)] = out;
    },
    raiseAndCatch,
    () => {
      const a = operand('int');
      const s = snapshot([a]);
      const out = fresh('bool');
      emit(`${out.name} = _TO_BOOL_INT ${a.name}`, s);
      const not = fresh('bool');
      emit(`${not.name} = _UNARY_NOT ${out.name}`, snapshot([out]));
      locals[r.next(5)] = not;
    },
    () => {
      const s = snapshot([]);
      emit('_GUARD_KEYS_VERSION @globals, #9', s);
      const out = fresh('any');
      emit(`${out.name} = _LOAD_DICT_ENTRY @globals, #0`, s);
      dynamic(out, snapshot([out]));
      store(out);
      if (r.next(2)) emit(`_STORE_DICT_ENTRY @globals, ${operand('int').name}, #0`, snapshot([]));
    },
  ];

  if (iterKind !== 'int') {
    const [check, name] = iterKind === 'range' ? ['RANGE', '#9'] : ['LIST', '#10'];
    let iter = read(SLOTS.length);
    const s = snapshot([]);
    if (iterKind === 'filter') {
      emit(`_GUARD_SHAPE ${iter.name}, #17`, s);
      emit(`_GUARD_APPLIES ${iter.name}`, s);
      const inner = fresh('any');
      emit(`${inner.name} = _APPLIED_TO ${iter.name}`, s);
      iter = inner;
    }
    emit(`_ITER_CHECK_${check} ${iter.name}, ${name}`, s);
    emit(`_GUARD_NOT_EXHAUSTED_${check} ${iter.name}`, s);
    const item = fresh(iterKind === 'range' ? 'int' : 'any');
    emit(`${item.name} = _ITER_NEXT_${check} ${iter.name}`, s);
    store(item);
  }
  for (let i = 2 + r.next(12); i > 0; i--) r.pick(actions)();
  const end = loop ? 'loop' : r.pick(['exit', 'link 3', 'return']);
  unit = 0;
  const result = end === 'return' ? ` ${read(r.next(5)).name}` : '';
  const last = snapshot([]);
  lines.push(`end ${end}${result}  ? ${last}`);
  const entry = `entry 1@2 [${SLOTS.map(() => '_').join(' ')} | _]`;
  const before = [
    `trace loop random:${seed} f`,
    entry,
    ...lines,
    ...snapshots.map((text, i) => `s${i}: ${text}`),
  ];
  return {
    options: { without: [] },
    heap: HEAP,
    inputs: [[...INPUT, stackInput]],
    before: before.join('\n'),
    after: '',
  };
}
