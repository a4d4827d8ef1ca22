/**
 * Code for `match` (PEP 634).
 *
 * A pattern consumes the subject on top of the stack. Captured values stay on the stack,
 * below `onTop` working values, until the whole pattern has matched; a test that fails jumps
 * to code that pops exactly what is on the stack by then.
 */

import { BINARY_OP_SUBSCR } from '../../contract/operators.ts';
import type * as ast from '../../frontend/ast.ts';
import type { Constant } from '../../frontend/constant.ts';
import { foldBinary, foldUnary, intConstant, NONE, strConstant } from '../constants/folding.ts';
import { constantRepr } from '../constants/repr.ts';
import { constantKey } from '../constants/table.ts';
import { Label, NEXT_LOCATION, NO_LOCATION } from '../flow/instructions.ts';
import { Op } from '../flow/opcodes.ts';
import type { Compiler } from './compiler.ts';
import { compareOp, jumpIf } from './conditions.ts';
import { binaryOperator, expr } from './expressions.ts';
import { stmts } from './statements.ts';

interface Context {
  /** Names captured so far, in the order of their values on the stack. */
  stores: string[];
  /** Whether a pattern that always matches is allowed here. */
  allowIrrefutable: boolean;
  /** failPop[n] pops n values and goes to the next case. */
  failPop: Label[];
  /** Values on top of the stack that must stay there. */
  onTop: number;
}

const isWildcard = (p: ast.Pattern): boolean => p.kind === 'MatchAs' && p.name === null && p.pattern === null;
const isWildcardStar = (p: ast.Pattern): boolean => p.kind === 'MatchStar' && p.name === null;

export function match(c: Compiler, s: ast.Match): void {
  expr(c, s.subject);
  const end = new Label();
  const last = s.cases[s.cases.length - 1]!;
  const hasDefault = isWildcard(last.pattern) && s.cases.length > 1;
  const tested = hasDefault ? s.cases.slice(0, -1) : s.cases;
  tested.forEach((matchCase, i) => {
    const { pattern: p, guard, body } = matchCase;
    const keepSubject = i < tested.length - 1;
    if (keepSubject) c.op(p, Op.COPY, 1);
    const pc: Context = {
      stores: [],
      allowIrrefutable: guard !== null || matchCase === last,
      failPop: [],
      onTop: 0,
    };
    pattern(c, p, pc);
    for (const name of pc.stores) c.name(p, name, 'Store');
    if (guard) {
      ensureFailPop(pc, 0);
      jumpIf(c, p, guard, pc.failPop[0]!, false);
    }
    if (keepSubject) c.op(NEXT_LOCATION, Op.POP_TOP);
    stmts(c, body);
    c.jump(NO_LOCATION, Op.JUMP, end);
    // On the line of the pattern that failed, not on the body's last.
    emitFailPop(c, p, pc);
  });
  if (hasDefault) {
    c.op(last.pattern, Op.NOP);
    if (last.guard) jumpIf(c, last.pattern, last.guard, end, false);
    stmts(c, last.body);
  }
  c.use(end);
}

function ensureFailPop(pc: Context, count: number): void {
  while (pc.failPop.length <= count) pc.failPop.push(new Label());
}

function jumpToFail(c: Compiler, loc: ast.Position, pc: Context, op: number): void {
  const pops = pc.onTop + pc.stores.length;
  ensureFailPop(pc, pops);
  c.jump(loc, op, pc.failPop[pops]!);
}

function emitFailPop(c: Compiler, loc: ast.Position, pc: Context): void {
  for (let pops = pc.failPop.length - 1; pops >= 0; pops--) {
    c.use(pc.failPop[pops]!);
    if (pops > 0) c.op(loc, Op.POP_TOP);
  }
  pc.failPop = [];
}

/** Moves the top below the `count - 1` values under it. */
function rotate(c: Compiler, loc: ast.Position, count: number): void {
  for (; count > 1; count--) c.op(loc, Op.SWAP, count);
}

function duplicateStore(c: Compiler, loc: ast.Position, name: string): never {
  c.fail(`multiple assignments to name ${constantRepr(strConstant(name))} in pattern`, loc);
}

