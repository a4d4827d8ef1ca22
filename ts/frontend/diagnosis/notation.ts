/**
 * The notation of the grammar files, and its translation into the tables that `matcher.ts` interprets.
 *
 *   rule_name memo:                       flags: memo (remember results), left (left-recursive), plain (no mistakes inside)
 *     | a=expression b=':' block => …     one alternative a line
 *
 * Items: `'if'` a keyword or operator, `"match"` a soft keyword, `NAME` a token kind, `rule`, `( … | … )`,
 * `[ … ]` optional, `x*`, `x+`, `','.x+` separated, `&x` and `!x` look-ahead, `&&':'` the token or "expected
 * ':'", `~` no other alternative from here on, `a=x` a name for what x matched. The value of an alternative:
 *
 *   => Kind              a node of that kind                     => a        what `a` matched
 *   => !action           what a function of `actions.ts` returns (nothing)   the only item, or a nameless node
 *   => error WHERE: text   a SyntaxError    => indent WHERE: text   an IndentationError
 *
 * WHERE is `a` (there), `a-b` (from one to the other), `a-` (up to what has been read), `next` (the
 * next token), or nothing (the last token read). In the text, `%name` becomes the kind of expression
 * that `a` is, `%text` its source, `%line` its line.
 */
import { KEYWORDS, Tok } from '../lexer/token.ts';

export type Item =
  | { readonly op: 'token'; readonly kind: Tok }
  | { readonly op: 'soft'; readonly text: string }
  | { readonly op: 'anySoft' }
  | { readonly op: 'rule'; readonly name: string; rule: Rule | null }
  | { readonly op: 'group'; readonly alternatives: readonly Alternative[] }
  | { readonly op: 'optional'; readonly item: Item }
  | { readonly op: 'repeat'; readonly item: Item; readonly min: 0 | 1; readonly separator: Item | null }
  | { readonly op: 'ahead'; readonly item: Item; readonly wanted: boolean }
  | { readonly op: 'forced'; readonly kind: Tok; readonly text: string }
  | { readonly op: 'cut' };

export interface Where {
  readonly form: 'last' | 'next' | 'at' | 'range' | 'from';
  readonly first: string;
  readonly last: string;
}

export type Result =
  | { readonly give: 'default' }
  | { readonly give: 'node'; readonly kind: string }
  | { readonly give: 'capture'; readonly name: string }
  | { readonly give: 'action'; readonly name: string }
  | { readonly give: 'error'; readonly indentation: boolean; readonly where: Where; readonly text: string };

export interface Alternative {
  readonly items: readonly Item[];
  /** For each item its name, or ''. */
  readonly names: readonly string[];
  readonly result: Result;
  /** Consists of a mistake alone: skipped in the first pass. (As in CPython, one with more items is not.) */
  readonly mistaken: boolean;
}

export interface Rule {
  readonly name: string;
  readonly id: number;
  readonly memo: boolean;
  readonly left: boolean;
  readonly plain: boolean;
  /** Has none of these flags. */
  readonly simple: boolean;
  readonly alternatives: readonly Alternative[];
}

