/**
 * Operators and brackets. A bracket must match the one it closes; the braces of
 * replacement fields also switch between text and tokens.
 */
import { codePointName, isPrintable } from './identifier.ts';
import type { Lexer } from './lexer.ts';
import type { TemplateMode } from './template.ts';
import { Tok } from './token.ts';

const MAX_PARENTHESES = 200;

/** Operators of one character. */
const ONE = new Uint8Array(128);
/** Operators of two characters, indexed by `first << 7 | second`. */
const TWO = new Uint8Array(128 * 128);
/** What an operator of two characters becomes with one more: `//` and `=`. */
const THREE: (readonly [third: number, kind: Tok] | undefined)[] = [];
const OPERATORS: readonly [string, Tok][] = [
  ['(', Tok.LPAR],
  [')', Tok.RPAR],
  ['[', Tok.LSQB],
  [']', Tok.RSQB],
  ['{', Tok.LBRACE],
  ['}', Tok.RBRACE],
  [':', Tok.COLON],
  [',', Tok.COMMA],
  [';', Tok.SEMI],
  ['.', Tok.DOT],
  ['!', Tok.EXCLAMATION],
  ['=', Tok.EQUAL],
  ['+', Tok.PLUS],
  ['-', Tok.MINUS],
  ['*', Tok.STAR],
  ['/', Tok.SLASH],
  ['%', Tok.PERCENT],
  ['@', Tok.AT],
  ['|', Tok.VBAR],
  ['&', Tok.AMPER],
  ['^', Tok.CIRCUMFLEX],
  ['~', Tok.TILDE],
  ['<', Tok.LESS],
  ['>', Tok.GREATER],
  ['->', Tok.RARROW],
  [':=', Tok.COLONEQUAL],
  ['//', Tok.DOUBLESLASH],
  ['**', Tok.DOUBLESTAR],
  ['<<', Tok.LEFTSHIFT],
  ['>>', Tok.RIGHTSHIFT],
  ['==', Tok.EQEQUAL],
  ['!=', Tok.NOTEQUAL],
  ['<>', Tok.NOTEQUAL],
  ['<=', Tok.LESSEQUAL],
  ['>=', Tok.GREATEREQUAL],
  ['+=', Tok.PLUSEQUAL],
  ['-=', Tok.MINEQUAL],
  ['*=', Tok.STAREQUAL],
  ['/=', Tok.SLASHEQUAL],
  ['%=', Tok.PERCENTEQUAL],
  ['@=', Tok.ATEQUAL],
  ['|=', Tok.VBAREQUAL],
  ['&=', Tok.AMPEREQUAL],
  ['^=', Tok.CIRCUMFLEXEQUAL],
];
for (const [text, kind] of OPERATORS) {
  const first = text.charCodeAt(0);
  if (text.length === 1) ONE[first] = kind;
  else TWO[(first << 7) | text.charCodeAt(1)] = kind;
}
THREE[Tok.DOUBLESLASH] = [61, Tok.DOUBLESLASHEQUAL];
THREE[Tok.DOUBLESTAR] = [61, Tok.DOUBLESTAREQUAL];
THREE[Tok.LEFTSHIFT] = [61, Tok.LEFTSHIFTEQUAL];
THREE[Tok.RIGHTSHIFT] = [61, Tok.RIGHTSHIFTEQUAL];

/**
 * The operator or bracket that starts with `c`. Any other character
 * becomes an OP, or is refused if it cannot be printed.
 */
export function scanOperator(lexer: Lexer, c: number): void {
  const { text } = lexer;
  const start = lexer.pos;
  const template = lexer.templates.length > 0 ? lexer.templates[lexer.templates.length - 1]! : null;
  if (c === 58 && template !== null && template.depth - 1 === template.fieldDepth) {
    // The colon that starts a format specification, even before `=`.
    template.inText = true;
    template.inSpec = true;
    lexer.pos = start + 1;
    const col = lexer.column(start);
    lexer.tokens.push(Tok.COLON, start, start + 1, lexer.line, col, lexer.line, col + 1);
    return;
  }
  let length = 1;
  let kind: Tok = c < 128 ? ONE[c]! : 0;
  const second = text.charCodeAt(start + 1);
  if (c === 46) {
    if (second === 46 && text.charCodeAt(start + 2) === 46) {
      length = 3;
      kind = Tok.ELLIPSIS;
    }
  } else if (c === 60 && second === 62 && !lexer.mayBeFlufl()) {
    // `<>` is an operator only after a strange import, else two.
  } else if (c < 128 && second < 128 && TWO[(c << 7) | second] !== 0) {
    length = 2;
    kind = TWO[(c << 7) | second]!;
    const three = THREE[kind];
    if (three !== undefined && text.charCodeAt(start + 2) === three[0]) {
      length = 3;
      kind = three[1];
    }
  }
  lexer.pos = start + length;
  if (length === 1) {
    if (c === 40 || c === 91 || c === 123) open(lexer, c, start, template);
    else if (c === 41 || c === 93 || c === 125) close(lexer, c, template);
    else if (kind === 0) {
      if (!isPrintable(String.fromCharCode(c))) {
        lexer.fail(`invalid non-printable character ${codePointName(String.fromCharCode(c))}`);
      }
      kind = Tok.OP;
    }
  }
  const col = lexer.column(start);
  lexer.tokens.push(kind, start, lexer.pos, lexer.line, col, lexer.line, col + length);
}

function open(lexer: Lexer, c: number, start: number, template: TemplateMode | null): void {
  if (lexer.parenChar.length >= MAX_PARENTHESES) lexer.fail('too many nested parentheses');
  lexer.parenChar.push(c);
  lexer.parenLine.push(lexer.line);
  lexer.parenCol.push(lexer.column(start));
  if (template !== null) template.depth++;
}

function close(lexer: Lexer, c: number, template: TemplateMode | null): void {
  const char = String.fromCharCode(c);
  if (template !== null && template.depth === 0 && c === 125) {
    lexer.fail(`${template.letter}-string: single '}' is not allowed`);
  }
  if (lexer.parenChar.length === 0) {
    if (lexer.lenient) return;
    lexer.fail(`unmatched '${char}'`);
  }
  const opening = lexer.parenChar.pop()!;
  const openingLine = lexer.parenLine.pop()!;
  lexer.parenCol.pop();
  // In ASCII a closing bracket comes one (for '(') or two places after its opening one.
  if (c !== opening + (opening === 40 ? 1 : 2) && !lexer.lenient) {
    if (template !== null && opening === 123 && template.depth - 1 === template.fieldDepth) {
      lexer.fail(`${template.letter}-string: unmatched '${char}'`);
    }
    const where = openingLine === lexer.line ? '' : ` on line ${openingLine}`;
    const expected = String.fromCharCode(opening);
    lexer.fail(`closing parenthesis '${char}' does not match opening parenthesis '${expected}'${where}`);
  }
  if (template !== null) {
    template.depth--;
    if (template.depth < 0) lexer.fail(`${template.letter}-string: unmatched '${char}'`);
    if (c === 125 && template.depth === template.fieldDepth) {
      template.fieldDepth--;
      template.inText = true;
      template.inSpec = false;
    }
  }
}
