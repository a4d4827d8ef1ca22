/**
 * Rewrites the assembly text of stencils between `clang -S` and the assembler.
 *
 * Takes a file of stencil functions and returns one with two streams: section .text.hot holds the stencils'
 * hot parts, one right after the other, .text.cold their cold parts. The hot part ends where the next
 * stencil's begins, so the jump to _JIT_CONTINUE is dropped; guards jump to _JIT_EXIT directly; branches are
 * inverted where that makes the hot path fall through.
 *
 *     jno .L2                 jo _JIT_EXIT
 *     jmp _JIT_EXIT     =>    movq %rax, %rdi
 *   .L2:
 *     movq %rax, %rdi
 *     jmp _JIT_CONTINUE
 *
 * The hot path goes from the entry through the blocks in clang's order (it puts unlikely ones last), away
 * from exits. Other blocks are cold, unless they are part of a loop on that path that calls nothing. Data
 * (constant pools, strings) passes through with its labels made global, so that relocations name them.
 */
import type { Branch, Syntax } from './assembly-syntax.ts';

export interface Block {
  readonly labels: string[];
  readonly lines: string[];
  /** How the block ends; null: runs into the next one. */
  end: Branch | null;
}

export interface SplitStencil {
  readonly name: string;
  readonly hot: string[];
  readonly cold: string[];
}

export interface RewrittenFile {
  readonly text: string;
  readonly stencils: readonly string[];
}

const CONTINUE = '_JIT_CONTINUE';
const isLeave = (target: string): boolean => target.startsWith('_JIT_') && target !== CONTINUE;

/**
 * `prefix` makes the file's data labels unique among files. Throws when the text holds what no stencil may
 * have.
 */
export function rewriteAssembly(source: string, syntax: Syntax, prefix: string): RewrittenFile {
  const { functions, data } = splitFile(source, syntax, prefix);
  const hot: string[] = ['\t.section .text.hot,"ax",@progbits'];
  const cold: string[] = ['\t.section .text.cold,"ax",@progbits'];
  const stencils: string[] = [];
  for (const [name, lines] of functions) {
    const split = rewriteFunction(name, lines, syntax);
    stencils.push(name);
    hot.push(...split.hot);
    cold.push(...split.cold);
  }
  return { text: [...hot, ...cold, ...data, ''].join('\n'), stencils };
}

interface FileParts {
  readonly functions: ReadonlyMap<string, string[]>;
  readonly data: string[];
}

/** Parts the file into functions (instructions and labels only) and data sections (verbatim). */
function splitFile(source: string, syntax: Syntax, prefix: string): FileParts {
  const functions = new Map<string, string[]>();
  const data: string[] = [];
  const renamed = new Map<string, string>();
  let inText = true;
  let current: string[] | null = null;
  for (const raw of source.split('\n')) {
    if (/^\s*\.(section|text|data|bss)\b/.test(raw)) {
      inText = /^\s*\.text\b|\.text\./.test(raw);
      if (!inText) {
        if (/note\.GNU-stack|llvm_addrsig/.test(raw)) {
          inText = true;
          continue;
        }
        if (!/\.rodata/.test(raw)) throw new Error(`stencils may hold constants only, not${raw}`);
        data.push(raw);
      }
      continue;
    }
    if (!inText) {
      const label = /^(\.L[\w.$]+|[A-Za-z_][\w.$]*):/.exec(raw);
      if (label) {
        const name = `_DATA_${prefix}_${label[1].replace(/[^\w]/g, '_')}`;
        renamed.set(label[1], name);
        data.push(`\t.globl ${name}`, `${name}:${raw.slice(label[0].length)}`);
      } else if (
        /^\s*\.(p2align|asciz|ascii|byte|short|long|quad|xword|word|hword|zero|string)\b/.test(raw)
      ) {
        data.push(raw.replace(syntax.comment, ''));
      }
      continue;
    }
    const line = raw.replace(syntax.comment, '').trimEnd();
    const start = /^([A-Za-z_]\w*):/.exec(line);
    if (start) {
      current = [];
      functions.set(start[1], current);
    } else if (/^\.Lfunc_end/.test(line)) current = null;
    else if (current && line.trim() && !/^\s*\.(p2align|size|type|globl|cfi|file|ident|addrsig)/.test(line))
      current.push(line);
  }
  // Data labels come after the functions that use them.
  const rename = (line: string): string =>
    line.replace(/\.L[\w.$]+/g, (label) => renamed.get(label) ?? label);
  for (const [name, lines] of functions) functions.set(name, lines.map(rename));
  return { functions, data: data.map(rename) };
}

