/**
 * A number for the bytecode of this build: names, numbers and cache sizes of all instructions. Compiled code that is
 * kept (ts/contract/library-image.ts) carries it.
 */
import { BYTECODES } from './bytecodes.ts';

export function bytecodeIdentity(blobMagic: string): number {
  let hash = 0x811c9dc5;
  const add = (text: string): void => {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  };
  add(blobMagic);
  for (const { name, opcode, caches } of BYTECODES) add(`${name} ${opcode} ${caches};`);
  return hash;
}
