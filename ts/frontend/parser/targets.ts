/**
 * What may be assigned to, deleted, or bound by a loop.
 *
 * Targets are parsed as expressions, checked, and then marked by rewriting their `ctx`. A target is a name,
 * an attribute, a subscript, or a tuple or list of targets; an item may be starred, except in `del`.
 */
import type { Attribute, Expr, ExprContext, Name, Subscript } from '../ast.ts';
import { Tok } from '../lexer/token.ts';
import { primary } from './atoms.ts';
import type { Parser } from './parser.ts';

/** Makes `node` a target, or fails. */
export function markTarget(p: Parser, node: Expr, ctx: ExprContext): void {
  switch (node.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      node.ctx = ctx;
      return;
    case 'Tuple':
    case 'List':
      for (const item of node.elts) markTarget(p, item, ctx);
      node.ctx = ctx;
      return;
    case 'Starred':
      if (ctx === 'Del' || node.value.kind === 'Starred') p.fail();
      markTarget(p, node.value, ctx);
      node.ctx = ctx;
      return;
    default:
      p.fail();
  }
}

/** The target of an annotation or of an augmented assignment: no tuple, no list. */
export function markSingleTarget(p: Parser, node: Expr): Name | Attribute | Subscript {
  if (node.kind !== 'Name' && node.kind !== 'Attribute' && node.kind !== 'Subscript') p.fail();
  node.ctx = 'Store';
  return node;
}

/** `star_target`: one target, perhaps starred. */
export function starTarget(p: Parser): Expr {
  const s = p.pos;
  if (p.kind[s] !== Tok.STAR) {
    const node = primary(p);
    markTarget(p, node, 'Store');
    return node;
  }
  p.pos++;
  const value = primary(p);
  const e = p.pos - 1;
  markTarget(p, value, 'Store');
  return {
    kind: 'Starred',
    value,
    ctx: 'Store',
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** `star_targets` of a `for`: parsed below the level of comparisons, because `in` ends them. */
export function forTargets(p: Parser): Expr {
  const s = p.pos;
  const first = starTarget(p);
  if (p.kind[p.pos] !== Tok.COMMA) return first;
  const elts = [first];
  while (p.accept(Tok.COMMA)) {
    if (p.kind[p.pos] === Tok.IN) break;
    elts.push(starTarget(p));
  }
  const e = p.pos - 1;
  return {
    kind: 'Tuple',
    elts,
    ctx: 'Store',
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** The targets of `del`, up to the end of the statement. */
export function deleteTargets(p: Parser): Expr[] {
  const targets: Expr[] = [];
  do {
    const kind = p.kind[p.pos];
    if (targets.length > 0 && (kind === Tok.NEWLINE || kind === Tok.SEMI)) break;
    const node = primary(p);
    markTarget(p, node, 'Del');
    targets.push(node);
  } while (p.accept(Tok.COMMA));
  return targets;
}