export function rewriteFunction(name: string, lines: readonly string[], syntax: Syntax): SplitStencil {
  const blocks = parseBlocks(name, lines, syntax);
  threadJumps(blocks);
  for (const block of [...blocks]) addInPlace(block, blocks, name, syntax);
  for (const block of blocks)
    syntax.foldImmediates(
      block.lines,
      blocks.flatMap((b) => b.lines),
    );
  const { hot, cold } = placeBlocks(blocks);
  const labels = new Map<string, Block>();
  for (const block of blocks) for (const label of block.labels) labels.set(label, block);
  // A label that is jumped to from the other stream must be a global symbol: its relocation then names it.
  const streamOf = (block: Block): Block[] => (hot.includes(block) ? hot : cold);
  const symbol = (block: Block): string => `${name}.${blocks.indexOf(block)}`;
  const endLabel = `.Lend.${name}`;
  const globals = new Set<Block>();
  let endUsed = false;
  const emitStream = (stream: Block[], isHot: boolean): string[] => {
    const out: string[] = [];
    stream.forEach((block, i) => {
      const next = stream[i + 1];
      const place = (target: string): string => {
        if (target === CONTINUE) {
          if (!isHot) return CONTINUE;
          endUsed = true;
          return endLabel;
        }
        const to = labels.get(target);
        if (!to) return target;
        if (streamOf(to) === stream) return `.L${symbol(to)}`;
        globals.add(to);
        return symbol(to);
      };
      const isNext = (target: string): boolean =>
        target === CONTINUE ? isHot && !next : next !== undefined && labels.get(target) === next;
      out.push(`.L${symbol(block)}:`, `${symbol(block)}:`);
      for (const line of block.lines) out.push(syntax.rewriteInstruction(line, name));
      const isFar = (target: string): boolean => {
        const to = labels.get(target);
        return to ? streamOf(to) !== stream : !(isHot && target === CONTINUE);
      };
      out.push(...emitEnd(block, isNext, place, syntax, isFar));
    });
    return out;
  };
  const hotLines = emitStream(hot, true);
  const coldLines = emitStream(cold, false);
  if (endUsed) hotLines.push(`${endLabel}:`);
  // Symbols of other blocks would only make the object larger.
  const keep = new Set([...globals].map((block) => `${symbol(block)}:`));
  const blockSymbols = new Set(blocks.map((block) => `${symbol(block)}:`));
  const needed = (line: string): boolean => !blockSymbols.has(line) || keep.has(line);
  const globl = [...globals].map((block) => `\t.globl ${symbol(block)}`);
  return {
    name,
    hot: [`${name}.hot:`, ...globl, ...hotLines.filter(needed)],
    cold: [`${name}.cold:`, ...coldLines.filter(needed)],
  };
}

function parseBlocks(name: string, lines: readonly string[], syntax: Syntax): Block[] {
  const blocks: Block[] = [];
  let current: Block = { labels: [], lines: [], end: null };
  const close = (): void => {
    blocks.push(current);
    current = { labels: [], lines: [], end: null };
  };
  for (const line of lines) {
    const label = /^(\.L[\w.$]+):/.exec(line);
    if (label) {
      if (current.lines.length > 0) close();
      current.labels.push(label[1]);
      continue;
    }
    const text = line.trim();
    const branch = syntax.parseBranch(text);
    if (branch) {
      current.end = branch;
      close();
    } else {
      if (syntax.isReturn(text)) throw new Error(`${name}: a stencil must end in a tail call: ${text}`);
      current.lines.push(line);
    }
  }
  if (current.labels.length > 0 || current.lines.length > 0) close();
  return fallThroughs(blocks);
}

