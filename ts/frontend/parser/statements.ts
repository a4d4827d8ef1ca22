/**
 * Simple statements, and the lists of statements that modules and blocks are made of.
 */
import { tick } from '../../contract/patience.ts';
import type { Alias, Expr, Operator, Position, Stmt } from '../ast.ts';
import { Tok } from '../lexer/token.ts';
import { compoundStatement } from './compound.ts';
import { expression, starExpressions, yieldOrStarExpressions } from './expressions.ts';
import { typeParameters } from './parameters.ts';
import type { Parser } from './parser.ts';
import { deleteTargets, markSingleTarget, markTarget } from './targets.ts';

/** The range from token `s` to the last one read. */
export function since(p: Parser, s: number): Position {
  const e = p.pos - 1;
  return {
    lineno: p.line[s]!,
    colOffset: p.col[s]!,
    endLineno: p.endLine[e]!,
    endColOffset: p.endCol[e]!,
  };
}

/** Statements up to `end` (ENDMARKER or DEDENT), which is not consumed. */
export function statements(p: Parser, end: Tok): Stmt[] {
  const body: Stmt[] = [];
  while (p.kind[p.pos] !== end) {
    tick();
    const compound = compoundStatement(p);
    if (compound !== null) {
      noteCompound(p, compound);
      body.push(compound);
    } else simpleStatements(p, body);
  }
  return body;
}

function noteCompound(p: Parser, statement: Stmt): void {
  const { kind, lineno } = statement;
  const isDefinition = kind === 'FunctionDef' || kind === 'AsyncFunctionDef' || kind === 'ClassDef';
  if (!isDefinition && lineno > p.lastCompoundLine) p.lastCompoundLine = lineno;
}

/** One line of simple statements separated by semicolons. */
export function simpleStatements(p: Parser, body: Stmt[]): void {
  do {
    if (p.kind[p.pos] === Tok.NEWLINE && p.kind[p.pos - 1] === Tok.SEMI) break;
    body.push(simpleStatement(p));
  } while (p.accept(Tok.SEMI));
  p.expect(Tok.NEWLINE);
}

function endsStatement(p: Parser): boolean {
  const kind = p.kind[p.pos];
  return kind === Tok.NEWLINE || kind === Tok.SEMI;
}

function simpleStatement(p: Parser): Stmt {
  const s = p.pos;
  switch (p.kind[s]) {
    case Tok.RETURN: {
      p.pos++;
      const value = endsStatement(p) ? null : starExpressions(p);
      return { kind: 'Return', value, ...since(p, s) };
    }
    case Tok.IMPORT:
      return importStatement(p);
    case Tok.FROM:
      return importFrom(p);
    case Tok.RAISE: {
      p.pos++;
      const exc = endsStatement(p) ? null : expression(p);
      const cause = exc !== null && p.accept(Tok.FROM) ? expression(p) : null;
      return { kind: 'Raise', exc, cause, ...since(p, s) };
    }
    case Tok.PASS:
      p.pos++;
      return { kind: 'Pass', ...since(p, s) };
    case Tok.BREAK:
      p.pos++;
      return { kind: 'Break', ...since(p, s) };
    case Tok.CONTINUE:
      p.pos++;
      return { kind: 'Continue', ...since(p, s) };
    case Tok.DEL: {
      p.pos++;
      const targets = deleteTargets(p);
      if (!endsStatement(p)) p.fail();
      return { kind: 'Delete', targets, ...since(p, s) };
    }
    case Tok.ASSERT: {
      p.pos++;
      const test = expression(p);
      const msg = p.accept(Tok.COMMA) ? expression(p) : null;
      return { kind: 'Assert', test, msg, ...since(p, s) };
    }
    case Tok.GLOBAL:
    case Tok.NONLOCAL: {
      p.pos++;
      const names: string[] = [];
      do names.push(p.name());
      while (p.accept(Tok.COMMA));
      return { kind: p.kind[s] === Tok.GLOBAL ? 'Global' : 'Nonlocal', names, ...since(p, s) };
    }
    case Tok.NAME:
      // `type` is a keyword only before a name.
      if (p.kind[s + 1] === Tok.NAME && p.isSoft(s, 'type')) return typeAlias(p);
      return expressionStatement(p);
    default:
      return expressionStatement(p);
  }
}

