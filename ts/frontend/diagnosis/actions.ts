/**
 * The functions that the grammar files name with `=> !action`: messages that depend on more than the shape of
 * the source, and the checks that CPython makes while it builds the tree.
 */

import { Tok, type TokenBuffer } from '../lexer/token.ts';
import { ParseFailure, Parser } from '../parser/parser.ts';
import { checkConversion, checkLiteralToken, checkTextToken } from '../parser/strings.ts';
import { PythonSyntaxError } from '../syntax-error.ts';
import { type Captures, firstToken, lastToken, type Matcher, NO_MATCH, type Piece } from './matcher.ts';

/** Returns the alternative's value, or NO_MATCH when the rule fails; or throws a PythonSyntaxError. */
export type Action = (m: Matcher, captures: Captures, start: number) => unknown;

const NAMES: Readonly<Record<string, string>> = {
  Attribute: 'attribute',
  Subscript: 'subscript',
  Starred: 'starred',
  Name: 'name',
  List: 'list',
  Tuple: 'tuple',
  Lambda: 'lambda',
  Call: 'function call',
  BoolOp: 'expression',
  BinOp: 'expression',
  UnaryOp: 'expression',
  GeneratorExp: 'generator expression',
  Yield: 'yield expression',
  Await: 'await expression',
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  Dict: 'dict literal',
  Set: 'set display',
  JoinedStr: 'f-string expression',
  TemplateStr: 't-string expression',
  Compare: 'comparison',
  IfExp: 'conditional expression',
  NamedExpr: 'named expression',
};

/** What the messages call an expression. */
export function expressionName(piece: Piece, tokens: TokenBuffer): string {
  switch (tokens.kind[piece.first]) {
    case Tok.NONE:
    case Tok.TRUE:
    case Tok.FALSE:
      if (piece.kind === 'Constant') return tokens.text(piece.first);
      break;
    case Tok.ELLIPSIS:
      if (piece.kind === 'Constant') return 'ellipsis';
  }
  return NAMES[piece.kind] ?? 'literal';
}

/** The items of a list, tuple or argument list, through the nodes that only group them. */
function elements(value: unknown): Piece[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(elements);
  const piece = value as Piece;
  return piece.kind === 'Items' ? Object.values(piece.parts ?? {}).flatMap(elements) : [piece];
}

type TargetUse = 'assign' | 'for' | 'delete';

/** The part of `piece` because of which it cannot be a target; null when it can. */
function invalidTarget(piece: Piece, use: TargetUse): Piece | null {
  switch (piece.kind) {
    case 'List':
    case 'Tuple':
      for (const item of Object.values(piece.parts ?? {}).flatMap(elements)) {
        const bad = invalidTarget(item, use);
        if (bad !== null) return bad;
      }
      return null;
    case 'Starred':
      return use === 'delete' ? piece : invalidTarget(piece.parts!.a as Piece, use);
    case 'Compare': {
      if (use !== 'for') return piece;
      // `for a in b` is read as the comparison `a in b`.
      const [first] = piece.parts!.b as Piece[];
      return first!.kind === 'In' ? invalidTarget(piece.parts!.a as Piece, use) : null;
    }
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return piece;
  }
}

function targetAction(use: TargetUse): Action {
  return (m, { a }) => {
    const bad = invalidTarget(a as Piece, use);
    if (bad === null) return NO_MATCH;
    const what = use === 'delete' ? 'cannot delete' : 'cannot assign to';
    m.errorAtTokens(`${what} ${expressionName(bad, m.tokens)}`, bad.first, bad.last);
  };
}

/** How many brackets are open after token `i`. */
function depthAfter(tokens: TokenBuffer, i: number): number {
  let depth = 0;
  for (let j = 0; j <= i; j++) {
    const kind = tokens.kind[j];
    if (kind === Tok.LPAR || kind === Tok.LSQB || kind === Tok.LBRACE) depth++;
    else if (kind === Tok.RPAR || kind === Tok.RSQB || kind === Tok.RBRACE) depth--;
  }
  return depth;
}

