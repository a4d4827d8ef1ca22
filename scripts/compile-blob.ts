/** `tsx scripts/compile-blob.ts script.py out.blob` compiles a script for native/tests/run_blob.c. */
import { readFileSync, writeFileSync } from 'node:fs';
import { serializeCode } from '../ts/compiler/assembly/serialize.ts';
import { compileModule } from '../ts/compiler/compile.ts';
import { parseModule } from '../ts/frontend/parse.ts';

const [script, out] = process.argv.slice(2);
if (!script || !out) throw new Error('usage: tsx scripts/compile-blob.ts script.py out.blob');
const tree = parseModule(readFileSync(script, 'utf8'), script);
writeFileSync(out, serializeCode(compileModule(tree, script)));
