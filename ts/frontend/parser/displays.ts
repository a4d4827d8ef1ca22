/** What is in brackets: groups, tuples, lists, sets, dicts and their comprehensions. */
import type { Comprehension, Expr } from '../ast.ts';
import { Tok } from '../lexer/token.ts';
import {
  comprehensionClauses,
  expression,
  starNamedExpression,
  startsComprehension,
  yieldExpression,
} from './expressions.ts';
import { bitwiseOr } from './operators.ts';
import type { Parser } from './parser.ts';

type ComprehensionKind = 'GeneratorExp' | 'ListComp' | 'SetComp';

export function comprehension(
  p: Parser,
  s: number,
  kind: ComprehensionKind,
  elt: Expr,
  generators: Comprehension[],
): Expr {
  const e = p.pos - 1;
  return {
    kind,
    elt,
    generators,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** At `(`: a group, a tuple or a generator expression. */
export function parenthesized(p: Parser): Expr {
  const s = p.pos++;
  if (p.kind[p.pos] === Tok.RPAR) return tuple(p, s, []);
  if (p.kind[p.pos] === Tok.YIELD) {
    const node = yieldExpression(p);
    p.expect(Tok.RPAR);
    return node;
  }
  const first = starNamedExpression(p);
  const kind = p.kind[p.pos];
  if (kind === Tok.RPAR && first.kind !== 'Starred') {
    p.pos++;
    return first;
  }
  if (kind === Tok.COMMA) {
    const elts = [first];
    items(p, elts, Tok.RPAR);
    return tuple(p, s, elts);
  }
  if (first.kind === 'Starred') p.fail();
  const generators = comprehensionClauses(p);
  if (generators.length === 0) p.fail();
  p.expect(Tok.RPAR);
  return comprehension(p, s, 'GeneratorExp', first, generators);
}

/** The closing parenthesis is next. */
function tuple(p: Parser, s: number, elts: Expr[]): Expr {
  p.expect(Tok.RPAR);
  const e = p.pos - 1;
  return {
    kind: 'Tuple',
    elts,
    ctx: 'Load',
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** The items of a display after the first one, up to the closing bracket, which is not consumed. */
function items(p: Parser, elts: Expr[], close: Tok): void {
  while (p.accept(Tok.COMMA)) {
    if (p.kind[p.pos] === close) return;
    elts.push(starNamedExpression(p));
  }
}

/** At `[`. */
export function listDisplay(p: Parser): Expr {
  const s = p.pos++;
  const elts: Expr[] = [];
  if (p.kind[p.pos] !== Tok.RSQB) {
    elts.push(starNamedExpression(p));
    if (startsComprehension(p)) {
      if (elts[0]!.kind === 'Starred') p.fail();
      const generators = comprehensionClauses(p);
      p.expect(Tok.RSQB);
      return comprehension(p, s, 'ListComp', elts[0]!, generators);
    }
    items(p, elts, Tok.RSQB);
  }
  p.expect(Tok.RSQB);
  const e = p.pos - 1;
  return {
    kind: 'List',
    elts,
    ctx: 'Load',
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** At `{`: a set, a dict, or a comprehension of one. */
export function braceDisplay(p: Parser): Expr {
  const s = p.pos++;
  const kind = p.kind[p.pos];
  if (kind === Tok.RBRACE || kind === Tok.DOUBLESTAR) return dict(p, s, [], []);
  const first = starNamedExpression(p);
  if (p.kind[p.pos] === Tok.COLON && first.kind !== 'Starred' && !isBareWalrus(p, s + 1, first)) {
    p.pos++;
    const value = expression(p);
    if (!startsComprehension(p)) return dict(p, s, [first], [value]);
    const generators = comprehensionClauses(p);
    p.expect(Tok.RBRACE);
    const e = p.pos - 1;
    return {
      kind: 'DictComp',
      key: first,
      value,
      generators,
      lineno: p.line[s]!,
      colOffset: p.col[s]!,
      endLineno: p.endLine[e]!,
      endColOffset: p.endCol[e]!,
    };
  }
  if (startsComprehension(p)) {
    if (first.kind === 'Starred') p.fail();
    const generators = comprehensionClauses(p);
    p.expect(Tok.RBRACE);
    return comprehension(p, s, 'SetComp', first, generators);
  }
  const elts = [first];
  items(p, elts, Tok.RBRACE);
  p.expect(Tok.RBRACE);
  const e = p.pos - 1;
  return {
    kind: 'Set',
    elts,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** `x := 1` without parentheses: an item of a set, but not a key. */
function isBareWalrus(p: Parser, start: number, node: Expr): boolean {
  return node.kind === 'NamedExpr' && p.kind[start] === Tok.NAME;
}

/** The rest of a dict display, of which at most one item has been read. */
function dict(p: Parser, s: number, keys: (Expr | null)[], values: Expr[]): Expr {
  let more = keys.length === 0 || p.accept(Tok.COMMA);
  while (more && p.kind[p.pos] !== Tok.RBRACE) {
    if (p.accept(Tok.DOUBLESTAR)) {
      keys.push(null);
      values.push(bitwiseOr(p));
    } else {
      keys.push(expression(p));
      p.expect(Tok.COLON);
      values.push(expression(p));
    }
    more = p.accept(Tok.COMMA);
  }
  p.expect(Tok.RBRACE);
  const e = p.pos - 1;
  return {
    kind: 'Dict',
    keys,
    values,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}
