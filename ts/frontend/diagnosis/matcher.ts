/**
 * Interprets the grammar tables: a packrat parser with ordered choice that
 * recognizes, and builds only what the messages need.
 *
 * It takes the alternatives in order, backtracks, remembers the results of the rules marked `memo`, and grows
 * left-recursive rules from their shortest match; this is CPython's algorithm (PEP 617), and it must be,
 * because two observable things depend on it: which mistake is noticed first, and how far the tokens were
 * read (`read`), which is where a plain "invalid syntax" is reported. Reading the lexer's ERROR token throws
 * the lexer's error.
 */

import { tick } from '../../contract/patience.ts';
import { Tok, type TokenBuffer } from '../lexer/token.ts';
import type { CharacterNamed } from '../parser/literal.ts';
import type { SyntaxErrorType } from '../syntax-error.ts';
import { charactersInBytes, PythonSyntaxError, sourceLine } from '../syntax-error.ts';
import { ACTIONS, type Action, expressionName } from './actions.ts';
import type { Alternative, Item, Result, Rule, Where } from './notation.ts';

/** The result of an item that does not match. (`null` is a match: an optional item that matched nothing.) */
export const NO_MATCH = undefined;

/** A node of the recognized source: tokens `first` to `last`. */
export interface Piece {
  readonly kind: string;
  readonly first: number;
  readonly last: number;
  readonly parts: Captures | null;
}

export type Captures = Readonly<Record<string, unknown>>;

/** Thrown when a search takes too long: then there is no special message. */
export const TooLong = { tooLong: true } as const;

/** Rule applications; CPython has no limit, but a program must not hang on a broken file. */
const MAX_STEPS = 5_000_000;

const SOFT_KEYWORDS = ['_', 'case', 'match', 'type'];

interface Memo {
  value: unknown;
  end: number;
}

export class Matcher {
  readonly tokens: TokenBuffer;
  /** For literals: as the fast parser has it. */
  readonly characterNamed: CharacterNamed | undefined;
  pos = 0;
  /** Tokens before this index have been looked at. */
  read = 0;
  /** In the second pass: try the rules for mistakes. */
  mistakes = false;
  private memos = new Map<number, Memo>();
  private steps = 0;
  private readonly ruleCount: number;

  constructor(tokens: TokenBuffer, characterNamed: CharacterNamed | undefined, ruleCount: number) {
    this.tokens = tokens;
    this.characterNamed = characterNamed;
    this.ruleCount = ruleCount;
  }

  /** Starts again at the first token; `read` stays as it is. */
  restart(mistakes: boolean): void {
    this.pos = 0;
    this.mistakes = mistakes;
    this.memos = new Map();
    this.steps = 0;
  }

  /** The result of `rule` at the cursor, remembered or found. */
  apply(rule: Rule): unknown {
    if (rule.plain) {
      const { mistakes } = this;
      this.mistakes = false;
      const value = this.choose(rule, rule.alternatives);
      this.mistakes = mistakes;
      return value;
    }
    const key = this.pos * this.ruleCount + rule.id;
    const known = this.memos.get(key);
    if (known !== undefined) {
      if (known.value !== NO_MATCH) this.pos = known.end;
      return known.value;
    }
    const start = this.pos;
    if (!rule.left) {
      const value = this.choose(rule, rule.alternatives);
      this.memos.set(key, { value, end: this.pos });
      return value;
    }
    // Each round may use the match of the round before; the longest one wins.
    const memo: Memo = { value: NO_MATCH, end: start };
    this.memos.set(key, memo);
    for (;;) {
      this.pos = start;
      const value = this.choose(rule, rule.alternatives);
      if (value === NO_MATCH || this.pos <= memo.end) break;
      memo.value = value;
      memo.end = this.pos;
    }
    this.pos = memo.end;
    return memo.value;
  }

