/**
 * Fails when a file of ts/ imports from a folder that its own folder may not know. The compiler must stay testable with no addon
 * and no executable memory; this table is how it stays so.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** folder -> folders it may import from (itself and `contract` always). */
const allowed: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  ops: [],
  frontend: [],
  compiler: ['frontend', 'ops'],
  optimizer: ['ops'],
  recorder: ['ops', 'optimizer', 'compiler'],
  emit: ['ops', 'optimizer'],
  native: [],
  jit: ['ops', 'optimizer', 'recorder', 'emit', 'compiler', 'native'],
  host: ['frontend', 'compiler', 'native'],
  api: ['compiler', 'host', 'native', 'jit'],
  cli: ['frontend', 'compiler', 'host', 'api', 'jit'],
  '.': ['api', 'cli', 'jit'],
};
/** The trace compiler is loaded when the first recording ends: others import only types and this file from `jit`. */
const lazyBoundary = 'jit/options.ts';

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.ts')) yield path;
  }
}

let errors = 0;
for (const file of sources('ts')) {
  const from = relative('ts', dirname(file)).split('/')[0] || '.';
  const rules = allowed[from];
  const complain = (message: string): void => {
    errors++;
    console.error(`${file}: ${message}`);
  };
  if (!rules) {
    complain(`folder ts/${from} is not in the table of scripts/check-imports.ts`);
    continue;
  }
  const text = readFileSync(file, 'utf8');
  for (const match of text.matchAll(/^(?:import|export)\s+(type\s+)?[^;]*?from\s+'(\.[^']+)'/gm)) {
    const target = relative('ts', resolve(dirname(file), match[2]));
    const to = target.includes('/') ? target.split('/')[0] : '.';
    if (to !== from && to !== 'contract' && !rules.includes(to))
      complain(`imports ts/${target}; ts/${from} may import only: ${['contract', ...rules].join(', ')}`);
    if (to === 'jit' && from !== 'jit' && !match[1] && target !== lazyBoundary)
      complain(`${target} must be imported as type`);
  }
}
if (errors > 0) process.exit(1);
console.log('imports point one way');
