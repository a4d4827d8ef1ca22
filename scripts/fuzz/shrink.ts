/**
 * Makes a failing program smaller: drops lines, then replaces compound ones
 * by what is under them, until nothing more can go.
 */
import type { Line } from './program.ts';

type Test = (lines: Line[]) => Promise<boolean>;

export async function shrink(program: readonly Line[], fails: Test): Promise<Line[]> {
  let lines = program.slice();
  for (let changed = true; changed; ) {
    changed = false;
    const smaller = await shrinkBlock(lines, fails);
    if (smaller) {
      lines = smaller;
      changed = true;
    }
  }
  return lines;
}

/** A smaller block, or null. `fails` is asked about the whole program with the block replaced. */
async function shrinkBlock(block: readonly Line[], fails: Test): Promise<Line[] | null> {
  let lines = block.slice();
  let smaller = false;
  const attempt = async (candidate: Line[]): Promise<boolean> => {
    if (!(await fails(candidate))) return false;
    lines = candidate;
    smaller = true;
    return true;
  };
  for (let size = Math.max(1, lines.length >> 1); size >= 1; size >>= 1) {
    for (let at = lines.length - size; at >= 0; at -= size) {
      if (at + size <= lines.length) await attempt([...lines.slice(0, at), ...lines.slice(at + size)]);
    }
  }
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at];
    if (!line?.body) continue;
    if (await attempt([...lines.slice(0, at), ...line.body, ...lines.slice(at + 1)])) continue;
    const { body } = line;
    const put = (inner: Line[]): Line[] => [
      ...lines.slice(0, at),
      { text: line.text, body: inner },
      ...lines.slice(at + 1),
    ];
    const inner = await shrinkBlock(body, (candidate) => fails(put(candidate)));
    if (inner) {
      lines = put(inner);
      smaller = true;
    }
  }
  return smaller ? lines : null;
}
