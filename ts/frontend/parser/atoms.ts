/**
 * Primaries and atoms: names, literals, displays and comprehensions, calls, subscripts, attributes, `await`.
 */
import type { Comprehension, Expr, Keyword } from '../ast.ts';
import type { Constant as ConstantValue } from '../constant.ts';
import { Tok } from '../lexer/token.ts';
import {
  assignmentExpression,
  bitwiseOr,
  comprehensionClauses,
  expression,
  namedExpression,
  starNamedExpression,
  starred,
  startsComprehension,
  yieldExpression,
} from './expressions.ts';
import { numberValue } from './literal.ts';
import type { Parser } from './parser.ts';
import { strings } from './strings.ts';

/** `await_primary`. */
export function primary(p: Parser): Expr {
  const s = p.pos;
  if (p.kind[s] !== Tok.AWAIT) return trailers(p);
  p.pos++;
  const value = trailers(p);
  const e = p.pos - 1;
  return {
    kind: 'Await',
    value,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** An atom and what is applied to it: attributes, calls, subscripts. */
function trailers(p: Parser): Expr {
  const s = p.pos;
  let node = atom(p);
  for (;;) {
    const kind = p.kind[p.pos];
    if (kind === Tok.DOT) {
      p.pos++;
      const attr = p.name();
      const e = p.pos - 1;
      node = {
        kind: 'Attribute',
        value: node,
        attr,
        ctx: 'Load',
        lineno: p.line[s]!,
        colOffset: p.col[s]!,
        endLineno: p.endLine[e]!,
        endColOffset: p.endCol[e]!,
      };
    } else if (kind === Tok.LPAR) {
      const args: Expr[] = [];
      const keywords: Keyword[] = [];
      callArguments(p, args, keywords);
      const e = p.pos - 1;
      node = {
        kind: 'Call',
        func: node,
        args,
        keywords,
        lineno: p.line[s]!,
        colOffset: p.col[s]!,
        endLineno: p.endLine[e]!,
        endColOffset: p.endCol[e]!,
      };
    } else if (kind === Tok.LSQB) {
      p.pos++;
      const slice = slices(p);
      p.expect(Tok.RSQB);
      const e = p.pos - 1;
      node = {
        kind: 'Subscript',
        value: node,
        slice,
        ctx: 'Load',
        lineno: p.line[s]!,
        colOffset: p.col[s]!,
        endLineno: p.endLine[e]!,
        endColOffset: p.endCol[e]!,
      };
    } else return node;
  }
}

/**
 * Arguments with their parentheses. Order: positional ones, then keywords mixed with `*iterable`, then keywords mixed with
 * `**mapping`. A single generator expression needs no parentheses of its own, but in a class's bases.
 */
export function callArguments(p: Parser, args: Expr[], keywords: Keyword[], allowGenerator = true): void {
  const open = p.pos++;
  let unpacked = false;
  while (p.kind[p.pos] !== Tok.RPAR) {
    const s = p.pos;
    const kind = p.kind[s];
    if (kind === Tok.STAR) {
      if (unpacked) p.fail();
      args.push(starred(p, expression));
    } else if (kind === Tok.DOUBLESTAR) {
      p.pos++;
      keywords.push(keyword(p, s, null, expression(p)));
      unpacked = true;
    } else if (kind === Tok.NAME && p.kind[s + 1] === Tok.EQUAL) {
      const name = p.name();
      p.pos++;
      keywords.push(keyword(p, s, name, expression(p)));
    } else {
      if (keywords.length > 0) p.fail();
      const node = namedExpression(p);
      if (startsComprehension(p)) {
        if (args.length > 0 || !allowGenerator) p.fail();
        const generators = comprehensionClauses(p);
        p.expect(Tok.RPAR);
        args.push(comprehension(p, open, 'GeneratorExp', node, generators));
        return;
      }
      args.push(node);
    }
    if (!p.accept(Tok.COMMA)) break;
  }
  p.expect(Tok.RPAR);
}

function keyword(p: Parser, s: number, arg: string | null, value: Expr): Keyword {
  const e = p.pos - 1;
  return {
    kind: 'keyword',
    arg,
    value,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

function slices(p: Parser): Expr {
  const s = p.pos;
  const isStarred = p.kind[s] === Tok.STAR;
  const first = isStarred ? starred(p, expression) : slice(p);
  if (!isStarred && p.kind[p.pos] !== Tok.COMMA) return first;
  const elts = [first];
  while (p.accept(Tok.COMMA)) {
    if (p.kind[p.pos] === Tok.RSQB) break;
    elts.push(p.kind[p.pos] === Tok.STAR ? starred(p, expression) : slice(p));
  }
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

function slice(p: Parser): Expr {
  const s = p.pos;
  let lower: Expr | null = null;
  if (p.kind[s] !== Tok.COLON) {
    if (p.kind[s] === Tok.NAME && p.kind[s + 1] === Tok.COLONEQUAL) return assignmentExpression(p);
    lower = expression(p);
    if (p.kind[p.pos] !== Tok.COLON) return lower;
  }
  p.pos++;
  const part = (): Expr | null => {
    const kind = p.kind[p.pos];
    return kind === Tok.COLON || kind === Tok.COMMA || kind === Tok.RSQB ? null : expression(p);
  };
  const upper = part();
  const step = p.accept(Tok.COLON) ? part() : null;
  const e = p.pos - 1;
  return {
    kind: 'Slice',
    lower,
    upper,
    step,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

function atom(p: Parser): Expr {
  const s = p.pos;
  switch (p.kind[s]) {
    case Tok.NAME: {
      p.pos++;
      return {
        kind: 'Name',
        id: p.identifier(s),
        ctx: 'Load',
        lineno: p.line[s]!,
        colOffset: p.col[s]!,
        endLineno: p.endLine[s]!,
        endColOffset: p.endCol[s]!,
      };
    }
    case Tok.NUMBER:
      p.pos++;
      return constant(
        p,
        s,
        p.literal(s, () => numberValue(p.tokens.text(s))),
      );
    case Tok.STRING:
    case Tok.FSTRING_START:
    case Tok.TSTRING_START:
      return strings(p);
    case Tok.LPAR:
      return parenthesized(p);
    case Tok.LSQB:
      return listDisplay(p);
    case Tok.LBRACE:
      return braceDisplay(p);
    case Tok.TRUE:
      p.pos++;
      return constant(p, s, { kind: 'bool', value: true });
    case Tok.FALSE:
      p.pos++;
      return constant(p, s, { kind: 'bool', value: false });
    case Tok.NONE:
      p.pos++;
      return constant(p, s, { kind: 'none' });
    case Tok.ELLIPSIS:
      p.pos++;
      return constant(p, s, { kind: 'ellipsis' });
    default:
      return p.fail();
  }
}

/** A Constant that is token `i`. */
export function constant(p: Parser, i: number, value: ConstantValue): Expr {
  return {
    kind: 'Constant',
    value,
    u: false,
    lineno: p.line[i]!,
    colOffset: p.col[i]!,
    endLineno: p.endLine[i]!,
    endColOffset: p.endCol[i]!,
  };
}

type ComprehensionKind = 'GeneratorExp' | 'ListComp' | 'SetComp';

function comprehension(
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
function parenthesized(p: Parser): Expr {
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

/** The items of a display behind the first one, up to the closing bracket, which is not consumed. */
function items(p: Parser, elts: Expr[], close: Tok): void {
  while (p.accept(Tok.COMMA)) {
    if (p.kind[p.pos] === close) return;
    elts.push(starNamedExpression(p));
  }
}

/** At `[`. */
function listDisplay(p: Parser): Expr {
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
function braceDisplay(p: Parser): Expr {
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

/** The rest of a dict display, of which no or one item has been read. */
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