const OPERATORS: Readonly<Record<string, Tok>> = {
  '(': Tok.LPAR,
  ')': Tok.RPAR,
  '[': Tok.LSQB,
  ']': Tok.RSQB,
  '{': Tok.LBRACE,
  '}': Tok.RBRACE,
  ':': Tok.COLON,
  ',': Tok.COMMA,
  ';': Tok.SEMI,
  '.': Tok.DOT,
  '...': Tok.ELLIPSIS,
  '!': Tok.EXCLAMATION,
  '->': Tok.RARROW,
  ':=': Tok.COLONEQUAL,
  '=': Tok.EQUAL,
  '+': Tok.PLUS,
  '-': Tok.MINUS,
  '*': Tok.STAR,
  '/': Tok.SLASH,
  '//': Tok.DOUBLESLASH,
  '%': Tok.PERCENT,
  '@': Tok.AT,
  '**': Tok.DOUBLESTAR,
  '|': Tok.VBAR,
  '&': Tok.AMPER,
  '^': Tok.CIRCUMFLEX,
  '~': Tok.TILDE,
  '<<': Tok.LEFTSHIFT,
  '>>': Tok.RIGHTSHIFT,
  '<': Tok.LESS,
  '>': Tok.GREATER,
  '==': Tok.EQEQUAL,
  '!=': Tok.NOTEQUAL,
  '<=': Tok.LESSEQUAL,
  '>=': Tok.GREATEREQUAL,
  '+=': Tok.PLUSEQUAL,
  '-=': Tok.MINEQUAL,
  '*=': Tok.STAREQUAL,
  '/=': Tok.SLASHEQUAL,
  '//=': Tok.DOUBLESLASHEQUAL,
  '%=': Tok.PERCENTEQUAL,
  '@=': Tok.ATEQUAL,
  '**=': Tok.DOUBLESTAREQUAL,
  '|=': Tok.VBAREQUAL,
  '&=': Tok.AMPEREQUAL,
  '^=': Tok.CIRCUMFLEXEQUAL,
  '<<=': Tok.LEFTSHIFTEQUAL,
  '>>=': Tok.RIGHTSHIFTEQUAL,
};

const LEXEME = /\s*(=>|&&|'[^']*'|"[^"]*"|[A-Za-z_]+|[()[\]|*+.?&!~=])/y;

class LineReader {
  private readonly line: string;
  private at = 0;
  private ahead: string | null = null;
  constructor(line: string) {
    this.line = line;
  }

  peek(): string | null {
    if (this.ahead === null) {
      LEXEME.lastIndex = this.at;
      const match = LEXEME.exec(this.line);
      if (match === null) return null;
      this.ahead = match[1]!;
      this.at = LEXEME.lastIndex;
    }
    return this.ahead;
  }

  take(): string {
    const lexeme = this.peek();
    if (lexeme === null) throw new Error(`grammar: unexpected end of: ${this.line}`);
    this.ahead = null;
    return lexeme;
  }

  /** Everything that has not been read. */
  rest(): string {
    return this.line.slice(this.at).trim();
  }
}

function tokenItem(lexeme: string): Item {
  const text = lexeme.slice(1, -1);
  const kind = OPERATORS[text] ?? KEYWORDS.get(text);
  if (kind === undefined) throw new Error(`grammar: no such token: ${lexeme}`);
  return { op: 'token', kind };
}

function atom(reader: LineReader): Item {
  const lexeme = reader.take();
  if (lexeme.startsWith("'")) {
    const item = tokenItem(lexeme);
    if (reader.peek() !== '.') return item;
    reader.take();
    const repeated = atom(reader);
    if (reader.take() !== '+') throw new Error('grammar: a separated list needs +');
    return { op: 'repeat', item: repeated, min: 1, separator: item };
  }
  if (lexeme.startsWith('"')) return { op: 'soft', text: lexeme.slice(1, -1) };
  if (lexeme === '(') return { op: 'group', alternatives: alternatives(reader, ')') };
  if (lexeme === '[') {
    return { op: 'optional', item: { op: 'group', alternatives: alternatives(reader, ']') } };
  }
  if (lexeme === 'SOFT_KEYWORD') return { op: 'anySoft' };
  if (lexeme === lexeme.toUpperCase()) {
    const kind = Tok[lexeme as keyof typeof Tok];
    if (kind === undefined) throw new Error(`grammar: no such token kind: ${lexeme}`);
    return { op: 'token', kind };
  }
  return { op: 'rule', name: lexeme, rule: null };
}

