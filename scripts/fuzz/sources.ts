/**
 * Pieces of Python source with characters and tokens changed: the front end compiles them or raises the exception
 * that CPython raises, with its message and place. Without CPython only crashes, hangs and internal errors count.
 */
import { spawnSync } from 'node:child_process';
import { checksum } from '../../ts/library/checksum.ts';
import { corpus } from './corpus.ts';
import { Random } from './random.ts';
import { Runner } from './runner.ts';
import type { FuzzKind, Session } from './session.ts';

/** Prints a line for each of `sources`: what compiling it showed. */
const COMPILE = `
for source in sources:
    try:
        compile(source, '<fuzz>', 'exec')
        print('compiles')
    except SyntaxError as e:
        print((type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset))
    except BaseException as e:
        print((type(e).__name__, str(e)))
`;
const PIECES = (
  '( ) [ ] { } : , ; . = := == != -> + - * ** / // @ % & | ^ ~ << >> < > ! ... \\ # \n \t "" \' " \'\'\' """ f" f\' t" rb" b\' {x!r:>{w}} {{ }} ' +
  'def class if elif else for while in is not and or lambda return yield from await async with as try except except* finally raise ' +
  'match case _ type global nonlocal del pass break continue import None True False print x __debug__ self ' +
  '0 1 0x 0b12 0o8 1_0 1__0 1e 1.5j 10l 0777 é 变 \u00a0 \u2028 € \x00 \x0c'
).split(' ');
const BATCH = 50;

export const sources: FuzzKind = {
  name: 'sources',
  about: 'damaged source: compiled, or the SyntaxError that CPython raises',
  async run(session) {
    const files = corpus(['tests/python', 'tests/compiler/programs', 'examples']);
    const runner = new Runner();
    let batch: string[] = [];
    for (const seed of session.seeds()) {
      const random = new Random(seed);
      batch.push(damaged(random.pick(files).text, random));
      if (batch.length < BATCH) continue;
      await tryBatch(session, runner, batch);
      session.count(batch.length);
      batch = [];
    }
    runner.stop();
  },
};

function damaged(text: string, random: Random): string {
  const lines = text.split('\n');
  const first = random.below(lines.length);
  let piece = lines.slice(first, first + 1 + random.below(12)).join('\n');
  if (random.chance(80)) piece = dedented(piece);
  for (let i = 1 + random.below(3); i > 0; i--) {
    const at = random.below(piece.length + 1);
    const other = random.below(piece.length + 1);
    switch (random.below(6)) {
      case 0:
        piece = piece.slice(0, at) + piece.slice(at + 1 + random.below(3));
        break;
      case 1:
        piece = piece.slice(0, at) + piece.slice(Math.min(at, other), Math.max(at, other)) + piece.slice(at);
        break;
      case 2:
        piece = piece.slice(0, at);
        break;
      case 3:
        piece = `${piece.slice(0, at)} ${random.pick(PIECES)} ${piece.slice(at)}`;
        break;
      default:
        piece = piece.slice(0, at) + random.pick(PIECES) + piece.slice(at + random.below(3));
    }
  }
  return piece;
}

function dedented(text: string): string {
  const indents = text
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => line.length - line.trimStart().length);
  return indents.length > 0 ? text.replaceAll(new RegExp(`^ {${Math.min(...indents)}}`, 'gm'), '') : text;
}

async function tryBatch(session: Session, runner: Runner, batch: readonly string[]): Promise<void> {
  const { end, text } = await runner.send({ source: COMPILE, jit: false, globals: { sources: batch } });
  if (end !== 'done') {
    if (batch.length > 1) for (const source of batch) await tryBatch(session, runner, [source]);
    else if (batch[0] !== undefined) session.report(end, `${end}-${nameOf(batch[0])}.py`, batch[0], text);
    return;
  }
  const { cpython } = session.options;
  if (!cpython) return;
  const ours = text.trimEnd().split('\n');
  const theirs = cpythonLines(cpython, batch);
  batch.forEach((source, i) => {
    if (ours[i] !== theirs[i] && !isKnown(theirs[i]))
      session.report('difference', `${nameOf(source)}.py`, source, `  want ${theirs[i]}\n  got  ${ours[i]}`);
  });
}

/** An escape in a format specification that cannot be decoded: a SyntaxError here (docs/python-differences.md). */
const isKnown = (theirs = ''): boolean => theirs.startsWith("('UnicodeDecodeError'");

function cpythonLines(cpython: string, batch: readonly string[]): string[] {
  const script = `import json, sys\nsources = json.load(sys.stdin)\n${COMPILE}`;
  const { stdout, stderr, status } = spawnSync(cpython, ['-W', 'ignore', '-c', script], {
    encoding: 'utf8',
    input: JSON.stringify(batch),
    env: { ...process.env, PYTHONIOENCODING: 'utf8:surrogatepass' },
  });
  if (status !== 0) throw new Error(`CPython fails: ${stderr}`);
  return stdout.trimEnd().split('\n');
}

const nameOf = (source: string): string => checksum(Buffer.from(source)).toString(16);
