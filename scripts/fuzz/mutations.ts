/**
 * Test programs with some lines and tokens changed. Those that still compile must print the same in the interpreter
 * and in every mode of tier 2. CPython is asked only when `--modes` names it: what programs find out about the
 * interpreter itself differs.
 *
 * Statements at the top level are caught and printed one by one, so that a program goes on after a mutation
 * that raises; many run in a loop, so that they become hot.
 */
import { type CorpusFile, corpus } from './corpus.ts';
import { type Line, render } from './program.ts';
import { tryProgram } from './programs.ts';
import { Random } from './random.ts';
import { modes, Runner } from './runner.ts';
import type { FuzzKind } from './session.ts';

/** They show the time, or take minutes. */
const LEFT_OUT = /^(sys_and_time|profile_events|recursion.*|random_.*|special_none|traces_stack_room)\.py$/;
/** When an object dies, and whether a collection finds it, differs between modes: docs/python-differences.md. */
const TOLD_OF_DEATHS = /\bgc\.|\b__del__\b|\bweakref\b/;
/** Milliseconds that a program may take in the interpreter. */
const LONGEST = 5000;
/** Statements at the top level of one program. */
const MOST_STATEMENTS = 12;

const NUMBERS = [
  '0',
  '1',
  '-1',
  '2',
  '7',
  '2**62 - 1',
  '2**62',
  '-2**62',
  '2**63',
  '0.5',
  '-0.0',
  '1e300',
  'True',
  'None',
];
const OPERATORS = ['+', '-', '*', '//', '%', '/', '&', '|', '^', '<<', '>>', '**'];
const COMPARISONS = ['<', '<=', '>', '>=', '==', '!=', 'is', 'is not', 'in', 'not in'];
const TOKEN =
  /(?<string>'[^'\\\n]*'|"[^"\\\n]*")|(?<number>\b\d+(?:\.\d+)?\b)|(?<name>\b[A-Za-z_]\w*\b)|(?<comparison><=|>=|==|!=|<|>)|(?<operator>\*\*|\/\/|[-+*/%&|^])/g;
const KEYWORDS = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case print'.split(
    ' ',
  ),
);

export const mutations: FuzzKind = {
  name: 'mutations',
  about: 'test programs with lines and tokens changed, in every mode',
  async run(session) {
    const files = corpus(['tests/python', 'examples']).filter(({ name }) => !LEFT_OUT.test(name));
    const runner = new Runner();
    for (const seed of session.seeds()) {
      const program = mutated(files, new Random(seed));
      const source = render(program);
      if (TOLD_OF_DEATHS.test(source)) continue;
      const start = Date.now();
      const known = await runner.run(source, 'interpreter');
      // Not valid any more; without end, or so long that slower modes seem to be; or at a limit, which modes reach at different times.
      if (
        known.end === 'hang' ||
        Date.now() - start > LONGEST ||
        /^failed: (Syntax|Indentation|Tab)Error/.test(known.text) ||
        /MemoryError|RecursionError/.test(known.text)
      )
        continue;
      session.count();
      await tryProgram(session, runner, program, String(seed), Object.keys(modes), { known });
    }
    runner.stop();
  },
};

