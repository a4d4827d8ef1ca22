/**
 * Expressions above the level of operators: conditional expressions, lambda, `:=`, yield, comprehension
 * clauses, and the lists of expressions of the grammar (`star_expressions` and its relatives).
 *
 * Every function reads from the cursor and leaves it after what it has read. A
 * node's range runs from its first token to its last, so it includes parentheses
 * around its operands, which the operands' own ranges do not.
 */
import type { Comprehension, Expr, NamedExpr } from '../ast.ts';
import { Tok } from '../lexer/token.ts';
import { bitwiseOr, OR, operators } from './operators.ts';
import { lambdaParameters } from './parameters.ts';
import type { Parser } from './parser.ts';
import { forTargets } from './targets.ts';

/** `expression`: everything but a bare tuple, a starred expression, `:=` and `yield`. */
export function expression(p: Parser): Expr {
  const s = p.pos;
  if (p.kind[s] === Tok.LAMBDA) return lambda(p);
  const body = operators(p, OR);
  if (p.kind[p.pos] !== Tok.IF) return body;
  return conditional(p, s, body);
}

/** `a if b else c if d else e …`, right-associative; in a loop, because generated code has long chains. */
function conditional(p: Parser, start: number, first: Expr): Expr {
  const starts = [start];
  const bodies = [first];
  const tests: Expr[] = [];
  let last: Expr;
  for (;;) {
    p.expect(Tok.IF);
    tests.push(operators(p, OR));
    p.expect(Tok.ELSE);
    const s = p.pos;
    if (p.kind[s] === Tok.LAMBDA) {
      last = lambda(p);
      break;
    }
    last = operators(p, OR);
    if (p.kind[p.pos] !== Tok.IF) break;
    starts.push(s);
    bodies.push(last);
  }
  const e = p.pos - 1;
  for (let i = tests.length - 1; i >= 0; i--) {
    last = {
      kind: 'IfExp',
      test: tests[i]!,
      body: bodies[i]!,
      orelse: last,
      lineno: p.line[starts[i]!]!,
      colOffset: p.col[starts[i]!]!,
      endLineno: p.endLine[e]!,
      endColOffset: p.endCol[e]!,
    };
  }
  return last;
}