  /**
   * The first alternative that matches. The common cases of `match` are repeated here: this function calls
   * itself for every level of the grammar, and fewer frames let it go deeper before the stack ends.
   */
  private choose(rule: Rule | null, alternatives: readonly Alternative[]): unknown {
    if (++this.steps > MAX_STEPS) throw TooLong;
    tick();
    const start = this.pos;
    for (const alternative of alternatives) {
      if (alternative.mistaken && !this.mistakes) continue;
      this.pos = start;
      const { items, names } = alternative;
      let captures: Record<string, unknown> | null = null;
      let only: unknown = NO_MATCH;
      let consuming = 0;
      let cut = false;
      let matched = true;
      for (let i = 0; i < items.length; i++) {
        const entry = items[i]!;
        let value: unknown;
        if (entry.op === 'rule') {
          const called = entry.rule!;
          value = called.simple ? this.choose(called, called.alternatives) : this.apply(called);
        } else if (entry.op === 'group') value = this.choose(null, entry.alternatives);
        else if (entry.op === 'cut') {
          cut = true;
          continue;
        } else value = this.match(entry);
        if (value === NO_MATCH) {
          matched = false;
          break;
        }
        if (entry.op !== 'ahead') {
          only = value;
          consuming++;
        }
        if (names[i] !== '') {
          captures ??= {};
          captures[names[i]!] = value;
        }
      }
      // An alternative that matched ends the search, even if its action refuses.
      if (matched) {
        if (consuming === 1 && alternative.result.give === 'default') return only;
        return this.result(rule, alternative, start, captures);
      }
      if (cut) break;
    }
    this.pos = start;
    return NO_MATCH;
  }

  private match(entry: Item): unknown {
    switch (entry.op) {
      case 'token':
        if (this.kind() !== entry.kind) return NO_MATCH;
        return this.token();
      case 'rule': {
        const rule = entry.rule!;
        return rule.simple ? this.choose(rule, rule.alternatives) : this.apply(rule);
      }
      case 'soft':
        if (!this.isName(entry.text)) return NO_MATCH;
        return this.token();
      case 'anySoft':
        if (!SOFT_KEYWORDS.some((word) => this.isName(word))) return NO_MATCH;
        return this.token();
      case 'group':
        return this.choose(null, entry.alternatives);
      case 'optional':
        return this.match(entry.item) ?? null;
      case 'repeat':
        return this.repeat(entry.item, entry.min, entry.separator);
      case 'ahead': {
        const start = this.pos;
        const found = this.match(entry.item) !== NO_MATCH;
        this.pos = start;
        return found === entry.wanted ? null : NO_MATCH;
      }
      case 'forced':
        if (this.kind() === entry.kind) return this.token();
        return this.errorAtTokens(`expected '${entry.text}'`, this.pos, this.pos);
      case 'cut':
        return null;
    }
  }

  private repeat(entry: Item, min: number, separator: Item | null): unknown {
    const values: unknown[] = [];
    for (;;) {
      const before = this.pos;
      if (separator !== null && values.length > 0 && this.match(separator) === NO_MATCH) break;
      const value = this.match(entry);
      if (value === NO_MATCH) {
        this.pos = before;
        break;
      }
      values.push(value);
      if (this.pos === before) break;
    }
    return values.length < min ? NO_MATCH : values;
  }

  /** The next token's kind; looking at it counts as reading it. */
  kind(): Tok {
    const { pos, tokens } = this;
    if (pos >= this.read) {
      this.read = pos + 1;
      if (tokens.kind[pos] === Tok.ERROR) throw tokens.lexError!.error;
    }
    return tokens.kind[pos]!;
  }

  private isName(text: string): boolean {
    return this.kind() === Tok.NAME && this.tokens.text(this.pos) === text;
  }

  private token(): Piece {
    const i = this.pos++;
    return { kind: 'token', first: i, last: i, parts: null };
  }

  /** A node from token `first` to the last visible one. */
  piece(kind: string, first: number, parts: Captures | null): Piece {
    let last = this.pos - 1;
    while (last > first && this.tokens.kind[last]! <= Tok.DEDENT) last--;
    return { kind, first, last, parts };
  }

  private result(
    rule: Rule | null,
    alternative: Alternative,
    start: number,
    captures: Captures | null,
  ): unknown {
    const { result } = alternative;
    switch (result.give) {
      case 'default':
        return this.piece(rule?.name ?? '', start, captures);
      case 'node':
        return this.piece(result.kind, start, captures);
      case 'capture':
        return captures![result.name];
      case 'action': {
        const action: Action | undefined = ACTIONS[result.name];
        if (action === undefined) throw new Error(`grammar: no such action: ${result.name}`);
        return action(this, captures ?? {}, start);
      }
      case 'error':
        return this.raise(result, captures ?? {});
    }
  }