/**
 * Makes the end of every block explicit: `next` of conditional branches and of blocks that run into the next
 * one.
 */
function fallThroughs(blocks: Block[]): Block[] {
  blocks.forEach((block, i) => {
    const following = blocks[i + 1];
    const label = (): string => {
      if (!following) return '_JIT_UNREACHABLE';
      if (following.labels.length === 0) following.labels.push(`.Lfall.${i + 1}`);
      return following.labels[0];
    };
    if (!block.end) block.end = { kind: 'jump', target: label() };
    else if (block.end.kind === 'branch') block.end.next = label();
  });
  return blocks;
}

/** Branches to blocks that only jump go to where those go. */
function threadJumps(blocks: readonly Block[]): void {
  const labels = new Map<string, Block>();
  for (const block of blocks) for (const label of block.labels) labels.set(label, block);
  const final = (target: string): string => {
    for (let steps = 0; steps < blocks.length; steps++) {
      const block = labels.get(target);
      if (!block || block.lines.length > 0 || block.end?.kind !== 'jump') break;
      target = block.end.target;
    }
    return target;
  };
  for (const { end } of blocks) {
    if (!end || end.kind === 'stop') continue;
    end.target = final(end.target);
    if (end.kind === 'branch') end.next = final(end.next);
  }
}

/**
 * Additions that a guard checks for overflow work in place, and the exit undoes them (sums wrap, so that is
 * exact):
 *
 *     movq %rdi, %rax               addq %rsi, %rdi
 *     addq %rsi, %rax         =>    jo undo
 *     jo _JIT_EXIT
 *     movq %rax, %rdi             undo: subq %rsi, %rdi; jmp _JIT_EXIT
 */
function addInPlace(block: Block, blocks: Block[], name: string, syntax: Syntax): void {
  const { end } = block;
  if (end?.kind !== 'branch' || !isLeave(end.target) || !syntax.isOverflow(end.condition)) return;
  const following = blocks.find((other) => other.labels.includes(end.next));
  if (!following || following.lines.length === 0) return;
  const enters = blocks.some((other) => {
    if (other === block || !other.end || other.end.kind === 'stop') return false;
    const targets = other.end.kind === 'branch' ? [other.end.target, other.end.next] : [other.end.target];
    return targets.some((target) => following.labels.includes(target));
  });
  if (enters) return;
  const later = [
    ...following.lines.slice(1),
    ...blocks.slice(blocks.indexOf(following) + 1).flatMap((b) => b.lines),
  ];
  const change = syntax.inPlace(block.lines, following.lines[0], later);
  if (!change) return;
  block.lines.splice(0, block.lines.length, ...change.lines);
  following.lines.shift();
  const label = `.Lundo.${name}.${blocks.length}`;
  blocks.push({ labels: [label], lines: [change.undo], end: { kind: 'jump', target: end.target } });
  end.target = label;
}

/** Decides the streams and the order of blocks in them; unreachable blocks vanish. */
function placeBlocks(blocks: readonly Block[]): { hot: Block[]; cold: Block[] } {
  const labels = new Map<string, Block>();
  for (const block of blocks) for (const label of block.labels) labels.set(label, block);
  const successors = (block: Block): Block[] => {
    const { end } = block;
    if (!end || end.kind === 'stop') return [];
    const targets = end.kind === 'branch' ? [end.next, end.target] : [end.target];
    return targets.flatMap((target) => labels.get(target) ?? []);
  };
  const reach = (from: Block, avoid: (block: Block) => boolean): Set<Block> => {
    const seen = new Set<Block>();
    const work = [...successors(from)];
    for (let block = work.pop(); block; block = work.pop()) {
      if (seen.has(block) || avoid(block)) continue;
      seen.add(block);
      work.push(...successors(block));
    }
    return seen;
  };
  const calls = (block: Block): boolean => block.lines.some((line) => /^\s*(callq?|blr?)\s/.test(line));
  const chain: Block[] = [];
  follow(blocks[0], chain, labels);
  // It closed a loop: continue with the way out of the loop.
  for (let way = wayOut(chain, labels); way; way = wayOut(chain, labels)) follow(way, chain, labels);
  const reachable = reach(blocks[0], () => false).add(blocks[0]);
  const onChain = new Set(chain);
  const loops = (block: Block): boolean =>
    !calls(block) && reach(block, calls).has(block) && [...reach(block, calls)].some((b) => onChain.has(b));
  const hot = new Set([...chain, ...blocks.filter((b) => reachable.has(b) && !onChain.has(b) && loops(b))]);
  // clang's order within the hot stream, but the chain's end comes last: the next stencil follows it.
  const last = chain[chain.length - 1];
  const order = blocks.filter((block) => hot.has(block) && block !== last);
  // The entry comes first, even if it is also the last.
  const hotOrder = last === blocks[0] ? [last, ...order] : [...order, last];
  return { hot: hotOrder, cold: blocks.filter((block) => reachable.has(block) && !hot.has(block)) };
}

