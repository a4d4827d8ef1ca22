/** The modules of ts/contract as the generator sees them: their exports, and the comments that stand with them, for the C header. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = join(import.meta.dirname, '..', '..');
export const contractFolder = join(root, 'ts', 'contract');

export interface ContractModule {
  readonly file: string;
  readonly exports: Readonly<Record<string, unknown>>;
  /** The comment before an export, without its marks; '' when there is none. */
  doc(name: string): string;
  /** Comments after the rows of a table or list, by key or item. */
  rowComments(name: string): ReadonlyMap<string, string>;
}

export async function loadModule(file: string): Promise<ContractModule> {
  const path = join(contractFolder, file);
  const text = readFileSync(path, 'utf8');
  const exports: Record<string, unknown> = await import(pathToFileURL(path).href);
  return { file, exports, doc: (name) => docOf(text, name), rowComments: (name) => rowsOf(text, name) };
}

function docOf(text: string, name: string): string {
  const before = new RegExp(`/\\*\\*((?:(?!\\*/)[sS])*)\\*/\\nexport const ${name}\\b`).exec(text);
  if (!before) return '';
  return before[1]
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join(' ')
    .trim();
}

function rowsOf(text: string, name: string): Map<string, string> {
  const comments = new Map<string, string>();
  const table = new RegExp(`^export const ${name}\\b[^=]*= [[{]\\n([sS]*?)^[\\]}]`, 'm').exec(text);
  for (const row of table?.[1].matchAll(/^ {2}'?([\w.-]+)'?(?::.*?)?, \/\/ (.*)$/gm) ?? [])
    comments.set(row[1], row[2]);
  return comments;
}
