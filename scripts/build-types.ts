/**
 * Writes the package's one file of declarations, types/index.d.ts of dist/: those of what ts/index.ts exports and of what these mention, in one file
 * that needs no other, nor the types of Node. Internal declarations stay out of the package.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const emitted = mkdtempSync(join(tmpdir(), 'pystitch-types-'));
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status, stdout } = spawnSync(
  process.execPath,
  [tsc, '-p', join(root, 'tsconfig.types.json'), '--outDir', emitted],
  { encoding: 'utf8' },
);
if (status !== 0) throw new Error(stdout);
const out = process.argv[2] ?? join(root, 'dist', 'types');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'index.d.ts'), declarations(join(emitted, 'index.d.ts')));
rmSync(emitted, { recursive: true });

/** `Symbol.dispose` is in TypeScript's newest library only, `Symbol` in none for ES5, AbortSignal in that of browsers. */
function header(): string {
  return `// What pystitch exports.
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
  var Symbol: SymbolConstructor;
  interface AbortSignal {
    readonly aborted: boolean;
  }
}
`;
}

function declarations(entry: string): string {
  const program = ts.createProgram([entry], { allowImportingTsExtensions: true, noEmit: true, types: [] });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry) as ts.SourceFile;
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(file) as ts.Symbol).map(resolved);
  const wanted = [...exported];
  const texts: string[] = [];
  for (let i = 0; i < wanted.length; i++) {
    const declaration = wanted[i].declarations?.[0] as ts.Node;
    const text = declaration.getFullText().trim();
    const isPublic = exported.includes(wanted[i]);
    texts.push(classText(wanted[i].name, isPublic ? text : text.replace(/^export /m, '')));
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) {
        const found = checker.getSymbolAtLocation(node);
        const symbol = found && resolved(found);
        const at = symbol?.declarations?.[0];
        const isOurs = at?.getSourceFile().fileName.startsWith(emitted + sep);
        if (symbol && isOurs && ts.isSourceFile(at?.parent as ts.Node) && !wanted.includes(symbol))
          wanted.push(symbol);
      }
      ts.forEachChild(node, visit);
    };
    visit(declaration);
  }
  return `${header()}\n${texts.join('\n\n')}\n`;
}

/** `#private` is no syntax for ES5. Objects of two of the classes come from a Runtime alone. */
function classText(name: string, text: string): string {
  const plain = text.replace(/^( *)#private;$/m, '$1private readonly inner: unknown;');
  return name === 'PythonObject' || name === 'PythonError'
    ? plain.replace(/(class \w+[^{]*\{)/, '$1\n    private constructor();')
    : plain;
}
