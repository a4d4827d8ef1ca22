/**
 * Primaries and atoms: names, literals, calls, subscripts, attributes, `await`.
 */
import { tick } from '../../contract/patience.ts';
import type { Expr, Keyword } from '../ast.ts';
import type { Constant as ConstantValue } from '../constant.ts';
import { Tok } from '../lexer/token.ts';
import { braceDisplay, comprehension, listDisplay, parenthesized } from './displays.ts';
import {
  assignmentExpression,
  comprehensionClauses,
  expression,
  namedExpression,
  starred,
  startsComprehension,
} from './expressions.ts';
import { numberValue } from './literal.ts';
import type { Parser } from './parser.ts';
import { strings } from './strings.ts';

/** `await_primary`. */
export function primary(p: Parser): Expr {
  tick();
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
 * Arguments with their parentheses. Order: positional ones, then keywords mixed with
 * `*iterable`, then keywords mixed with `**mapping`. A single generator expression needs no
 * parentheses of its own, except among a class's bases.
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
