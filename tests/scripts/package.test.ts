/** What `npm pack` packs: declarations that need nothing else, no internal ones; and what a damaged package does. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, it } from 'vitest';
import { root } from '../program-list.ts';

const folder = mkdtempSync(join(tmpdir(), 'pystitch-package-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A package without its heavy parts, but with what `files` of package.json lists. */
function unpack(name: string): string {
  const place = join(folder, name, 'node_modules', 'pystitch');
  mkdirSync(join(place, 'build', 'native'), { recursive: true });
  cpSync(join(root, 'dist'), join(place, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(place, 'package.json'));
  symlinkSync(join(root, 'lib'), join(place, 'lib'));
  symlinkSync(join(root, 'build', 'native', 'Release'), join(place, 'build', 'native', 'Release'));
  if (existsSync(join(root, 'build', 'library')))
    symlinkSync(join(root, 'build', 'library'), join(place, 'build', 'library'));
  cpSync(join(root, 'build', 'stencils'), join(place, 'build', 'stencils'), {
    recursive: true,
    filter: (path) => !path.endsWith('cache'),
  });
  return place;
}

const loop = `const { Runtime } = require('pystitch');
for (let i = 0; i < 2; i++) {
  const runtime = new Runtime({ jit: { threshold: 10 } });
  console.log(runtime.eval('sum([x for x in range(5000) if x % 3 != 1])'));
  runtime.dispose();
}`;

function run(place: string): { stdout: string; stderr: string } {
  const app = join(place, '..', '..', 'app.cjs');
  writeFileSync(app, loop);
  const { stdout, stderr } = spawnSync(process.execPath, [app], { encoding: 'utf8' });
  return { stdout, stderr };
}

it('a program of three lines compiles without @types/node, for old and new targets', () => {
  const place = unpack('types');
  execFileSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/build-types.ts', join(place, 'dist', 'types')],
    {
      cwd: root,
    },
  );
  const app = join(folder, 'types', 'app.ts');
  writeFileSync(
    app,
    "import { PythonError, Runtime, type RuntimeOptions } from 'pystitch';\nconst options: RuntimeOptions = { memoryLimit: 2 ** 24 };\ntry { new Runtime(options).eval('1'); } catch (e) { if (e instanceof PythonError) e.type.toUpperCase(); }\n",
  );
  const node16 = { module: ts.ModuleKind.Node16, target: ts.ScriptTarget.ES2022 };
  for (const options of [{ target: ts.ScriptTarget.ES5 }, node16, { ...node16, lib: ['lib.es2022.d.ts'] }]) {
    const program = ts.createProgram([app], { ...options, strict: true, noEmit: true, types: [] });
    const messages = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    expect(messages).toEqual([]);
  }
});

it('only public declarations are packed', () => {
  const [{ files }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
  ) as [{ files: { path: string }[] }];
  const declarations = files.map(({ path }) => path).filter((path) => path.endsWith('.d.ts'));
  expect(declarations.filter((path) => path !== 'dist/types/index.d.ts')).toEqual([]);
  expect(files.some(({ path }) => /^(ts|tests|scripts|native)\//.test(path))).toBe(false);
});

it.each([
  ['without stencils', (place: string) => rmSync(join(place, 'build', 'stencils'), { recursive: true })],
  ['with stencils cut short', (place: string) => cut(join(place, 'build', 'stencils', 'x86_64.bin'))],
  ['without the compiler', (place: string) => rmSync(join(place, 'dist', 'bundle', 'jit.cjs'))],
  ['with half a compiler', (place: string) => cut(join(place, 'dist', 'bundle', 'jit.cjs'))],
])('%s: one warning, and the program runs', (name, damage) => {
  const place = unpack(name);
  damage(place);
  const { stdout, stderr } = run(place);
  expect(stdout).toBe('8330000\n8330000\n');
  expect(stderr.match(/pystitch runs without its JIT compiler/g)).toHaveLength(1);
});

function cut(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length / 2));
}
