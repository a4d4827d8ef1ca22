/**
 * Runs the AArch64 stencils of all pure ops against `evaluate`, on an x86-64 machine: test vectors are
 * written here and run by a static program under qemu-aarch64.
 *
 *     npx tsx scripts/test-aarch64.ts [--native]      --native: the same vectors for this machine, without qemu
 *
 * Needs the Debian packages qemu-user-static and gcc-aarch64-linux-gnu. Vectors: records of two words [kind,
 * size] and contents; kind 1 is code to install, kind 2 a run (struct RunRecord of
 * native/tests/stencil_vectors.c, then `size` bytes of text), kind 0 ends.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../tests/stencils/cases.ts';
import { pureUops, stitchedVariants } from '../tests/stencils/cases.ts';
import { loadLibrary } from '../tests/stencils/host.ts';
import { resolveSymbols } from '../ts/emit/symbols.ts';
import { CLANG } from './stencils/targets.ts';

/** As in stencil_vectors.c. */
const CODE_ADDRESS = 0x200000000;
const VENEERS = CODE_ADDRESS - 65536;
const SYSROOT = '/usr/aarch64-linux-gnu';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'build', 'tests');
const native = process.argv.includes('--native');

function buildRunner(): string {
  mkdirSync(folder, { recursive: true });
  const flags = ['-std=gnu11', '-O2', '-c', '-I', join(root, 'native')];
  if (!native) flags.push('--target=aarch64-linux-gnu', '-isystem', join(SYSROOT, 'include'));
  const objects = ['tests/stencil_host', 'tests/stencil_vectors', 'jit/code_memory', 'jit/ranges'].map(
    (name) => {
      const object = join(folder, `vectors-${name.replace('/', '-')}.o`);
      execFileSync(CLANG, [...flags, join(root, 'native', `${name}.c`), '-o', object]);
      return object;
    },
  );
  const program = join(folder, 'stencil_vectors');
  const linker = native ? CLANG : 'aarch64-linux-gnu-gcc';
  // dlsym in a static program warns; the host looks up nothing there that matters here.
  execFileSync(linker, ['-static', '-o', program, ...objects, '-lm'], {
    stdio: ['ignore', 'inherit', 'ignore'],
  });
  return program;
}

function runRecord(run: Run): Uint8Array {
  const text = new TextEncoder().encode(run.text.slice(0, 1000));
  const record = new Uint8Array(8 + 16 + 256 + text.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, 2, true);
  view.setUint32(4, text.length, true);
  view.setUint32(8, run.exits ? 1 : 0, true);
  let compare = 0;
  run.before.forEach((word, reg) => {
    const after = run.after[reg];
    view.setBigUint64(24 + 8 * reg, BigInt.asUintN(64, word), true);
    if (after === undefined) return;
    compare |= 1 << reg;
    view.setBigUint64(152 + 8 * reg, BigInt.asUintN(64, after), true);
  });
  view.setUint32(12, compare, true);
  view.setUint32(16, run.floats, true);
  record.set(text, 280);
  return record;
}

const library = loadLibrary(native ? 'x86_64' : 'aarch64');
const places: Record<string, number> = { jit_exit: VENEERS, jit_return: VENEERS + 16 };
const symbols = resolveSymbols(library, (name) => places[name] ?? VENEERS + 32, CODE_ADDRESS, CODE_ADDRESS);
const records: Uint8Array[] = [];
let stencils = 0;
for (const uop of await pureUops()) {
  for (const { code, runs } of stitchedVariants(library, symbols, uop, CODE_ADDRESS, 1)) {
    stencils++;
    const head = Uint32Array.of(1, code.length);
    records.push(new Uint8Array(head.buffer), code, ...runs.map(runRecord));
  }
}
records.push(new Uint8Array(8));
const vectors = join(folder, 'vectors.bin');
const program = buildRunner();
writeFileSync(vectors, Buffer.concat(records));
const command = native ? [program, vectors] : ['qemu-aarch64-static', program, vectors];
const result = spawnSync(command[0], command.slice(1), { encoding: 'utf8' });
process.stdout.write(result.stdout);
process.stderr.write(result.stderr);
console.log(`${library.target}: ${stencils} stencils`);
process.exitCode = result.status ?? 1;
