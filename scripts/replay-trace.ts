/**
 * Compiles a trace again from the file that an internal error left, without the program:
 *
 *     npx tsx scripts/replay-trace.ts FILE
 *
 * Exit status 1 when it fails again; the pass and the rewrite are said. Else the optimized trace is printed.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StencilLibrary } from '../ts/emit/library.ts';
import { printTrace } from '../ts/ir/print.ts';
import { locateReplay, readReplay, replay } from '../ts/jit/replay.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: npx tsx scripts/replay-trace.ts FILE');
  process.exit(2);
}
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const stencils = fileURLToPath(new URL(`../build/stencils/${machine}.bin`, import.meta.url));
const saved = readReplay(readFileSync(file, 'utf8'));
try {
  const result = replay(saved, () => new StencilLibrary(readFileSync(stencils)));
  console.log('failed' in result ? `gave up: ${result.failed}` : printTrace(result));
} catch (error) {
  const place = locateReplay(saved);
  const { number, text } = place?.rewrite ?? {};
  console.error((error as Error).stack);
  if (place) console.error(`pass ${place.pass}${number === undefined ? '' : `, rewrite ${number}: ${text}`}`);
  process.exitCode = 1;
}