function isLegacy(m: Matcher, piece: Piece): boolean {
  if (piece.kind !== 'Name' && piece.kind !== 'token') return false;
  const text = m.tokens.text(piece.first);
  return text === 'print' || text === 'exec';
}

/** The last expression of a comprehension's clauses. */
function lastOfClauses(clauses: unknown): number {
  const clause = (clauses as Piece[])[(clauses as Piece[]).length - 1]!;
  const ifs = elements(clause.parts!.b);
  return lastToken(ifs.length > 0 ? ifs : clause.parts!.a);
}

const GENERATOR = 'Generator expression must be parenthesized';

function typeParameterBound(what: string): Action {
  return (m, { a, b }) => {
    const bound = (b as Piece).kind === 'Tuple' ? 'constraints' : 'bound';
    m.errorFrom(`cannot use ${bound} with ${what}`, firstToken(a));
  };
}

/**
 * Runs a check of the parser proper at token `i`. CPython reports an undecodable literal at the last token
 * that it has read, which in the second pass may be a later one, but text of an f- or t-string at its own.
 */
function check(m: Matcher, i: number, run: (p: Parser) => void): void {
  const parser = new Parser(m.tokens, null, m.characterNamed);
  parser.pos = i;
  try {
    run(parser);
  } catch (error) {
    if (error === ParseFailure) return;
    if (error instanceof PythonSyntaxError && /^\((?:unicode|value) error\)/.test(error.msg)) {
      if (m.tokens.kind[i] === Tok.STRING) m.errorAtLast(error.msg);
      m.errorAtTokens(error.msg, i, i);
    }
    throw error;
  }
}

/** Whether the f- or t-string around token `i` is raw. */
function isRaw(tokens: TokenBuffer, i: number): boolean {
  for (let nested = 0, j = i - 1; j >= 0; j--) {
    const kind = tokens.kind[j];
    if (kind === Tok.FSTRING_END || kind === Tok.TSTRING_END) nested++;
    else if (kind === Tok.FSTRING_START || kind === Tok.TSTRING_START) {
      if (nested === 0) return /r/i.test(tokens.text(j));
      nested--;
    }
  }
  return false;
}

function conversionAction(isT: boolean): Action {
  return (m, { a }, start) => {
    check(m, firstToken(a), (p) => checkConversion(p, isT));
    return m.piece('conversion', start, null);
  };
}

const NO_UNEQUAL = "invalid syntax.  Maybe you meant '!=' instead of '<>'?";

/** Whether PEP 401's spelling has been asked for before token `end`. */
function isFlufl(tokens: TokenBuffer, end: number): boolean {
  let future = false;
  for (let i = 0; i < end; i++) {
    if (tokens.kind[i] === Tok.NEWLINE) future = false;
    if (tokens.kind[i] !== Tok.NAME) continue;
    const text = tokens.text(i);
    if (text === '__future__') future = true;
    if (future && text === 'barry_as_FLUFL') return true;
  }
  return false;
}

