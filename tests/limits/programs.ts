/** Programs that reach for a limit: each is generated for a size and knows what it prints. */

export interface LimitProgram {
  readonly name: string;
  readonly source: string;
  readonly output: string;
}

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** As Python prints a float of moderate size. */
const floatRepr = (x: number): string => (Number.isInteger(x) ? `${x}.0` : String(x));

/** A function with that many locals (n, s and i among them), and a hot loop with a branch in it. */
export function locals(count: number, rounds = 200): LimitProgram {
  const fillers = count - 3;
  const source = `
def f(n):
${lines(fillers, (i) => `    a${i} = ${i}`)}
    s = 0
    for i in range(n):
        if i % 3 == 0:
            s += a${fillers - 1}
        elif i % 7 == 0:
            s -= a1
        else:
            a0 = s
    return s + a0 + a${fillers >> 1}
print(f(${rounds}))
`;
  let s = 0;
  let a0 = 0;
  for (let i = 0; i < rounds; i++) {
    if (i % 3 === 0) s += fillers - 1;
    else if (i % 7 === 0) s -= 1;
    else a0 = s;
  }
  return { name: `${count} locals`, source, output: `${s + a0 + (fillers >> 1)}\n` };
}

/** A call that has `depth` values on the evaluation stack when its last argument branches. */
export function stack(depth: number, rounds = 200): LimitProgram {
  const source = `
def f(n):
    s = 0
    for i in range(n):
        s += max(${lines(depth - 3, (i) => `i + ${i % 50},`)}
                 i + 51 if i % 3 else i - 51)
    return s
print(f(${rounds}))
`;
  let s = 0;
  for (let i = 0; i < rounds; i++) s += i % 3 ? i + 51 : i + Math.min(depth - 4, 49);
  return { name: `stack of ${depth}`, source, output: `${s}\n` };
}

/** `depth` functions, each calling the next, from a hot loop; the innermost has a branch. */
export function nestedCalls(depth: number, rounds = 200): LimitProgram {
  const source = `
${lines(depth - 1, (i) => `def f${i}(x):\n    return f${i + 1}(x + 1) + 1`)}
def f${depth - 1}(x):
    if x % 3 == 0:
        return -x
    return x
def run(n):
    s = 0
    for i in range(n):
        s += f0(i)
    return s
print(run(${rounds}))
`;
  let s = 0;
  for (let i = 0; i < rounds; i++) {
    const x = i + depth - 1;
    s += (x % 3 === 0 ? -x : x) + depth - 1;
  }
  return { name: `${depth} nested calls`, source, output: `${s}\n` };
}

/** `count` objects that need not exist, alive at a branch. */
export function virtualObjects(count: number, rounds = 200): LimitProgram {
  const source = `
class P:
    def __init__(self, x):
        self.x = x
def f(n):
    s = 0
    for i in range(n):
${lines(count, (k) => `        p${k} = P(i)`)}
        if i % 3 == 0:
            s += p0.x
        else:
            s -= p${count - 1}.x
${lines(count, (k) => `        s += p${k}.x`)}
${lines(count, (k) => `        p${k} = None`)}
    return s
print(f(${rounds}))
`;
  let s = 0;
  for (let i = 0; i < rounds; i++) {
    s += i % 3 === 0 ? i : -i;
    s += count * i;
  }
  return { name: `${count} virtual objects`, source, output: `${s}\n` };
}

/** One virtual object with many fields. */
export function virtualFields(count: number, rounds = 200): LimitProgram {
  const source = `
def f(n):
    s = 0
    for i in range(n):
        t = (${lines(count, (k) => `i + ${k},`)})
        if i % 3 == 0:
            s += t[0]
        s += t[${count - 1}]
    return s
print(f(${rounds}))
`;
  let s = 0;
  for (let i = 0; i < rounds; i++) s += (i % 3 === 0 ? i : 0) + i + count - 1;
  return { name: `${count} fields of a virtual object`, source, output: `${s}\n` };
}

