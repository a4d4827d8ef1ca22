/**
 * Parameters of functions and lambdas, and type parameters.
 */
import type { Arg, Arguments, Expr, TypeParam } from '../ast.ts';
import { Tok } from '../lexer/token.ts';
import { expression, starred } from './expressions.ts';
import { bitwiseOr } from './operators.ts';
import type { Parser } from './parser.ts';

/** Between the parentheses of a `def`; annotations are allowed. */
export function functionParameters(p: Parser): Arguments {
  return parameters(p, Tok.RPAR, true);
}

/** Between `lambda` and its colon. */
export function lambdaParameters(p: Parser): Arguments {
  return parameters(p, Tok.COLON, false);
}

/**
 * Up to `close`, which is not consumed. Order: positional ones (a `/` ends the positional-only ones; none
 * without a default after one with), then `*` or `*args`, keyword-only ones, and `**kwargs` at the end.
 */
function parameters(p: Parser, close: Tok, annotated: boolean): Arguments {
  const result: Arguments = {
    kind: 'arguments',
    posonlyargs: [],
    args: [],
    vararg: null,
    kwonlyargs: [],
    kw_defaults: [],
    kwarg: null,
    defaults: [],
  };
  let slash = false;
  let star = false;
  while (p.kind[p.pos] !== close) {
    const kind = p.kind[p.pos];
    if (kind === Tok.SLASH) {
      if (slash || star || result.args.length === 0) p.fail();
      p.pos++;
      slash = true;
      result.posonlyargs = result.args;
      result.args = [];
    } else if (kind === Tok.STAR) {
      if (star) p.fail();
      p.pos++;
      star = true;
      if (p.kind[p.pos] === Tok.COMMA) {
        // A bare star must be followed by a keyword-only parameter.
        if (p.kind[p.pos + 1] !== Tok.NAME) p.fail();
      } else result.vararg = parameter(p, annotated, true);
    } else if (kind === Tok.DOUBLESTAR) {
      p.pos++;
      result.kwarg = parameter(p, annotated, false);
      p.accept(Tok.COMMA);
      if (p.kind[p.pos] !== close) p.fail();
      return result;
    } else {
      const arg = parameter(p, annotated, false);
      const value = p.accept(Tok.EQUAL) ? expression(p) : null;
      if (star) {
        result.kwonlyargs.push(arg);
        result.kw_defaults.push(value);
      } else {
        if (value !== null) result.defaults.push(value);
        else if (result.defaults.length > 0) p.fail();
        result.args.push(arg);
      }
    }
    if (!p.accept(Tok.COMMA)) break;
  }
  if (p.kind[p.pos] !== close) p.fail();
  return result;
}

function parameter(p: Parser, annotated: boolean, isVararg: boolean): Arg {
  const s = p.pos;
  const arg = p.name();
  let annotation: Expr | null = null;
  if (annotated && p.accept(Tok.COLON)) {
    // Only `*args: *Ts` may unpack (PEP 646).
    annotation = isVararg && p.kind[p.pos] === Tok.STAR ? starred(p, bitwiseOr) : expression(p);
  }
  const e = p.pos - 1;
  return {
    kind: 'arg',
    arg,
    annotation,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** `[T: bound = default, *Ts, **P]`, if it is there (PEP 695, PEP 696). */
export function typeParameters(p: Parser): TypeParam[] {
  const params: TypeParam[] = [];
  if (!p.accept(Tok.LSQB)) return params;
  do {
    if (p.kind[p.pos] === Tok.RSQB && params.length > 0) break;
    params.push(typeParameter(p));
  } while (p.accept(Tok.COMMA));
  p.expect(Tok.RSQB);
  return params;
}

function typeParameter(p: Parser): TypeParam {
  const s = p.pos;
  const kind = p.kind[s];
  if (kind === Tok.STAR || kind === Tok.DOUBLESTAR) p.pos++;
  const name = p.name();
  const bound = kind === Tok.NAME && p.accept(Tok.COLON) ? expression(p) : null;
  let value: Expr | null = null;
  if (p.accept(Tok.EQUAL)) {
    value = kind === Tok.STAR && p.kind[p.pos] === Tok.STAR ? starred(p, bitwiseOr) : expression(p);
  }
  const e = p.pos - 1;
  const position = {
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
  if (kind === Tok.STAR) return { kind: 'TypeVarTuple', name, default_value: value, ...position };
  if (kind === Tok.DOUBLESTAR) return { kind: 'ParamSpec', name, default_value: value, ...position };
  return { kind: 'TypeVar', name, bound, default_value: value, ...position };
}