export const ACTIONS: Readonly<Record<string, Action>> = {
  assign_target: targetAction('assign'),
  for_target: targetAction('for'),
  delete_target: targetAction('delete'),

  type_var_tuple_bound: typeParameterBound('TypeVarTuple'),
  param_spec_bound: typeParameterBound('ParamSpec'),

  missing_comma(m, { a, b }) {
    if (isLegacy(m, a as Piece) || depthAfter(m.tokens, m.pos - 1) === 0) return NO_MATCH;
    m.errorAtTokens('invalid syntax. Perhaps you forgot a comma?', firstToken(a), lastToken(b));
  },

  legacy_statement(m, { a, b }) {
    if (!isLegacy(m, a as Piece)) return NO_MATCH;
    const name = m.tokens.text(firstToken(a));
    const msg = `Missing parentheses in call to '${name}'. Did you mean ${name}(...)?`;
    m.errorAtTokens(msg, firstToken(a), lastToken(b));
  },

  comprehension_target(m, { a, b }) {
    const msg = 'did you forget parentheses around the comprehension target?';
    m.errorAtTokens(msg, firstToken(a), lastToken(elements(b)));
  },

  missing_colon(m, { a }) {
    const { tokens } = m;
    const last = lastToken(a);
    const line = tokens.line[firstToken(a)]!;
    m.error(
      'SyntaxError',
      "':' expected after dictionary key",
      line,
      tokens.endCol[last]!,
      tokens.endLine[last]!,
      0,
    );
  },

  unparenthesized_generator(m, { a, b }) {
    m.errorAtTokens(GENERATOR, firstToken(a), lastOfClauses(b));
  },

  generator_after_arguments(m, { a, b }) {
    const { parts } = a as Piece;
    const args = elements(parts!.a);
    for (const item of elements(parts!.b)) if (item.kind === 'Starred') args.push(item);
    // The only argument is the generator's element: nothing is wrong.
    if (args.length <= 1) return NO_MATCH;
    m.errorAtTokens(GENERATOR, args[args.length - 1]!.first, lastOfClauses(b));
  },

  positional_after_keyword(m, { a }) {
    const keywords = elements((a as Piece).parts!.b);
    const unpacking = keywords.some((item) => item.kind === 'DoubleStarred') ? ' unpacking' : '';
    m.errorAtLast(`positional argument follows keyword argument${unpacking}`);
  },

  not_equal(m, { a }) {
    const i = firstToken(a);
    const flufl = isFlufl(m.tokens, i);
    if ((m.tokens.text(i) === '<>') === flufl) return a;
    m.errorAtTokens(flufl ? "with Barry as BDFL, use '<>' instead of '!='" : NO_UNEQUAL, i, i);
  },

  angle_brackets(m, { a, b }) {
    const [first, second] = [firstToken(a), firstToken(b)];
    if (m.tokens.end[first] !== m.tokens.start[second]) return NO_MATCH;
    m.errorAtTokens(NO_UNEQUAL, first, second);
  },

  number(m, { a }, start) {
    const i = firstToken(a);
    check(m, i, (p) => checkLiteralToken(p, i));
    return m.piece('Constant', start, null);
  },

  string(m, { a }, start) {
    const i = firstToken(a);
    check(m, i, (p) => checkLiteralToken(p, i));
    const isBytes = /^[a-z]*b/i.test(m.tokens.text(i));
    return m.piece(isBytes ? 'Bytes' : 'Constant', start, null);
  },

  text(m, { a }) {
    const i = firstToken(a);
    check(m, i, (p) => checkTextToken(p, i, isRaw(m.tokens, i)));
    return a;
  },

  /** The text between the fields: escapes are looked at when the string has ended, those of format specifications before. */
  template(m, { a, b }, start) {
    const { kind } = m.tokens;
    for (let i = firstToken(a); i < firstToken(b); i++)
      if (kind[i] === Tok.FSTRING_MIDDLE || kind[i] === Tok.TSTRING_MIDDLE)
        check(m, i, (p) => checkTextToken(p, i, isRaw(m.tokens, i)));
    return m.piece(kind[firstToken(a)] === Tok.TSTRING_START ? 'TemplateStr' : 'JoinedStr', start, null);
  },

  fstring_conversion: conversionAction(false),
  tstring_conversion: conversionAction(true),

  concatenate(m, { a }, start) {
    const kinds = new Set((a as Piece[]).map((piece) => piece.kind));
    if (kinds.has('Bytes') && kinds.size > 1) m.errorAtLast('cannot mix bytes and nonbytes literals');
    return m.piece(kinds.has('JoinedStr') ? 'JoinedStr' : 'Constant', start, null);
  },

  mixed_strings(m, { a, b }) {
    const [last] = (a as Piece[]).slice(-1);
    const msg = 'cannot mix t-string literals with string or bytes literals';
    m.errorAtTokens(msg, last!.first, lastToken(b));
  },

  real_number(m, { a }, start) {
    const i = firstToken(a);
    if (/j$/i.test(m.tokens.text(i))) m.errorAtTokens('real number required in complex literal', i, i);
    return m.piece('Constant', start, null);
  },

  imaginary_number(m, { a }, start) {
    const i = firstToken(a);
    if (!/j$/i.test(m.tokens.text(i))) m.errorAtTokens('imaginary number required in complex literal', i, i);
    return m.piece('Constant', start, null);
  },
};
