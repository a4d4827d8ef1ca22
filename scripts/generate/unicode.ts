/**
 * Writes the tables of Unicode for native/text: native/generated/unicode_tables.h (str's properties and case mappings),
 * unicode_database.h (module unicodedata) and unicode_name_tables.h. Source: scripts/unicode/facts.ts.
 *
 *   npx tsx scripts/generate/unicode.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseTables } from '../unicode/database-tables.ts';
import { collectFacts } from '../unicode/facts.ts';
import { nameTables } from '../unicode/name-tables.ts';
import { textTables } from '../unicode/text-tables.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../native/generated');
const facts = collectFacts();
const tables: Readonly<Record<string, string>> = {
  'unicode_tables.h': textTables(facts),
  'unicode_database.h': databaseTables(facts),
  'unicode_name_tables.h': nameTables(facts),
};
mkdirSync(folder, { recursive: true });
for (const [file, text] of Object.entries(tables)) {
  writeFileSync(
    join(folder, file),
    `/* Written by scripts/generate/unicode.ts from Unicode ${facts.version}. */\n${text}`,
  );
  process.stdout.write(`${file}: ${text.length} characters\n`);
}
