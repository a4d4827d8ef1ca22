/**
 * Builds the stencil libraries: op table + stencils/*.c →
 * build/stencils/{x86_64,aarch64}.bin and native/generated/jit_symbols.c.
 *
 *     npx tsx scripts/build-stencils.ts [--target=x86_64|aarch64] [--force]
 *
 * Without a target: for both.
 * Nothing is done when no input changed; otherwise only batches whose C text changed are compiled again.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { batchSource, loadUops, makeBatches } from './stencils/batches.ts';
import { readBodies } from './stencils/bodies.ts';
import type { CompiledBatch, CompileJob } from './stencils/compile.ts';
import { cacheKey, compileBatch, includeFlags } from './stencils/compile.ts';
import { stencilPrelude } from './stencils/generate-c.ts';
import { packLibrary } from './stencils/library-writer.ts';
import { SeenHeaders } from './stencils/seen-headers.ts';
import { LAYOUT_SYMBOLS, symbolTableSource } from './stencils/symbol-table.ts';
import type { Target } from './stencils/targets.ts';
import { CLANG, TARGETS } from './stencils/targets.ts';

/** Compilers running at once: development machines and CI have two cores. */
const PARALLEL = 2;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const output = join(root, 'build', 'stencils');
const cacheOf = (target: Target): string => join(output, 'cache', target.name);
const symbolFile = join(root, 'native', 'generated', 'jit_symbols.c');

/** The folders of native/ that bodies may include headers from. */
const headerRooms = readdirSync(join(root, 'native')).filter(
  (room) => !['generated', 'tests', 'addon'].includes(room),
);

const filesIn = (folder: string, endings: readonly string[]): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => endings.some((ending) => file.endsWith(ending)))
        .sort()
        .map((file) => join(folder, file))
    : [];

