/** Code memory: aligned blocks with two addresses; freed neighbours merge, in any order; the limit holds. */
import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { buildHost } from './host.ts';

interface Block {
  write: bigint | number;
  exec: bigint | number;
  size: number;
}

const native = koffi.load(buildHost());
const Block = koffi.struct('CodeBlock', { write: 'uint64_t', exec: 'uint64_t', size: 'size_t' });
const alloc = native.func('code_memory_alloc', Block, ['size_t']) as (bytes: number) => Block;
const free = native.func('code_memory_free', 'void', [Block]) as (block: Block) => void;
const used = native.func('size_t code_memory_used()') as () => number;
const limit = native.func('void code_memory_set_limit(size_t bytes)') as (bytes: number) => void;
const contains = native.func('bool code_memory_contains(uint64_t address)') as (
  at: bigint | number,
) => boolean;

describe('code memory', () => {
  it('hands out aligned blocks with two addresses', () => {
    const block = alloc(100);
    expect(block.size).toBe(128);
    expect(Number(block.exec) % 64).toBe(0);
    expect(block.exec).not.toBe(block.write);
    expect(contains(block.exec)).toBe(true);
    expect(contains(block.write)).toBe(false);
    free(block);
  });

  it('merges what is freed, whatever the order', () => {
    const before = Number(used());
    const blocks = Array.from({ length: 30 }, () => alloc(1000));
    const first = blocks[0].exec;
    for (const i of [7, 3, 4, 0, 29, 1, 2]) free(blocks[i]);
    for (const i of blocks.keys()) if (![7, 3, 4, 0, 29, 1, 2].includes(i)) free(blocks[i]);
    expect(Number(used())).toBe(before);
    const whole = alloc(30 * 1024);
    expect(whole.exec).toEqual(first);
    free(whole);
  });

  it('refuses what is beyond its limit', () => {
    limit(Number(used()) + 256);
    const block = alloc(256);
    expect(Number(block.exec)).not.toBe(0);
    expect(Number(alloc(1).exec)).toBe(0);
    free(block);
    limit(64 << 20);
    const again = alloc(1);
    expect(Number(again.exec)).not.toBe(0);
    free(again);
  });
});