  private raise(result: Extract<Result, { give: 'error' }>, captures: Captures): never {
    let text = result.text;
    const subject = captures.a;
    if (text.includes('%')) {
      const piece = subject as Piece;
      text = text
        .replace('%name', () => expressionName(piece, this.tokens))
        .replace('%line', () => String(this.tokens.line[piece.first]))
        .replace('%text', () => this.tokens.text(piece.first));
    }
    const type = result.indentation ? 'IndentationError' : 'SyntaxError';
    this.errorWhere(type, text, result.indentation ? null : result.where, captures);
  }

  private errorWhere(type: SyntaxErrorType, msg: string, where: Where | null, captures: Captures): never {
    if (where === null || where.form === 'last') this.errorAtLast(msg, type);
    if (where.form === 'next') {
      this.kind();
      this.errorAtToken(msg, this.pos, type);
    }
    const first = firstToken(captures[where.first]);
    if (where.form === 'from') this.errorFrom(msg, first);
    this.errorAtTokens(msg, first, lastToken(captures[where.form === 'range' ? where.last : where.first]));
  }

  /** At the last token that was read. */
  errorAtLast(msg: string, type: SyntaxErrorType = 'SyntaxError'): never {
    this.errorAtToken(msg, this.read - 1, type);
  }

  /** At token `i`; when it has no text, where the lexer was. */
  errorAtToken(msg: string, i: number, type: SyntaxErrorType = 'SyntaxError'): never {
    const { tokens } = this;
    const col = tokens.col[i]!;
    const endCol = tokens.endCol[i]!;
    const offset = col === -1 ? this.cursorColumn(i) : col + 1;
    this.error(type, msg, tokens.line[i]!, offset, tokens.endLine[i]!, endCol === -1 ? -1 : endCol + 1);
  }

  errorAtTokens(msg: string, first: number, last: number): never {
    const { tokens } = this;
    this.error(
      'SyntaxError',
      msg,
      tokens.line[first]!,
      tokens.col[first]! + 1,
      tokens.endLine[last]!,
      tokens.endCol[last]! + 1,
    );
  }

  /** From token `first` to the last one read. */
  errorFrom(msg: string, first: number): never {
    const { tokens } = this;
    const last = this.read - 1;
    const col = tokens.col[first]! + 1;
    this.error('SyntaxError', msg, tokens.line[first]!, col, tokens.endLine[last]!, this.cursorColumn(last));
  }

  /**
   * Bytes between the start of token `i`'s last line and its end; at
   * the end of the text, the length of the last line.
   */
  private cursorColumn(i: number): number {
    const { source, end, endCol } = this.tokens;
    if (endCol[i] !== -1) return endCol[i]!;
    const at = end[i]!;
    const before = at >= source.length ? at - 2 : at - 1;
    const lineStart = before < 0 ? 0 : source.lastIndexOf('\n', before) + 1;
    return Buffer.byteLength(source.slice(lineStart, at));
  }

  /** Columns here are bytes from 1, as in CPython's calls; an end below 1 is passed on. */
  error(
    type: SyntaxErrorType,
    msg: string,
    line: number,
    col: number,
    endLine: number,
    endCol: number,
  ): never {
    const { source } = this.tokens;
    // CPython shows the line with its newline, unless it has gone on to a later line.
    const newline = line >= this.tokens.endLine[this.read - 1]! ? '\n' : '';
    const text = sourceLine(source, line) + newline;
    // CPython counts the end's characters in this line too, whatever line the end is on.
    const end = endCol > 0 ? charactersInBytes(text, endCol) : endCol;
    throw new PythonSyntaxError(type, msg, line, charactersInBytes(text, col), endLine, end, text);
  }
}

export function firstToken(value: unknown): number {
  return Array.isArray(value) ? firstToken(value[0]) : (value as Piece).first;
}

export function lastToken(value: unknown): number {
  return Array.isArray(value) ? lastToken(value[value.length - 1]) : (value as Piece).last;
}
