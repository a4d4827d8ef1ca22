/**
 * Why source does not parse: finds the error that CPython 3.14 would
 * report. Called only after the fast parser has failed.
 *
 * Like CPython it goes over the tokens twice, first without and
 * then with the rules for mistakes. Which error wins:
 *   1. what the first pass throws (the lexer's errors, forced tokens, bad literals);
 *   2. what a mistake rule of the second pass says, else "invalid syntax" at the last token that the first pass read;
 *   3. but before both, an eager error of the lexer anywhere in the rest of the file, or a bracket that is
 *      never closed and was opened on an earlier line.
 */

import { Tok, type TokenBuffer } from '../lexer/token.ts';
import type { CharacterNamed } from '../parser/literal.ts';
import { PythonSyntaxError } from '../syntax-error.ts';
import { EXPRESSIONS } from './grammar-expressions.ts';
import { MISTAKES } from './grammar-mistakes.ts';
import { PATTERNS } from './grammar-patterns.ts';
import { STATEMENTS } from './grammar-statements.ts';
import { Matcher, TooLong } from './matcher.ts';
import { compileGrammar, type Rule } from './notation.ts';

export type StartRule = 'file' | 'eval' | 'interactive';

let compiled: ReadonlyMap<string, Rule> | null = null;

/** `fallback` makes the fast parser's error, for when this one takes too long or finds nothing wrong. */
export function diagnose(
  tokens: TokenBuffer,
  start: StartRule,
  characterNamed: CharacterNamed | undefined,
  fallback: () => PythonSyntaxError,
): PythonSyntaxError {
  compiled ??= compileGrammar(STATEMENTS + PATTERNS + EXPRESSIONS + MISTAKES);
  const rule = compiled.get(start)!;
  const matcher = new Matcher(tokens, characterNamed, compiled.size);
  const first = attempt(matcher, rule);
  if (first === 'matched') return fallback();
  const lastRead = matcher.read - 1;
  let error: PythonSyntaxError;
  if (first instanceof PythonSyntaxError) error = withLexErrors(matcher, first);
  else if (first === 'too long') error = withLexErrors(matcher, fallback());
  else {
    matcher.restart(true);
    const second = attempt(matcher, rule);
    const special = second instanceof PythonSyntaxError;
    error = special ? second : generic(matcher, lastRead);
    // An error of indentation alone is final.
    if (special || error.type === 'SyntaxError') error = withLexErrors(matcher, error);
  }
  error.incomplete = reachedEnd(tokens, lastRead);
  return error;
}

/** Whether the first pass stopped only because the text ended: more text could make it right. */
function reachedEnd(tokens: TokenBuffer, lastRead: number): boolean {
  if (tokens.kind[lastRead] === Tok.ERROR) return tokens.lexError!.incomplete;
  return tokens.col[lastRead] === -1 && tokens.start[lastRead]! >= tokens.source.length;
}

type Outcome = 'matched' | 'failed' | 'too long' | PythonSyntaxError;

function attempt(matcher: Matcher, rule: Rule): Outcome {
  try {
    return matcher.apply(rule) === undefined ? 'failed' : 'matched';
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error;
    if (error === TooLong || error instanceof RangeError) return 'too long';
    throw error;
  }
}

function generic(matcher: Matcher, lastRead: number): PythonSyntaxError {
  const { tokens } = matcher;
  const kind = tokens.kind[lastRead];
  try {
    if (kind === Tok.INDENT) matcher.errorAtLast('unexpected indent', 'IndentationError');
    if (kind === Tok.DEDENT) matcher.errorAtLast('unexpected unindent', 'IndentationError');
    matcher.errorAtTokens('invalid syntax', lastRead, lastRead);
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error;
    throw error;
  }
}

function withLexErrors(matcher: Matcher, error: PythonSyntaxError): PythonSyntaxError {
  const { lexError } = matcher.tokens;
  if (lexError === null) return error;
  if (lexError.error === error) return error;
  if (lexError.eager) return lexError.error;
  const lastLine = matcher.tokens.line[matcher.read - 1]!;
  const { unclosed } = lexError;
  return unclosed !== null && lastLine > unclosed.lineno ? unclosed : error;
}