/** A program as a tree of lines. Continued lines stay one; what this does not understand does not compile, and is skipped. */
export function linesOf(text: string): Line[] {
  const root: Line[] = [];
  const open: { indent: number; body: Line[] }[] = [{ indent: 0, body: root }];
  let pending: string | undefined;
  let indent = 0;
  for (const physical of text.split('\n')) {
    if (pending === undefined) {
      if (/^\s*(#|$)/.test(physical)) continue;
      indent = physical.length - physical.trimStart().length;
      pending = physical.trim();
    } else pending += `\n${physical}`;
    if (isOpen(pending)) continue;
    while (open.length > 1 && indent < (open.at(-1)?.indent ?? 0)) open.pop();
    const block = open.at(-1)?.body ?? root;
    if (/:\s*(#.*)?$/.test(pending) && !/^[^#'"]*\blambda\b[^:]*:$/.test(pending)) {
      const body: Line[] = [];
      block.push({ text: pending.replace(/\s*#[^'"]*$/, ''), body });
      open.push({ indent: indent + 1, body });
    } else block.push({ text: pending });
    pending = undefined;
  }
  return root;
}

/** Brackets or a long string are still open, or the line ends in a backslash. */
function isOpen(text: string): boolean {
  if ((text.match(/"""|'''/g)?.length ?? 0) % 2 === 1 || text.endsWith('\\')) return true;
  const bare = text.replace(/'''[\s\S]*?'''|"""[\s\S]*?"""|'(\\.|[^'\\\n])*'|"(\\.|[^"\\\n])*"|#.*$/gm, '');
  const count = (pattern: RegExp): number => bare.match(pattern)?.length ?? 0;
  return count(/[([{]/g) > count(/[)\]}]/g);
}

const isDefinition = ({ text }: Line): boolean => /^(@|(def|class|async|import|from)\b)/.test(text);

function mutated(files: readonly CorpusFile[], random: Random): Line[] {
  const lines = linesOf(random.pick(files).text);
  const statements = lines.filter((line) => !isDefinition(line));
  const first = random.below(Math.max(1, statements.length - MOST_STATEMENTS));
  const kept = new Set(statements.slice(first, first + MOST_STATEMENTS));
  // Plain assignments are cheap, and others may need them.
  let program = lines.filter((line) => isDefinition(line) || kept.has(line) || /^\w+ = /.test(line.text));
  const other = linesOf(random.pick(files).text);
  for (let i = 1 + random.below(4); i > 0; i--) program = mutateBlock(program, other, random);
  return program.flatMap((line) => (isDefinition(line) ? [line] : caught(line, random)));
}

const caught = (line: Line, random: Random): Line[] => {
  const hot = random.chance(50);
  if (/^(else|elif|except|finally|case)\b/.test(line.text)) return [line];
  if (/^(if|try|for|while)\b/.test(line.text) && !hot) return [line];
  const body = hot ? [{ text: 'for _ in range(40):', body: [line] }] : [line];
  return [
    { text: 'try:', body },
    { text: 'except Exception as error:', body: [{ text: 'print(type(error).__name__, error)' }] },
  ];
};

/** Changes one line somewhere in the block. */
function mutateBlock(block: readonly Line[], other: readonly Line[], random: Random): Line[] {
  const lines = block.slice();
  if (lines.length === 0) return lines;
  const at = random.below(lines.length);
  const line = lines[at];
  if (line.body && line.body.length > 0 && random.chance(80)) {
    lines[at] = { text: line.text, body: mutateBlock(line.body, other, random) };
    return lines;
  }
  switch (random.below(8)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, line);
      break;
    case 2:
      lines.splice(random.below(lines.length), 0, ...lines.splice(at, 1));
      break;
    case 3: {
      const from = random.pick(other.length > 0 ? other : lines);
      lines.splice(
        at,
        0,
        from.body && !isDefinition(from) ? random.pick(from.body.length > 0 ? from.body : [from]) : from,
      );
      break;
    }
    default:
      lines[at] = { ...line, text: mutateText(line.text, lines, random) };
  }
  return lines;
}

/** Replaces one token by another of its kind. */
function mutateText(text: string, around: readonly Line[], random: Random): string {
  const tokens = [...text.matchAll(TOKEN)].filter(
    ({ groups }) => !(groups?.name && KEYWORDS.has(groups.name)),
  );
  if (tokens.length === 0) return text;
  const token = random.pick(tokens);
  const { groups = {}, index } = token;
  const names = (): string[] => {
    const found = [...random.pick(around).text.matchAll(/\b[A-Za-z_]\w*\b/g)].map(([name]) => name);
    return found.filter((name) => !KEYWORDS.has(name));
  };
  let put = token[0];
  if (groups.number) put = `(${random.pick(NUMBERS)})`;
  else if (groups.string) put = random.pick(["''", "'a'", "'é'", "'long text'", '0', 'None']);
  else if (groups.comparison) put = ` ${random.pick(COMPARISONS)} `;
  else if (groups.operator) put = ` ${random.pick(OPERATORS)} `;
  else put = random.pick([...names(), put]);
  return text.slice(0, index) + put + text.slice(index + token[0].length);
}