function lambda(p: Parser): Expr {
  const s = p.pos++;
  const args = lambdaParameters(p);
  p.expect(Tok.COLON);
  const body = expression(p);
  const e = p.pos - 1;
  return {
    kind: 'Lambda',
    args,
    body,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** `named_expression`: an expression, or `name := expression`. */
export function namedExpression(p: Parser): Expr {
  if (p.kind[p.pos] === Tok.NAME && p.kind[p.pos + 1] === Tok.COLONEQUAL) return assignmentExpression(p);
  const node = expression(p);
  if (p.kind[p.pos] === Tok.COLONEQUAL) p.fail();
  return node;
}

export function assignmentExpression(p: Parser): NamedExpr {
  const s = p.pos;
  const id = p.name();
  p.expect(Tok.COLONEQUAL);
  const value = expression(p);
  const e = p.pos - 1;
  return {
    kind: 'NamedExpr',
    target: {
      kind: 'Name',
      id,
      ctx: 'Store',
      lineno: p.line[s]!,
      colOffset: p.col[s]!,
      endLineno: p.endLine[s]!,
      endColOffset: p.endCol[s]!,
    },
    value,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/**
 * At `*`. In displays and bare tuples the operand is a `bitwise_or`, in calls and subscripts an `expression`.
 */
export function starred(p: Parser, operand: (p: Parser) => Expr): Expr {
  const s = p.pos++;
  const value = operand(p);
  const e = p.pos - 1;
  return {
    kind: 'Starred',
    value,
    ctx: 'Load',
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

function starExpression(p: Parser): Expr {
  return p.kind[p.pos] === Tok.STAR ? starred(p, bitwiseOr) : expression(p);
}

/** `star_named_expression`: an item of a display. */
export function starNamedExpression(p: Parser): Expr {
  return p.kind[p.pos] === Tok.STAR ? starred(p, bitwiseOr) : namedExpression(p);
}

/** Tokens that start no expression: a comma before one of them is a trailing comma. */
const ENDS_LIST = new Uint8Array(128);
for (const kind of [
  Tok.ENDMARKER,
  Tok.NEWLINE,
  Tok.INDENT,
  Tok.DEDENT,
  Tok.ERROR,
  Tok.OP,
  Tok.RPAR,
  Tok.RSQB,
  Tok.RBRACE,
  Tok.COLON,
  Tok.SEMI,
  Tok.EQUAL,
  Tok.EXCLAMATION,
  Tok.COLONEQUAL,
  Tok.IN,
  Tok.FOR,
  Tok.IF,
  Tok.AS,
  Tok.FROM,
  Tok.ASYNC,
  Tok.ELSE,
]) {
  ENDS_LIST[kind] = 1;
}
for (let kind = Tok.PLUSEQUAL; kind <= Tok.RIGHTSHIFTEQUAL; kind++) ENDS_LIST[kind] = 1;

/** A list of `item`s; with a comma it is a tuple. */
function listOf(p: Parser, item: (p: Parser) => Expr): Expr {
  const s = p.pos;
  const first = item(p);
  if (p.kind[p.pos] !== Tok.COMMA) return first;
  const elts = [first];
  while (p.kind[p.pos] === Tok.COMMA) {
    p.pos++;
    if (ENDS_LIST[p.kind[p.pos]!] !== 0) break;
    elts.push(item(p));
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

/** `star_expressions`: an expression or a bare tuple, starred items allowed. */
export function starExpressions(p: Parser): Expr {
  return listOf(p, starExpression);
}

/** `expressions`: an expression or a bare tuple. */
export function expressions(p: Parser): Expr {
  return listOf(p, expression);
}

/** `subject_expr` of a match statement. */
export function subjectExpression(p: Parser): Expr {
  const subject = listOf(p, starNamedExpression);
  if (subject.kind === 'Starred') p.fail();
  return subject;
}

/** `annotated_rhs`: what may follow `=`, and what may be in a replacement field. */
export function yieldOrStarExpressions(p: Parser): Expr {
  return p.kind[p.pos] === Tok.YIELD ? yieldExpression(p) : starExpressions(p);
}

/** At `yield`. */
export function yieldExpression(p: Parser): Expr {
  const s = p.pos++;
  if (p.accept(Tok.FROM)) {
    const value = expression(p);
    const e = p.pos - 1;
    return {
      kind: 'YieldFrom',
      value,
      lineno: p.line[s]!,
      colOffset: p.col[s]!,
      endLineno: p.endLine[e]!,
      endColOffset: p.endCol[e]!,
    };
  }
  const value = ENDS_LIST[p.kind[p.pos]!] !== 0 || p.kind[p.pos] === Tok.COMMA ? null : starExpressions(p);
  const e = p.pos - 1;
  return {
    kind: 'Yield',
    value,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** The clauses of a comprehension; the cursor is at `for` or `async`. */
export function comprehensionClauses(p: Parser): Comprehension[] {
  const clauses: Comprehension[] = [];
  for (;;) {
    const isAsync = p.accept(Tok.ASYNC);
    if (!isAsync && p.kind[p.pos] !== Tok.FOR) return clauses;
    p.expect(Tok.FOR);
    const target = forTargets(p);
    p.expect(Tok.IN);
    const iter = operators(p, OR);
    const ifs: Expr[] = [];
    while (p.accept(Tok.IF)) ifs.push(operators(p, OR));
    clauses.push({ kind: 'comprehension', target, iter, ifs, is_async: isAsync ? 1 : 0 });
  }
}

export function startsComprehension(p: Parser): boolean {
  const kind = p.kind[p.pos];
  return kind === Tok.FOR || kind === Tok.ASYNC;
}