const AUGMENTED: (Operator | undefined)[] = [];
AUGMENTED[Tok.PLUSEQUAL] = 'Add';
AUGMENTED[Tok.MINEQUAL] = 'Sub';
AUGMENTED[Tok.STAREQUAL] = 'Mult';
AUGMENTED[Tok.SLASHEQUAL] = 'Div';
AUGMENTED[Tok.DOUBLESLASHEQUAL] = 'FloorDiv';
AUGMENTED[Tok.PERCENTEQUAL] = 'Mod';
AUGMENTED[Tok.ATEQUAL] = 'MatMult';
AUGMENTED[Tok.DOUBLESTAREQUAL] = 'Pow';
AUGMENTED[Tok.VBAREQUAL] = 'BitOr';
AUGMENTED[Tok.AMPEREQUAL] = 'BitAnd';
AUGMENTED[Tok.CIRCUMFLEXEQUAL] = 'BitXor';
AUGMENTED[Tok.LEFTSHIFTEQUAL] = 'LShift';
AUGMENTED[Tok.RIGHTSHIFTEQUAL] = 'RShift';

/** An expression, or an assignment of any kind. */
function expressionStatement(p: Parser): Stmt {
  const s = p.pos;
  const first = yieldOrStarExpressions(p);
  const kind = p.kind[p.pos]!;
  if (kind === Tok.NEWLINE || kind === Tok.SEMI) return { kind: 'Expr', value: first, ...since(p, s) };
  if (kind === Tok.EQUAL) return assignment(p, s, first);
  if (kind === Tok.COLON) {
    const target = markSingleTarget(p, first);
    p.pos++;
    const simple = target.kind === 'Name' && p.kind[s] !== Tok.LPAR ? 1 : 0;
    const annotation = expression(p);
    const value = p.accept(Tok.EQUAL) ? yieldOrStarExpressions(p) : null;
    return { kind: 'AnnAssign', target, annotation, value, simple, ...since(p, s) };
  }
  const op = AUGMENTED[kind];
  if (op === undefined) p.fail();
  const target = markSingleTarget(p, first);
  p.pos++;
  const value = yieldOrStarExpressions(p);
  return { kind: 'AugAssign', target, op, value, ...since(p, s) };
}

/** At the first `=`. */
function assignment(p: Parser, s: number, first: Expr): Stmt {
  const targets: Expr[] = [];
  let value = first;
  while (p.accept(Tok.EQUAL)) {
    markTarget(p, value, 'Store');
    targets.push(value);
    value = yieldOrStarExpressions(p);
  }
  return { kind: 'Assign', targets, value, ...since(p, s) };
}

function typeAlias(p: Parser): Stmt {
  const s = p.pos++;
  const n = p.pos;
  const id = p.name();
  const name = { kind: 'Name', id, ctx: 'Store', ...since(p, n) } as const;
  const params = typeParameters(p);
  p.expect(Tok.EQUAL);
  const value = expression(p);
  return { kind: 'TypeAlias', name, type_params: params, value, ...since(p, s) };
}

function dottedName(p: Parser): string {
  let name = p.name();
  while (p.accept(Tok.DOT)) name += `.${p.name()}`;
  return name;
}

function importStatement(p: Parser): Stmt {
  const s = p.pos++;
  const names: Alias[] = [];
  do {
    const n = p.pos;
    const name = dottedName(p);
    const asname = p.accept(Tok.AS) ? p.name() : null;
    names.push({ kind: 'alias', name, asname, ...since(p, n) });
  } while (p.accept(Tok.COMMA));
  return { kind: 'Import', names, ...since(p, s) };
}

function importFrom(p: Parser): Stmt {
  const s = p.pos++;
  let level = 0;
  for (;;) {
    if (p.accept(Tok.DOT)) level++;
    else if (p.accept(Tok.ELLIPSIS)) level += 3;
    else break;
  }
  const module = level > 0 && p.kind[p.pos] === Tok.IMPORT ? null : dottedName(p);
  p.expect(Tok.IMPORT);
  const names: Alias[] = [];
  const star = p.pos;
  if (p.accept(Tok.STAR)) names.push({ kind: 'alias', name: '*', asname: null, ...since(p, star) });
  else if (p.accept(Tok.LPAR)) {
    do {
      if (p.kind[p.pos] === Tok.RPAR && names.length > 0) break;
      names.push(importedName(p));
    } while (p.accept(Tok.COMMA));
    p.expect(Tok.RPAR);
  } else {
    do names.push(importedName(p));
    while (p.accept(Tok.COMMA));
  }
  if (module === '__future__' && level === 0 && names.some(({ name }) => name === 'barry_as_FLUFL')) {
    p.flufl = true;
  }
  return { kind: 'ImportFrom', module, names, level, ...since(p, s) };
}

function importedName(p: Parser): Alias {
  const n = p.pos;
  const name = p.name();
  const asname = p.accept(Tok.AS) ? p.name() : null;
  return { kind: 'alias', name, asname, ...since(p, n) };
}
