/**
 * Patterns of `case` (PEP 634).
 */
import type { Expr, MatchStar, Pattern, Position } from '../ast.ts';
import { Tok } from '../lexer/token.ts';
import { constant } from './atoms.ts';
import { numberValue } from './literal.ts';
import type { Parser } from './parser.ts';
import { strings } from './strings.ts';

/** The range from token `s` to the last one read. */
function since(p: Parser, s: number): Position {
  const e = p.pos - 1;
  return {
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** `patterns`: a pattern, or a sequence without brackets. */
export function patterns(p: Parser): Pattern {
  const s = p.pos;
  const first = maybeStar(p);
  if (p.kind[p.pos] !== Tok.COMMA) {
    if (first.kind === 'MatchStar') p.fail();
    return first;
  }
  const items = [first];
  while (p.accept(Tok.COMMA)) {
    if (p.kind[p.pos] === Tok.COLON || p.kind[p.pos] === Tok.IF) break;
    items.push(maybeStar(p));
  }
  return { kind: 'MatchSequence', patterns: items, ...since(p, s) };
}

function maybeStar(p: Parser): Pattern {
  return p.kind[p.pos] === Tok.STAR ? star(p) : pattern(p);
}

function star(p: Parser): MatchStar {
  const s = p.pos++;
  const name = p.isSoft(p.pos, '_') ? wildcard(p) : capture(p);
  return { kind: 'MatchStar', name, ...since(p, s) };
}

function wildcard(p: Parser): null {
  p.pos++;
  return null;
}

/** A name that is bound: not `_`, not the start of something longer. */
function capture(p: Parser): string {
  if (p.isSoft(p.pos, '_')) p.fail();
  const name = p.name();
  const next = p.kind[p.pos];
  if (next === Tok.DOT || next === Tok.LPAR || next === Tok.EQUAL) p.fail();
  return name;
}

/** `or_pattern ['as' name]`. */
function pattern(p: Parser): Pattern {
  const s = p.pos;
  let node = closed(p);
  if (p.kind[p.pos] === Tok.VBAR) {
    const alternatives = [node];
    while (p.accept(Tok.VBAR)) alternatives.push(closed(p));
    node = { kind: 'MatchOr', patterns: alternatives, ...since(p, s) };
  }
  if (!p.accept(Tok.AS)) return node;
  const name = capture(p);
  return { kind: 'MatchAs', pattern: node, name, ...since(p, s) };
}

function closed(p: Parser): Pattern {
  const s = p.pos;
  switch (p.kind[s]) {
    case Tok.NUMBER:
    case Tok.MINUS:
    case Tok.STRING:
    case Tok.FSTRING_START:
    case Tok.TSTRING_START: {
      const value = literal(p);
      return { kind: 'MatchValue', value, ...since(p, s) };
    }
    case Tok.NONE:
      p.pos++;
      return { kind: 'MatchSingleton', value: { kind: 'none' }, ...since(p, s) };
    case Tok.TRUE:
    case Tok.FALSE:
      p.pos++;
      return {
        kind: 'MatchSingleton',
        value: { kind: 'bool', value: p.kind[s] === Tok.TRUE },
        ...since(p, s),
      };
    case Tok.NAME:
      return named(p);
    case Tok.LPAR:
    case Tok.LSQB:
      return sequence(p);
    case Tok.LBRACE:
      return mapping(p);
    default:
      return p.fail();
  }
}

/** A string, or a number with an optional sign and imaginary part. */
function literal(p: Parser): Expr {
  const s = p.pos;
  const kind = p.kind[s];
  if (kind === Tok.STRING || kind === Tok.FSTRING_START || kind === Tok.TSTRING_START) return strings(p);
  const left = signedNumber(p);
  const operator = p.kind[p.pos];
  if (operator !== Tok.PLUS && operator !== Tok.MINUS) return left;
  p.pos++;
  const i = p.pos;
  const right = number(p);
  const real = left.kind === 'UnaryOp' ? left.operand : left;
  if (real.kind === 'Constant' && real.value.kind === 'complex') {
    p.raiseAtNode('real number required in complex literal', real);
  }
  if (right.kind === 'Constant' && right.value.kind !== 'complex') {
    p.raiseAtToken('imaginary number required in complex literal', i);
  }
  return { kind: 'BinOp', left, op: operator === Tok.PLUS ? 'Add' : 'Sub', right, ...since(p, s) };
}

function number(p: Parser): Expr {
  const i = p.pos;
  p.expect(Tok.NUMBER);
  return constant(
    p,
    i,
    p.literal(i, () => numberValue(p.tokens.text(i))),
  );
}

function signedNumber(p: Parser): Expr {
  const s = p.pos;
  if (!p.accept(Tok.MINUS)) return number(p);
  const operand = number(p);
  return { kind: 'UnaryOp', op: 'USub', operand, ...since(p, s) };
}

/** At a name: the wildcard, a capture, a dotted value, or a class. */
function named(p: Parser): Pattern {
  const s = p.pos;
  const next = p.kind[s + 1];
  if (next !== Tok.DOT && next !== Tok.LPAR) {
    if (p.isSoft(s, '_')) {
      p.pos++;
      return { kind: 'MatchAs', pattern: null, name: null, ...since(p, s) };
    }
    const name = capture(p);
    return { kind: 'MatchAs', pattern: null, name, ...since(p, s) };
  }
  const cls = dottedName(p);
  if (p.kind[p.pos] === Tok.LPAR) return classPattern(p, s, cls);
  if (p.kind[p.pos] === Tok.EQUAL) p.fail();
  return { kind: 'MatchValue', value: cls, ...since(p, s) };
}

function dottedName(p: Parser): Expr {
  const s = p.pos;
  const id = p.name();
  let node: Expr = { kind: 'Name', id, ctx: 'Load', ...since(p, s) };
  while (p.accept(Tok.DOT)) {
    const attr = p.name();
    node = { kind: 'Attribute', value: node, attr, ctx: 'Load', ...since(p, s) };
  }
  return node;
}

/** At the parenthesis after a class's name. */
function classPattern(p: Parser, s: number, cls: Expr): Pattern {
  p.pos++;
  const positional: Pattern[] = [];
  const attributes: string[] = [];
  const keyword: Pattern[] = [];
  while (p.kind[p.pos] !== Tok.RPAR) {
    if (p.kind[p.pos] === Tok.NAME && p.kind[p.pos + 1] === Tok.EQUAL) {
      attributes.push(p.name());
      p.pos++;
      keyword.push(pattern(p));
    } else {
      if (keyword.length > 0) p.fail();
      positional.push(pattern(p));
    }
    if (!p.accept(Tok.COMMA)) break;
  }
  p.expect(Tok.RPAR);
  return {
    kind: 'MatchClass',
    cls,
    patterns: positional,
    kwd_attrs: attributes,
    kwd_patterns: keyword,
    ...since(p, s),
  };
}

/** At `(` or `[`; parentheses around one pattern without a comma only group. */
function sequence(p: Parser): Pattern {
  const s = p.pos++;
  const grouping = p.kind[s] === Tok.LPAR;
  const close = grouping ? Tok.RPAR : Tok.RSQB;
  const items: Pattern[] = [];
  let commas = 0;
  while (p.kind[p.pos] !== close) {
    items.push(maybeStar(p));
    if (!p.accept(Tok.COMMA)) break;
    commas++;
  }
  p.expect(close);
  if (grouping && items.length === 1 && commas === 0) {
    if (items[0]!.kind === 'MatchStar') p.fail();
    return items[0]!;
  }
  return { kind: 'MatchSequence', patterns: items, ...since(p, s) };
}

/** At `{`. */
function mapping(p: Parser): Pattern {
  const s = p.pos++;
  const keys: Expr[] = [];
  const values: Pattern[] = [];
  let rest: string | null = null;
  while (p.kind[p.pos] !== Tok.RBRACE) {
    if (p.accept(Tok.DOUBLESTAR)) {
      rest = capture(p);
      p.accept(Tok.COMMA);
      break;
    }
    keys.push(mappingKey(p));
    p.expect(Tok.COLON);
    values.push(pattern(p));
    if (!p.accept(Tok.COMMA)) break;
  }
  p.expect(Tok.RBRACE);
  return { kind: 'MatchMapping', keys, patterns: values, rest, ...since(p, s) };
}

function mappingKey(p: Parser): Expr {
  const i = p.pos;
  switch (p.kind[i]) {
    case Tok.NAME: {
      const key = dottedName(p);
      if (key.kind === 'Name') p.fail();
      return key;
    }
    case Tok.NONE:
      p.pos++;
      return constant(p, i, { kind: 'none' });
    case Tok.TRUE:
    case Tok.FALSE:
      p.pos++;
      return constant(p, i, { kind: 'bool', value: p.kind[i] === Tok.TRUE });
    default:
      return literal(p);
  }
}
