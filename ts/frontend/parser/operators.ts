/** Operators, by precedence climbing: infix and prefix ones, comparisons, `not`, `and`, `or`. */
import type { CompareOperator, Expr, Operator, UnaryOperator } from '../ast.ts';
import { Tok } from '../lexer/token.ts';
import { primary } from './atoms.ts';
import type { Parser } from './parser.ts';

export const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARE = 4;
const BIT_OR = 5;

/** Precedence of infix operators by token kind; 0: not an infix operator. */
const PRECEDENCE = new Uint8Array(128);
const BINARY: (Operator | undefined)[] = [];
const COMPARISON: (CompareOperator | undefined)[] = [];
const PREFIX: (UnaryOperator | undefined)[] = [];

PRECEDENCE[Tok.OR] = OR;
PRECEDENCE[Tok.AND] = AND;
for (const [kind, op] of [
  [Tok.EQEQUAL, 'Eq'],
  [Tok.NOTEQUAL, 'NotEq'],
  [Tok.LESS, 'Lt'],
  [Tok.LESSEQUAL, 'LtE'],
  [Tok.GREATER, 'Gt'],
  [Tok.GREATEREQUAL, 'GtE'],
  [Tok.IS, 'Is'],
  [Tok.IN, 'In'],
  [Tok.NOT, 'NotIn'],
] as const) {
  PRECEDENCE[kind] = COMPARE;
  COMPARISON[kind] = op;
}
for (const [kind, op, precedence] of [
  [Tok.VBAR, 'BitOr', BIT_OR],
  [Tok.CIRCUMFLEX, 'BitXor', 6],
  [Tok.AMPER, 'BitAnd', 7],
  [Tok.LEFTSHIFT, 'LShift', 8],
  [Tok.RIGHTSHIFT, 'RShift', 8],
  [Tok.PLUS, 'Add', 9],
  [Tok.MINUS, 'Sub', 9],
  [Tok.STAR, 'Mult', 10],
  [Tok.SLASH, 'Div', 10],
  [Tok.DOUBLESLASH, 'FloorDiv', 10],
  [Tok.PERCENT, 'Mod', 10],
  [Tok.AT, 'MatMult', 10],
] as const) {
  PRECEDENCE[kind] = precedence;
  BINARY[kind] = op;
}
PREFIX[Tok.PLUS] = 'UAdd';
PREFIX[Tok.MINUS] = 'USub';
PREFIX[Tok.TILDE] = 'Invert';

/** `bitwise_or`: no comparison, no boolean operator. */
export function bitwiseOr(p: Parser): Expr {
  return operators(p, BIT_OR);
}

/** Operators that bind at least as tightly as `min`; with OR it is the grammar's `disjunction`. */
export function operators(p: Parser, min: number): Expr {
  const s = p.pos;
  let left: Expr;
  if (p.kind[s] === Tok.NOT) {
    if (min > NOT) p.fail();
    left = negation(p);
  } else left = unary(p);
  for (;;) {
    const kind = p.kind[p.pos]!;
    const precedence = PRECEDENCE[kind]!;
    if (precedence < min || precedence === 0) return left;
    if (precedence >= BIT_OR) {
      p.pos++;
      const right = operators(p, precedence + 1);
      const e = p.pos - 1;
      left = {
        kind: 'BinOp',
        left,
        op: BINARY[kind]!,
        right,
        lineno: p.line[s]!,
        colOffset: p.col[s]!,
        endLineno: p.endLine[e]!,
        endColOffset: p.endCol[e]!,
      };
    } else if (precedence === COMPARE) {
      const compared = comparison(p, s, left);
      if (compared === null) return left;
      left = compared;
    } else {
      const values = [left];
      while (p.kind[p.pos] === kind) {
        p.pos++;
        values.push(operators(p, precedence + 1));
      }
      const e = p.pos - 1;
      left = {
        kind: 'BoolOp',
        op: precedence === AND ? 'And' : 'Or',
        values,
        lineno: p.line[s]!,
        colOffset: p.col[s]!,
        endLineno: p.endLine[e]!,
        endColOffset: p.endCol[e]!,
      };
    }
  }
}

/** `not not … comparison`. */
function negation(p: Parser): Expr {
  const s = p.pos;
  while (p.kind[p.pos] === Tok.NOT) p.pos++;
  const innermost = p.pos - 1;
  let operand = operators(p, COMPARE);
  const e = p.pos - 1;
  for (let i = innermost; i >= s; i--) {
    operand = {
      kind: 'UnaryOp',
      op: 'Not',
      operand,
      lineno: p.line[i]!,
      colOffset: p.col[i]!,
      endLineno: p.endLine[e]!,
      endColOffset: p.endCol[e]!,
    };
  }
  return operand;
}

/**
 * A chain of comparisons that starts at token `s` with `left`; null if a `not` here does not start `not in`.
 */
function comparison(p: Parser, s: number, left: Expr): Expr | null {
  const ops: CompareOperator[] = [];
  const comparators: Expr[] = [];
  for (;;) {
    const kind = p.kind[p.pos]!;
    let op = COMPARISON[kind];
    if (op === undefined) break;
    if (kind === Tok.NOT) {
      if (p.kind[p.pos + 1] !== Tok.IN) break;
      p.pos++;
    } else if (kind === Tok.IS && p.kind[p.pos + 1] === Tok.NOT) {
      p.pos++;
      op = 'IsNot';
    } else if (kind === Tok.NOTEQUAL && (p.source[p.tokens.start[p.pos]!] === '<') !== p.flufl) {
      p.fail();
    }
    p.pos++;
    ops.push(op);
    comparators.push(operators(p, BIT_OR));
  }
  if (ops.length === 0) return null;
  const e = p.pos - 1;
  return {
    kind: 'Compare',
    left,
    ops,
    comparators,
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/**
 * `factor`: prefix operators, and `**`, which binds more tightly on its left and less tightly on its right.
 */
function unary(p: Parser): Expr {
  const s = p.pos;
  while (PREFIX[p.kind[p.pos]!] !== undefined) p.pos++;
  const operandStart = p.pos;
  let node = primary(p);
  if (p.kind[p.pos] === Tok.DOUBLESTAR) {
    p.pos++;
    const right = unary(p);
    const e = p.pos - 1;
    node = {
      kind: 'BinOp',
      left: node,
      op: 'Pow',
      right,
      lineno: p.line[operandStart]!,
      colOffset: p.col[operandStart]!,
      endLineno: p.endLine[e]!,
      endColOffset: p.endCol[e]!,
    };
  }
  const e = p.pos - 1;
  for (let i = operandStart - 1; i >= s; i--) {
    node = {
      kind: 'UnaryOp',
      op: PREFIX[p.kind[i]!]!,
      operand: node,
      lineno: p.line[i]!,
      colOffset: p.col[i]!,
      endLineno: p.endLine[e]!,
      endColOffset: p.endCol[e]!,
    };
  }
  return node;
}