function digestOf(files: readonly string[], extra = ''): string {
  const hash = createHash('sha256').update(extra);
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** What clang makes of the headers of stencils: with `flags`, the text that it prints. */
function headersAs(target: Target, flags: readonly string[], more = ''): string {
  const all = [...target.flags, ...includeFlags(root), ...flags, '-x', 'c', '-'];
  const input = stencilPrelude() + more;
  const headers = spawnSync(CLANG, all, { input, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (headers.status !== 0)
    throw new Error(`${CLANG} cannot read the headers of stencils:\n${headers.stderr}`);
  return headers.stdout;
}

/** Comments and layout do not count. */
function seenHeaders(target: Target): SeenHeaders {
  const layouts = headersAs(
    target,
    ['-fsyntax-only', '-Xclang', '-fdump-record-layouts'],
    'char _c[sizeof(Ctx)];',
  );
  return new SeenHeaders(headersAs(target, ['-E', '-P', '-dD']), layouts);
}

/** Digest of what every batch is compiled with: the compiler and this pipeline's code. */
function environmentOf(pipeline: readonly string[], compiler: string): string {
  const hash = createHash('sha256').update(compiler);
  for (const file of pipeline) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', minifyWhitespace: true });
    hash.update(code).update('\0');
  }
  return hash.digest('hex');
}

async function build(targets: readonly Target[], force: boolean): Promise<void> {
  const started = Date.now();
  const version = spawnSync(CLANG, ['--version'], { encoding: 'utf8' });
  if (version.error) throw new Error(`cannot run ${CLANG}: ${version.error.message}`);
  const compiler = version.stdout.split('\n')[0];
  const headers = [
    join(root, 'native', 'generated', 'contract.h'),
    ...headerRooms.flatMap((room) => filesIn(join(root, 'native', room), ['.h'])),
  ];
  const pipeline = [
    fileURLToPath(import.meta.url),
    ...filesIn(join(root, 'scripts', 'stencils'), ['.ts']),
    ...['emit-uops', 'library-format', 'machine-code', 'registers', 'variants'].map((name) =>
      join(root, 'ts', 'emit', `${name}.ts`),
    ),
  ];
  const table = [...filesIn(join(root, 'ts', 'ops'), ['.ts']), ...filesIn(join(root, 'stencils'), ['.c'])];
  const digest = digestOf([...headers, ...pipeline, ...table], compiler);
  const stampOf = (target: Target): string => join(output, `${target.name}.digest`);
  const isCurrent = (target: Target): boolean =>
    existsSync(join(output, `${target.name}.bin`)) &&
    existsSync(stampOf(target)) &&
    readFileSync(stampOf(target), 'utf8') === digest;
  if (!force && existsSync(symbolFile) && targets.every(isCurrent)) {
    console.log('stencils: up to date');
    return;
  }

  const batches = makeBatches(await loadUops(root), readBodies(join(root, 'stencils')));
  const pipelineDigest = environmentOf(pipeline, compiler);
  const jobs = targets.flatMap((target) => {
    const headers = seenHeaders(target);
    return batches.map((batch): CompileJob & { functions: number } => {
      const source = batchSource(batch, target);
      const environment = pipelineDigest + headers.seenBy(source);
      return { title: batch.title, source, target, environment, functions: batch.functions };
    });
  });
  if (force) for (const target of targets) rmSync(cacheOf(target), { recursive: true, force: true });
  const results = await compileAll(jobs);
  const symbols = new Set(LAYOUT_SYMBOLS);
  const summary: string[] = [];
  for (const target of targets) {
    const mine = jobs.flatMap((job, i) => (job.target === target ? [results[i]] : []));
    const library = packLibrary(
      target.name,
      digest,
      batches,
      mine.map((result) => result.batch),
    );
    mkdirSync(output, { recursive: true });
    writeFileSync(join(output, `${target.name}.bin`), library.file);
    for (const symbol of library.symbols) symbols.add(symbol);
    const seconds = mine.reduce((sum, result) => sum + result.seconds, 0);
    summary.push(
      `  ${target.name.padEnd(8)} ${library.stencils} stencils, ${library.bodies} bodies, ` +
        `${library.codeBytes} bytes of code, library ${(library.file.length / 1024).toFixed(0)} KB, ` +
        `${seconds.toFixed(1)} s of compiling`,
    );
  }
  mkdirSync(dirname(symbolFile), { recursive: true });
  writeFileSync(symbolFile, symbolTableSource([...symbols].sort()));
  const keys = new Set(jobs.map((job) => `${cacheKey(job)}.json`));
  for (const target of targets) {
    for (const file of filesIn(cacheOf(target), ['.json'])) if (!keys.has(basename(file))) rmSync(file);
    writeFileSync(stampOf(target), digest);
  }
  console.log(`stencils: ${batches.reduce((sum, batch) => sum + batch.jobs.length, 0)} uops`);
  console.log(summary.join('\n'));
  console.log(`  in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

interface Result {
  readonly batch: CompiledBatch;
  readonly seconds: number;
}

async function compileAll(jobs: readonly (CompileJob & { functions: number })[]): Promise<Result[]> {
  const results: Result[] = [];
  const total = jobs.reduce((sum, job) => sum + job.functions, 0);
  const doneOf = new Map<Target, number>();
  let next = 0;
  let done = 0;
  const progress = (): void => {
    if (process.stderr.isTTY || process.env.PYSTITCH_PROGRESS)
      process.stderr.write(`\r  compiling stencils ${done}/${total} `);
  };
  const worker = async (): Promise<void> => {
    for (let i = next++; i < jobs.length; i = next++) {
      const job = jobs[i];
      const from = Date.now();
      const batch = await compileBatch(job, { root, cache: cacheOf(job.target) });
      results[i] = { batch, seconds: (Date.now() - from) / 1000 };
      done += job.functions;
      doneOf.set(job.target, (doneOf.get(job.target) ?? 0) + job.functions);
      progress();
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return results;
}

try {
  const name = process.argv.find((argument) => argument.startsWith('--target='))?.slice('--target='.length);
  const targets = TARGETS.filter((target) => name === undefined || target.name === name);
  if (targets.length === 0)
    throw new Error(`no target ${name}; known: ${TARGETS.map((t) => t.name).join(' ')}`);
  await build(targets, process.argv.includes('--force'));
} catch (error) {
  console.error(`build-stencils: ${(error as Error).message}`);
  process.exitCode = 1;
}