function storeName(c: Compiler, loc: ast.Position, name: string | null, pc: Context): void {
  if (name === null) return c.op(loc, Op.POP_TOP);
  if (pc.stores.includes(name)) duplicateStore(c, loc, name);
  rotate(c, loc, pc.onTop + pc.stores.length + 1);
  pc.stores.push(name);
}

function pattern(c: Compiler, p: ast.Pattern, pc: Context): void {
  switch (p.kind) {
    case 'MatchValue':
      patternValue(c, p, p.value);
      compareOp(c, p, 'Eq');
      c.op(p, Op.TO_BOOL);
      return jumpToFail(c, p, pc, Op.POP_JUMP_IF_FALSE);
    case 'MatchSingleton':
      c.load(p, p.value);
      c.op(p, Op.IS_OP, 0);
      return jumpToFail(c, p, pc, Op.POP_JUMP_IF_FALSE);
    case 'MatchSequence':
      return sequencePattern(c, p, pc);
    case 'MatchMapping':
      return mappingPattern(c, p, pc);
    case 'MatchClass':
      return classPattern(c, p, pc);
    case 'MatchStar':
      return storeName(c, p, p.name, pc);
    case 'MatchAs':
      return asPattern(c, p, pc);
    case 'MatchOr':
      return orPattern(c, p, pc);
  }
}

/** A pattern inside another may always match. */
function subpattern(c: Compiler, p: ast.Pattern, pc: Context): void {
  const allowed = pc.allowIrrefutable;
  pc.allowIrrefutable = true;
  pattern(c, p, pc);
  pc.allowIrrefutable = allowed;
}

/** `-1` and `1 + 2j` are values. */
function literalOf(e: ast.Expr): ast.Expr {
  if (e.kind === 'UnaryOp' && e.op === 'USub' && e.operand.kind === 'Constant') {
    const value = foldUnary('-', e.operand.value);
    if (value) return { ...e.operand, ...placeOf(e), value };
  }
  if (e.kind === 'BinOp' && (e.op === 'Add' || e.op === 'Sub')) {
    const left = literalOf(e.left);
    const right = literalOf(e.right);
    if (left.kind === 'Constant' && right.kind === 'Constant') {
      const value = foldBinary(e.op === 'Add' ? '+' : '-', left.value, right.value);
      if (value) return { ...left, ...placeOf(e), value };
    }
  }
  return e;
}

const placeOf = ({ lineno, colOffset, endLineno, endColOffset }: ast.Position): ast.Position => ({
  lineno,
  colOffset,
  endLineno,
  endColOffset,
});

function patternValue(c: Compiler, p: ast.Pattern, value: ast.Expr): void {
  const literal = literalOf(value);
  // f-strings etc. never get past the parser.
  if (literal.kind !== 'Constant' && literal.kind !== 'Attribute')
    c.fail('patterns may only match literals and attribute lookups', p);
  expr(c, literal);
}

function asPattern(c: Compiler, p: ast.MatchAs, pc: Context): void {
  if (p.pattern === null) {
    if (!pc.allowIrrefutable) {
      if (p.name === null) c.fail('wildcard makes remaining patterns unreachable', p);
      c.fail(`name capture ${constantRepr(strConstant(p.name))} makes remaining patterns unreachable`, p);
    }
    return storeName(c, p, p.name, pc);
  }
  pc.onTop++;
  c.op(p, Op.COPY, 1);
  pattern(c, p.pattern, pc);
  pc.onTop--;
  storeName(c, p, p.name, pc);
}

// sequences ------------------------------------------------------------------------------------------------------------

function sequencePattern(c: Compiler, p: ast.MatchSequence, pc: Context): void {
  const { patterns } = p;
  const size = patterns.length;
  const star = patterns.findIndex((sub) => sub.kind === 'MatchStar');
  if (patterns.filter((sub) => sub.kind === 'MatchStar').length > 1)
    c.fail('multiple starred names in sequence pattern', p);
  pc.onTop++;
  c.op(p, Op.MATCH_SEQUENCE);
  jumpToFail(c, p, pc, Op.POP_JUMP_IF_FALSE);
  if (star < 0 || size > 1) {
    c.op(p, Op.GET_LEN);
    c.load(p, intConstant(star < 0 ? size : size - 1));
    compareOp(c, p, star < 0 ? 'Eq' : 'GtE');
    jumpToFail(c, p, pc, Op.POP_JUMP_IF_FALSE);
  }
  pc.onTop--;
  if (patterns.every((sub) => isWildcard(sub) || isWildcardStar(sub))) c.op(p, Op.POP_TOP);
  else if (star >= 0 && isWildcardStar(patterns[star]!)) sequenceItems(c, p, star, pc);
  else sequenceUnpack(c, p, star, pc);
}

