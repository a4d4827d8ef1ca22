/**
 * Fuzzing: things made at random must not crash, hang or print something else in one mode than in another, or than
 * CPython. What does is made smaller, printed and kept.
 *
 *     npm run fuzz [-- KIND… --seeds=FROM-TO --seconds=N --modes=NAME,… --no-cpython --keep=FOLDER]
 *
 * KIND is one of the table below; all of them share the seconds (60) equally. Compares with $PEERS/bin/cpython314
 * where it exists. A last line for each kind counts what was run and found. Exit status 1 when something was found.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api } from './fuzz/api.ts';
import { mutations } from './fuzz/mutations.ts';
import { programs } from './fuzz/programs.ts';
import { regularExpressions } from './fuzz/regular-expressions.ts';
import { type FuzzKind, Session } from './fuzz/session.ts';
import { sources } from './fuzz/sources.ts';
import { specialMethods } from './fuzz/special-methods.ts';
import { stacks } from './fuzz/stacks.ts';

const KINDS: readonly FuzzKind[] = [
  programs,
  mutations,
  sources,
  specialMethods,
  stacks,
  regularExpressions,
  api,
];

function option(name: string): string | undefined {
  const found = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return found?.slice(name.length + 3);
}

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = names.find((name) => !KINDS.some((kind) => kind.name === name));
if (unknown !== undefined) {
  const lines = KINDS.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`);
  console.error(`fuzz: no kind '${unknown}'; there are\n${lines.join('\n')}`);
  process.exit(2);
}
const chosen = KINDS.filter(({ name }) => names.length === 0 || names.includes(name));
const [from, to] = (option('seeds') ?? '1-1000000000').split('-').map(Number);
const seconds = Number(option('seconds') ?? 60) / chosen.length;
const cpython = join(process.env.PEERS ?? '/opt/peers', 'bin', 'cpython314');
const useCpython = !process.argv.includes('--no-cpython') && existsSync(cpython);

const sessions: Session[] = [];
for (const kind of chosen) {
  const session = new Session(kind.name, {
    from,
    to,
    deadline: Date.now() + 1000 * seconds,
    modes: option('modes')?.split(',') ?? [],
    keep: option('keep') ?? join(tmpdir(), 'pystitch-fuzz'),
    cpython: useCpython ? cpython : undefined,
  });
  await kind.run(session);
  sessions.push(session);
}
for (const session of sessions) console.log(session.summary());
process.exit(sessions.some((session) => session.failures > 0) ? 1 : 0);
