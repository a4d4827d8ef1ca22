/**
 * Records what tier 2 does with the test programs: `npx tsx scripts/record/trace-counts.ts [NAME…]` (all, or
 * those whose name contains a NAME) and prints what changed. A change is to be explained before it is committed.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { programs } from '../../tests/program-list.ts';
import { run } from '../../tests/run-program.ts';
import { differences, printTable, readTable, type TraceCounts, tableFile } from '../../tests/trace-counts.ts';

const names = process.argv.slice(2);
const old = existsSync(tableFile) ? readTable() : new Map<string, TraceCounts>();
const table = new Map<string, TraceCounts>();
for (const { name, file, args } of programs()) {
  const before = old.get(name);
  if (before && names.length > 0 && !names.some((text) => name.includes(text))) {
    table.set(name, before);
    continue;
  }
  const { counts } = await run(file, args, 'native');
  table.set(name, counts);
  if (!before) console.log(`${name}: new`);
  else for (const difference of differences(counts, before)) console.log(`${name}: ${difference}`);
}
writeFileSync(tableFile, printTable(table));