/** `count` floats and ints that are alive at once, changed in every round. */
export function spills(count: number, rounds = 200, generator = false): LimitProgram {
  const body = `
${lines(count, (k) => `    v${k} = ${k % 2 ? `${k}.5` : k}`)}
    for i in range(n):
${lines(count, (k) => `        v${k} = v${(k + 2) % count} + ${k % 2 ? '0.25' : '1'}`)}
        if i % 3 == 0:
            v0 += 2
${generator ? '        yield v0' : ''}
    ${generator ? 'yield' : 'return'} [${lines(count, (k) => `v${k},`).replaceAll('\n', ' ')}]
`;
  const call = generator ? `*_, last = f(${rounds})\nprint(last)` : `print(f(${rounds}))`;
  const values: number[] = Array.from({ length: count }, (_, k) => (k % 2 ? k + 0.5 : k));
  // With an odd count floats come to all of them.
  const isFloat = values.map((_, k) => k % 2 === 1);
  for (let i = 0; i < rounds; i++) {
    for (let k = 0; k < count; k++) {
      values[k] = values[(k + 2) % count] + (k % 2 ? 0.25 : 1);
      isFloat[k] = isFloat[(k + 2) % count] || k % 2 === 1;
    }
    if (i % 3 === 0) values[0] += 2;
  }
  const shown = values.map((v, k) => (isFloat[k] ? floatRepr(v) : String(v)));
  return {
    name: `${count} values at once${generator ? ' in a generator' : ''}`,
    source: `def f(n):${body}${call}\n`,
    output: `[${shown.join(', ')}]\n`,
  };
}

/** A loop with `count` branches that go either way: exits, and bridges at each. */
export function branches(count: number, rounds = 200): LimitProgram {
  const source = `
def f(n):
    s = 0
    for i in range(n):
${lines(count, (k) => `        if i % ${k + 2} == 0:\n            s += ${k + 1}\n        else:\n            s -= 1`)}
    return s
print(f(${rounds}))
`;
  let s = 0;
  for (let i = 0; i < rounds; i++) for (let k = 0; k < count; k++) s += i % (k + 2) === 0 ? k + 1 : -1;
  return { name: `${count} branches`, source, output: `${s}\n` };
}

/** A loop of `count` statements. */
export function longLoop(count: number, rounds = 60): LimitProgram {
  const source = `
def f(n):
    s = 0
    for i in range(n):
${lines(count, (k) => `        s += i ^ ${k}`)}
    return s
print(f(${rounds}))
`;
  let s = 0;
  for (let i = 0; i < rounds; i++) for (let k = 0; k < count; k++) s += i ^ k;
  return { name: `loop of ${count} statements`, source, output: `${s}\n` };
}

/** `count` loops of one code object, each hot. */
export function loopsInOneFunction(count: number, rounds = 60): LimitProgram {
  const source = `
def f(n):
    s = 0
${lines(count, (k) => `    for i in range(n):\n        if i != 7:\n            s += ${k}`)}
    return s
print(f(${rounds}))
`;
  let s = 0;
  for (let k = 0; k < count; k++) s += k * (rounds - 1);
  return { name: `${count} loops in one function`, source, output: `${s}\n` };
}

/** `count` hot loops in functions of `each`: every one of them can have a trace. */
export function loops(count: number, each = 200, rounds = 50): LimitProgram {
  const body = (f: number): string =>
    lines(each, (k) => `    for i in range(n):\n        if i != 7:\n            s += ${f * each + k}`);
  const source = `
${lines(count / each, (f) => `def f${f}(n):\n    s = 0\n${body(f)}\n    return s`)}
print(${lines(count / each, (f) => `f${f}(${rounds}),`).replaceAll('\n', ' ')} sep='\\n')
`;
  const sums = Array.from({ length: count / each }, (_, f) => {
    let s = 0;
    for (let k = 0; k < each; k++) s += (f * each + k) * (rounds - 1);
    return `${s}\n`;
  });
  return { name: `${count} hot loops`, source, output: sums.join('') };
}

/** A loop that reads `count` different constants. */
export function constants(count: number, rounds = 60): LimitProgram {
  const source = `
def f(n):
    s = 0
    for i in range(n):
        t = (${lines(count, (k) => `i + ${k * 1000003}${k % 2 ? '.5' : ''},`)})
        if i % 5 == 0:
            s += t[${count - 1}]
    return s
print(f(${rounds}))
`;
  const last = (count - 1) * 1000003 + ((count - 1) % 2 ? 0.5 : 0);
  let s = 0;
  for (let i = 0; i < rounds; i += 5) s += i + last;
  return { name: `${count} constants`, source, output: `${Number.isInteger(last) ? s : floatRepr(s)}\n` };
}

/** Frames of `count` generators, each driving the next. */
export function nestedGenerators(count: number, rounds = 100): LimitProgram {
  const source = `
def g0(n):
    for i in range(n):
        yield i if i % 3 else -i
${lines(count - 1, (k) => `def g${k + 1}(n):\n    for x in g${k}(n):\n        yield x + 1`)}
print(sum(g${count - 1}(${rounds})))
`;
  let s = 0;
  for (let i = 0; i < rounds; i++) s += (i % 3 ? i : -i) + count - 1;
  return { name: `${count} nested generators`, source, output: `${s}\n` };
}