function sequenceUnpack(c: Compiler, p: ast.MatchSequence, star: number, pc: Context): void {
  const size = p.patterns.length;
  if (star < 0) c.op(p, Op.UNPACK_SEQUENCE, size);
  else {
    const after = size - star - 1;
    if (star >= 1 << 8 || after >= 0x7fffffff >> 8)
      c.fail('too many expressions in star-unpacking sequence pattern', p);
    c.op(p, Op.UNPACK_EX, star + (after << 8));
  }
  pc.onTop += size;
  for (const sub of p.patterns) {
    pc.onTop--;
    subpattern(c, sub, pc);
  }
}

/** With `*_` among the patterns the items are taken one by one, not unpacked. */
function sequenceItems(c: Compiler, p: ast.MatchSequence, star: number, pc: Context): void {
  const size = p.patterns.length;
  pc.onTop++;
  p.patterns.forEach((sub, i) => {
    if (i === star || isWildcard(sub)) return;
    c.op(p, Op.COPY, 1);
    if (i < star) c.load(p, intConstant(i));
    else {
      // The subject need not support negative indices.
      c.op(p, Op.GET_LEN);
      c.load(p, intConstant(size - i));
      c.op(p, Op.BINARY_OP, binaryOperator('Sub'));
    }
    c.op(p, Op.BINARY_OP, BINARY_OP_SUBSCR);
    subpattern(c, sub, pc);
  });
  pc.onTop--;
  c.op(p, Op.POP_TOP);
}

// mappings and classes -------------------------------------------------------------------------------------------------

/** The one of the constants that are equal to it which stands for all: 0 for False, 0.0 and 0j. */
function equalConstant(c: Constant): Constant {
  switch (c.kind) {
    case 'bool':
      return intConstant(Number(c.value));
    case 'float':
      return Number.isInteger(c.value) ? { kind: 'int', value: BigInt(c.value) } : c;
    case 'complex':
      return c.im === 0 ? equalConstant({ kind: 'float', value: c.re }) : c;
    default:
      return c;
  }
}

function mappingPattern(c: Compiler, p: ast.MatchMapping, pc: Context): void {
  const size = p.keys.length;
  pc.onTop++;
  c.op(p, Op.MATCH_MAPPING);
  jumpToFail(c, p, pc, Op.POP_JUMP_IF_FALSE);
  if (size === 0 && p.rest === null) {
    pc.onTop--;
    return c.op(p, Op.POP_TOP);
  }
  if (size > 0) {
    c.op(p, Op.GET_LEN);
    c.load(p, intConstant(size));
    compareOp(c, p, 'GtE');
    jumpToFail(c, p, pc, Op.POP_JUMP_IF_FALSE);
  }
  const seen = new Set<string>();
  for (const key of p.keys) {
    const literal = literalOf(key);
    if (literal.kind === 'Constant') {
      const id = constantKey(equalConstant(literal.value));
      if (seen.has(id)) c.fail(`mapping pattern checks duplicate key (${constantRepr(literal.value)})`, p);
      seen.add(id);
    } else if (literal.kind !== 'Attribute')
      c.fail('mapping pattern keys may only match literals and attribute lookups', p);
    expr(c, literal);
  }
  c.op(p, Op.BUILD_TUPLE, size);
  c.op(p, Op.MATCH_KEYS);
  pc.onTop += 2; // the keys, and the values or None
  failIfNone(c, p, pc);
  c.op(p, Op.UNPACK_SEQUENCE, size);
  pc.onTop += size - 1;
  for (const sub of p.patterns) {
    pc.onTop--;
    subpattern(c, sub, pc);
  }
  pc.onTop -= 2;
  if (p.rest === null) {
    c.op(p, Op.POP_TOP); // keys
    return c.op(p, Op.POP_TOP); // subject
  }
  // rest = dict(subject); del rest[key] for each key
  c.op(p, Op.BUILD_MAP, 0);
  c.op(p, Op.SWAP, 3);
  c.op(p, Op.DICT_UPDATE, 2);
  c.op(p, Op.UNPACK_SEQUENCE, size);
  for (let left = size; left > 0; left--) {
    c.op(p, Op.COPY, 1 + left);
    c.op(p, Op.SWAP, 2);
    c.op(p, Op.DELETE_SUBSCR);
  }
  storeName(c, p, p.rest, pc);
}