const leads = (target: string): 'continue' | 'leave' | 'on' =>
  target === CONTINUE ? 'continue' : isLeave(target) ? 'leave' : 'on';

/**
 * Appends the hot path that begins at `from`: in clang's order, and into an exit only if there is no other
 * way.
 */
function follow(from: Block, chain: Block[], labels: ReadonlyMap<string, Block>): void {
  for (let block: Block | undefined = from; block && !chain.includes(block); ) {
    chain.push(block);
    const end: Branch | null = block.end;
    if (!end || end.kind === 'stop') return;
    if (end.kind === 'jump') {
      block = labels.get(end.target);
      continue;
    }
    const next = leads(end.next);
    const leaving = next === 'leave' || (next === 'on' && onlyLeaves(labels.get(end.next), labels));
    if (leaving && leads(end.target) !== 'leave') block = labels.get(end.target);
    else block = next === 'leave' ? labels.get(end.target) : labels.get(end.next);
  }
}

/** Where a chain that goes in a circle leaves it: the last branch to a block that is not on it yet. */
function wayOut(chain: readonly Block[], labels: ReadonlyMap<string, Block>): Block | undefined {
  const { end } = chain[chain.length - 1];
  const closes =
    end?.kind === 'jump'
      ? labels.has(end.target)
      : end?.kind === 'branch' && [end.target, end.next].every((target) => leads(target) !== 'continue');
  if (!closes) return undefined;
  for (let i = chain.length - 1; i >= 0; i--) {
    const branch = chain[i].end;
    if (branch?.kind !== 'branch') continue;
    for (const target of [branch.next, branch.target]) {
      const block = labels.get(target);
      if (block && !chain.includes(block) && !onlyLeaves(block, labels)) return block;
    }
  }
  return undefined;
}

/** The block leads, without another branch, out of the trace. */
function onlyLeaves(block: Block | undefined, labels: ReadonlyMap<string, Block>): boolean {
  for (let steps = 0; block && steps < 20; steps++) {
    const end: Branch | null = block.end;
    if (end?.kind !== 'jump') return false;
    if (isLeave(end.target)) return true;
    block = labels.get(end.target);
  }
  return false;
}

function emitEnd(
  block: Block,
  isNext: (target: string) => boolean,
  place: (target: string) => string,
  syntax: Syntax,
  isFar: (target: string) => boolean,
): string[] {
  const { end } = block;
  if (!end) return [];
  if (end.kind === 'stop') return [end.text];
  if (end.kind === 'jump') return isNext(end.target) ? [] : [syntax.jump(place(end.target))];
  if (end.target === end.next) return isNext(end.next) ? [] : [syntax.jump(place(end.next))];
  if (isNext(end.next)) return syntax.branch(end.condition, place(end.target), isFar(end.target));
  if (isNext(end.target))
    return syntax.branch(syntax.invert(end.condition), place(end.next), isFar(end.next));
  return [
    ...syntax.branch(end.condition, place(end.target), isFar(end.target)),
    syntax.jump(place(end.next)),
  ];
}
