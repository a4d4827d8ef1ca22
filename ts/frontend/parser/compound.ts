/**
 * Compound statements. A compound statement ends with its last
 * visible token, not with the line end or dedent after it.
 */
import type { ExceptHandler, Expr, If, Keyword, MatchCase, Position, Stmt, WithItem } from '../ast.ts';
import { Tok } from '../lexer/token.ts';
import { callArguments } from './atoms.ts';
import {
  expression,
  expressions,
  namedExpression,
  starExpressions,
  subjectExpression,
} from './expressions.ts';
import { functionParameters, typeParameters } from './parameters.ts';
import { ParseFailure, type Parser } from './parser.ts';
import { patterns } from './patterns.ts';
import { simpleStatements, statements } from './statements.ts';
import { forTargets, starTarget } from './targets.ts';

/** The range from token `s` to the last visible one. */
function upToHere(p: Parser, s: number): Position {
  const e = p.lastVisible();
  return {
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** The compound statement at the cursor; null when there is none. */
export function compoundStatement(p: Parser): Stmt | null {
  const s = p.pos;
  switch (p.kind[s]) {
    case Tok.IF:
      return ifStatement(p);
    case Tok.DEF:
      return functionDefinition(p, s, []);
    case Tok.FOR:
      return forStatement(p, s);
    case Tok.CLASS:
      return classDefinition(p, []);
    case Tok.WITH:
      return withStatement(p, s);
    case Tok.TRY:
      return tryStatement(p);
    case Tok.WHILE: {
      p.pos++;
      const test = namedExpression(p);
      const body = block(p);
      const orelse = elseBlock(p);
      return { kind: 'While', test, body, orelse, ...upToHere(p, s) };
    }
    case Tok.AT:
      return decorated(p);
    case Tok.ASYNC:
      p.pos++;
      if (p.kind[p.pos] === Tok.DEF) return functionDefinition(p, s, []);
      if (p.kind[p.pos] === Tok.FOR) return forStatement(p, s);
      if (p.kind[p.pos] === Tok.WITH) return withStatement(p, s);
      return p.fail();
    case Tok.NAME:
      return p.isSoft(s, 'match') && startsMatch(p) ? matchStatement(p) : null;
    default:
      return null;
  }
}

/** `:` and what follows it: an indented block, or simple statements on the same line. */
function block(p: Parser): Stmt[] {
  p.expect(Tok.COLON);
  if (!p.accept(Tok.NEWLINE)) {
    const body: Stmt[] = [];
    simpleStatements(p, body);
    return body;
  }
  p.expect(Tok.INDENT);
  const body = statements(p, Tok.DEDENT);
  p.pos++;
  return body;
}

function elseBlock(p: Parser): Stmt[] {
  return p.accept(Tok.ELSE) ? block(p) : [];
}

/** `elif` chains are read in a loop, and linked from the end. */
function ifStatement(p: Parser): Stmt {
  const chain: If[] = [];
  do {
    const s = p.pos++;
    const test = namedExpression(p);
    const body = block(p);
    chain.push({ kind: 'If', test, body, orelse: [], ...upToHere(p, s) });
  } while (p.kind[p.pos] === Tok.ELIF);
  let orelse = elseBlock(p);
  const e = p.lastVisible();
  for (let i = chain.length - 1; i >= 0; i--) {
    const node = chain[i]!;
    node.orelse = orelse;
    node.endLineno = p.endLine[e]!;
    node.endColOffset = p.endCol[e]!;
    orelse = [node];
  }
  return chain[0]!;
}

function forStatement(p: Parser, s: number): Stmt {
  const isAsync = p.kind[s] === Tok.ASYNC;
  p.pos++;
  const target = forTargets(p);
  p.expect(Tok.IN);
  const iter = starExpressions(p);
  const body = block(p);
  const orelse = elseBlock(p);
  return { kind: isAsync ? 'AsyncFor' : 'For', target, iter, body, orelse, ...upToHere(p, s) };
}

function decorated(p: Parser): Stmt {
  const decorators: Expr[] = [];
  while (p.accept(Tok.AT)) {
    decorators.push(namedExpression(p));
    p.expect(Tok.NEWLINE);
  }
  const s = p.pos;
  if (p.kind[s] === Tok.CLASS) return classDefinition(p, decorators);
  p.accept(Tok.ASYNC);
  return functionDefinition(p, s, decorators);
}

/** Token `s` is `def` or the `async` before it; the cursor is at `def`. */
function functionDefinition(p: Parser, s: number, decorators: Expr[]): Stmt {
  p.expect(Tok.DEF);
  const name = p.name();
  const params = typeParameters(p);
  p.expect(Tok.LPAR);
  const args = functionParameters(p);
  p.expect(Tok.RPAR);
  const returns = p.accept(Tok.RARROW) ? expression(p) : null;
  const body = block(p);
  return {
    kind: p.kind[s] === Tok.ASYNC ? 'AsyncFunctionDef' : 'FunctionDef',
    name,
    args,
    body,
    decorator_list: decorators,
    returns,
    type_params: params,
    ...upToHere(p, s),
  };
}

function classDefinition(p: Parser, decorators: Expr[]): Stmt {
  const s = p.pos++;
  const name = p.name();
  const params = typeParameters(p);
  const bases: Expr[] = [];
  const keywords: Keyword[] = [];
  if (p.kind[p.pos] === Tok.LPAR) callArguments(p, bases, keywords, false);
  const body = block(p);
  return {
    kind: 'ClassDef',
    name,
    bases,
    keywords,
    body,
    decorator_list: decorators,
    type_params: params,
    ...upToHere(p, s),
  };
}

/** Token `s` is `with` or the `async` before it; the cursor is at `with`. */
function withStatement(p: Parser, s: number): Stmt {
  const isAsync = p.kind[s] === Tok.ASYNC;
  p.pos++;
  const items = parenthesizedItems(p) ?? withItems(p, Tok.COLON);
  const body = block(p);
  return { kind: isAsync ? 'AsyncWith' : 'With', items, body, ...upToHere(p, s) };
}

/**
 * `with (a as b, c): …`. Parentheses around all items are preferred; but when what is inside is not a list of
 * items (as in `with (yield):`), or the parenthesis closes before the colon, they belong to an expression.
 */
function parenthesizedItems(p: Parser): WithItem[] | null {
  const s = p.pos;
  if (p.kind[s] !== Tok.LPAR || !closesBeforeColon(p)) return null;
  try {
    p.pos++;
    const items = withItems(p, Tok.RPAR);
    p.expect(Tok.RPAR);
    return items;
  } catch (failure) {
    if (failure !== ParseFailure) throw failure;
    p.pos = s;
    return null;
  }
}

/** Whether a colon follows the bracket that closes the one at the cursor. */
function closesBeforeColon(p: Parser): boolean {
  let depth = 0;
  for (let i = p.pos; ; i++) {
    switch (p.kind[i]) {
      case Tok.LPAR:
      case Tok.LSQB:
      case Tok.LBRACE:
        depth++;
        break;
      case Tok.RPAR:
      case Tok.RSQB:
      case Tok.RBRACE:
        if (--depth === 0) return p.kind[i + 1] === Tok.COLON;
        break;
      case Tok.ENDMARKER:
      case Tok.ERROR:
        return false;
    }
  }
}

function withItems(p: Parser, close: Tok): WithItem[] {
  const items: WithItem[] = [];
  do {
    if (close === Tok.RPAR && p.kind[p.pos] === close && items.length > 0) break;
    const context = expression(p);
    let target: Expr | null = null;
    if (p.accept(Tok.AS)) {
      target = starTarget(p);
      const kind = p.kind[p.pos];
      if (kind !== Tok.COMMA && kind !== Tok.RPAR && kind !== Tok.COLON) p.fail();
    }
    items.push({ kind: 'withitem', context_expr: context, optional_vars: target });
  } while (p.accept(Tok.COMMA));
  return items;
}

function tryStatement(p: Parser): Stmt {
  const s = p.pos++;
  const body = block(p);
  const handlers: ExceptHandler[] = [];
  const isStar = p.kind[p.pos] === Tok.EXCEPT && p.kind[p.pos + 1] === Tok.STAR;
  while (p.kind[p.pos] === Tok.EXCEPT) handlers.push(exceptHandler(p, isStar));
  const orelse = handlers.length > 0 ? elseBlock(p) : [];
  const finalbody = p.accept(Tok.FINALLY) ? block(p) : [];
  if (handlers.length === 0 && finalbody.length === 0) p.fail();
  return { kind: isStar ? 'TryStar' : 'Try', body, handlers, orelse, finalbody, ...upToHere(p, s) };
}

function exceptHandler(p: Parser, isStar: boolean): ExceptHandler {
  const s = p.pos++;
  if (p.accept(Tok.STAR) !== isStar) p.fail();
  let type: Expr | null = null;
  let name: string | null = null;
  if (p.kind[p.pos] !== Tok.COLON || isStar) {
    const first = p.pos;
    type = expressions(p);
    if (p.accept(Tok.AS)) {
      // Several types need parentheses when they are given a name (PEP 758).
      if (type.kind === 'Tuple' && !(p.kind[first] === Tok.LPAR && type.colOffset === p.col[first])) p.fail();
      name = p.name();
    }
  }
  const body = block(p);
  return { kind: 'ExceptHandler', type, name, body, ...upToHere(p, s) };
}

/** `match` starts a statement if its line ends with a colon, and `case` follows in a block. */
function startsMatch(p: Parser): boolean {
  let i = p.pos + 1;
  while (p.kind[i]! > Tok.DEDENT && p.kind[i] !== Tok.ERROR) i++;
  return (
    p.kind[i] === Tok.NEWLINE &&
    p.kind[i - 1] === Tok.COLON &&
    i - 1 > p.pos + 1 &&
    p.kind[i + 1] === Tok.INDENT &&
    p.isSoft(i + 2, 'case')
  );
}

function matchStatement(p: Parser): Stmt {
  const s = p.pos++;
  const subject = subjectExpression(p);
  p.expect(Tok.COLON);
  p.expect(Tok.NEWLINE);
  p.expect(Tok.INDENT);
  const cases: MatchCase[] = [];
  while (p.kind[p.pos] !== Tok.DEDENT) {
    if (!p.isSoft(p.pos, 'case')) p.fail();
    p.pos++;
    const pattern = patterns(p);
    const guard = p.accept(Tok.IF) ? namedExpression(p) : null;
    const body = block(p);
    cases.push({ kind: 'match_case', pattern, guard, body });
  }
  p.pos++;
  return { kind: 'Match', subject, cases, ...upToHere(p, s) };
}