function failIfNone(c: Compiler, p: ast.Pattern, pc: Context): void {
  c.op(p, Op.COPY, 1);
  c.load(p, NONE);
  c.op(p, Op.IS_OP, 1);
  jumpToFail(c, p, pc, Op.POP_JUMP_IF_FALSE);
}

function classPattern(c: Compiler, p: ast.MatchClass, pc: Context): void {
  const subs = [...p.patterns, ...p.kwd_patterns];
  p.kwd_attrs.forEach((attr, i) => {
    const repeated = p.kwd_attrs.indexOf(attr, i + 1);
    if (repeated > 0) c.fail(`attribute name repeated in class pattern: ${attr}`, p.kwd_patterns[repeated]!);
  });
  expr(c, p.cls);
  c.load(p, { kind: 'tuple', items: p.kwd_attrs.map(strConstant) });
  c.op(p, Op.MATCH_CLASS, p.patterns.length);
  c.op(p, Op.COPY, 1);
  c.load(p, NONE);
  c.op(p, Op.IS_OP, 1);
  pc.onTop++; // the attributes, or None
  jumpToFail(c, p, pc, Op.POP_JUMP_IF_FALSE);
  c.op(p, Op.UNPACK_SEQUENCE, subs.length);
  pc.onTop += subs.length - 1;
  for (const sub of subs) {
    pc.onTop--;
    if (isWildcard(sub)) c.op(p, Op.POP_TOP);
    else subpattern(c, sub, pc);
  }
}

// alternatives ---------------------------------------------------------------------------------------------------------

function orPattern(c: Compiler, p: ast.MatchOr, pc: Context): void {
  const end = new Label();
  const { stores, allowIrrefutable, failPop, onTop } = pc;
  /** What the first alternative binds; the others must bind the same, and put it in the same order. */
  let control: string[] = [];
  p.patterns.forEach((alternative, i) => {
    pc.stores = [];
    pc.allowIrrefutable = i === p.patterns.length - 1 && allowIrrefutable;
    pc.failPop = [];
    pc.onTop = 0;
    c.op(alternative, Op.COPY, 1);
    pattern(c, alternative, pc);
    if (i === 0) control = pc.stores;
    else reorderStores(c, p, alternative, pc, control);
    c.jump(alternative, Op.JUMP, end);
    emitFailPop(c, alternative, pc);
  });
  Object.assign(pc, { stores, allowIrrefutable, failPop, onTop });
  c.op(p, Op.POP_TOP); // the subject's copy
  jumpToFail(c, p, pc, Op.JUMP);

  c.use(end);
  const rotations = control.length + 1 + pc.onTop + pc.stores.length;
  for (const name of control) {
    rotate(c, p, rotations);
    if (pc.stores.includes(name)) duplicateStore(c, p, name);
    pc.stores.push(name);
  }
  c.op(p, Op.POP_TOP); // the subject's copy
}

function reorderStores(
  c: Compiler,
  p: ast.MatchOr,
  alternative: ast.Pattern,
  pc: Context,
  control: readonly string[],
): void {
  const differ = (): never => c.fail('alternative patterns bind different names', p);
  if (pc.stores.length !== control.length) differ();
  for (let wanted = control.length - 1; wanted >= 0; wanted--) {
    const at = pc.stores.indexOf(control[wanted]!);
    if (at < 0) differ();
    if (at === wanted) continue;
    const rotated = pc.stores.splice(0, at + 1);
    pc.stores.splice(wanted - at, 0, ...rotated);
    for (let i = 0; i <= at; i++) rotate(c, alternative, wanted + 1);
  }
}
