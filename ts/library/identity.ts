/**
 * A number for the bytecode of this build: names, numbers and cache sizes of all instructions. Compiled code that is
 * kept (ts/contract/library-image.ts) carries it.
 */
import { BYTECODES } from '../ops/bytecodes.ts';
import { checksum } from './checksum.ts';

export function bytecodeIdentity(blobMagic: string, sum: typeof checksum = checksum): number {
  const rows = BYTECODES.map(({ name, opcode, caches }) => `${name} ${opcode} ${caches};`);
  return sum(new TextEncoder().encode(blobMagic + rows.join('')));
}