function item(reader: LineReader): Item {
  const lexeme = reader.peek();
  if (lexeme === '&' || lexeme === '!') {
    reader.take();
    return { op: 'ahead', item: item(reader), wanted: lexeme === '&' };
  }
  if (lexeme === '&&') {
    reader.take();
    const text = reader.take();
    return { op: 'forced', kind: (tokenItem(text) as { kind: Tok }).kind, text: text.slice(1, -1) };
  }
  if (lexeme === '~') {
    reader.take();
    return { op: 'cut' };
  }
  const single = atom(reader);
  const suffix = reader.peek();
  if (suffix !== '*' && suffix !== '+') return single;
  reader.take();
  return { op: 'repeat', item: single, min: suffix === '*' ? 0 : 1, separator: null };
}

/** Alternatives inside brackets, and the closing bracket. */
function alternatives(reader: LineReader, close: string): Alternative[] {
  const list = [alternative(reader, true)];
  while (reader.peek() === '|') {
    reader.take();
    list.push(alternative(reader, true));
  }
  if (reader.take() !== close) throw new Error(`grammar: expected ${close}`);
  return list;
}

function alternative(reader: LineReader, nested: boolean): Alternative {
  const items: Item[] = [];
  const names: string[] = [];
  let result: Result = { give: 'default' };
  for (;;) {
    const lexeme = reader.peek();
    if (lexeme === null || lexeme === '|' || lexeme === ')' || lexeme === ']') break;
    if (lexeme === '=>') {
      reader.take();
      result = parseResult(nested ? reader.take() : reader.rest());
      break;
    }
    let next = item(reader);
    let name = '';
    if (reader.peek() === '=') {
      if (next.op !== 'rule') throw new Error('grammar: a capture needs a name');
      reader.take();
      name = next.name;
      next = item(reader);
    }
    items.push(next);
    names.push(name);
  }
  return { items, names, result, mistaken: items.length === 1 && isMistake(items[0]!) };
}

function isMistake(candidate: Item): boolean {
  return candidate.op === 'rule' && candidate.name.startsWith('mistake_');
}

function parseResult(text: string): Result {
  const error = /^(error|indent)\s*([a-z]*)(-?)([a-z]*): ?(.*)$/.exec(text);
  if (error !== null) {
    const [, type, first, dash, last, message] = error as unknown as string[];
    const form =
      first === '' ? 'last' : first === 'next' ? 'next' : dash === '' ? 'at' : last === '' ? 'from' : 'range';
    return {
      give: 'error',
      indentation: type === 'indent',
      where: { form, first: first!, last: last! },
      text: message!,
    };
  }
  if (text.startsWith('!')) return { give: 'action', name: text.slice(1) };
  if (/^[A-Z]/.test(text)) return { give: 'node', kind: text };
  return { give: 'capture', name: text };
}

/** Translates grammar text; every rule that is mentioned must be defined. */
export function compileGrammar(text: string): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>();
  let current: Alternative[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const head = /^(\w+)((?: \w+)*):$/.exec(line);
    if (head !== null) {
      const flags = head[2]!;
      current = [];
      rules.set(head[1]!, {
        name: head[1]!,
        id: rules.size,
        memo: flags.includes('memo'),
        left: flags.includes('left'),
        plain: flags.includes('plain'),
        simple: flags === '',
        alternatives: current,
      });
    } else current.push(alternative(new LineReader(line.replace(/^\s*\|/, '')), false));
  }
  for (const rule of rules.values()) for (const alt of rule.alternatives) link(alt.items, rules);
  return rules;
}

function link(items: readonly Item[], rules: ReadonlyMap<string, Rule>): void {
  for (const entry of items) {
    if (entry.op === 'rule') {
      entry.rule = rules.get(entry.name) ?? null;
      if (entry.rule === null) throw new Error(`grammar: no such rule: ${entry.name}`);
    } else if (entry.op === 'group') for (const alt of entry.alternatives) link(alt.items, rules);
    else if (entry.op === 'repeat')
      link(entry.separator === null ? [entry.item] : [entry.item, entry.separator], rules);
    else if (entry.op === 'optional' || entry.op === 'ahead') link([entry.item], rules);
  }
}
