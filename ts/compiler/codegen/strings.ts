/** Code for f-strings, t-strings, and for `%` formatting that can be done as an f-string. */
import type * as ast from '../../frontend/ast.ts';
import { strConstant } from '../constants/folding.ts';
import { NO_LOCATION } from '../flow/instructions.ts';
import { Op, STACK_USE_GUIDELINE } from '../flow/opcodes.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';

/** CONVERT_VALUE's argument. */
const CONVERSIONS: Record<ast.Conversion, number> = { [-1]: 0, 115: 1, 114: 2, 97: 3 };

export function joinedStr(c: Compiler, e: ast.JoinedStr): void {
  const { values } = e;
  if (values.length > STACK_USE_GUIDELINE) {
    c.load(e, strConstant(''));
    c.nameArg(e, Op.LOAD_ATTR, 'join', 1, 1);
    c.op(e, Op.BUILD_LIST, 0);
    for (const value of values) {
      expr(c, value);
      c.op(e, Op.LIST_APPEND, 1);
    }
    return c.op(e, Op.CALL, 1);
  }
  for (const value of values) expr(c, value);
  if (values.length > 1) c.op(e, Op.BUILD_STRING, values.length);
  else if (values.length === 0) c.load(e, strConstant(''));
}

export function formattedValue(c: Compiler, e: ast.FormattedValue): void {
  expr(c, e.value);
  if (e.conversion !== -1) c.op(e, Op.CONVERT_VALUE, CONVERSIONS[e.conversion]);
  if (e.format_spec) {
    expr(c, e.format_spec);
    c.op(e, Op.FORMAT_WITH_SPEC);
  } else c.op(e, Op.FORMAT_SIMPLE);
}

/** [tuple of strings, tuple of interpolations], one string more than interpolations. */
export function templateStr(c: Compiler, e: ast.TemplateStr): void {
  const interpolations = e.values.filter((value) => value.kind === 'Interpolation');
  let strings = 0;
  let afterInterpolation = true;
  const empty = (): void => {
    c.load(e, strConstant(''));
    strings++;
  };
  for (const value of e.values) {
    if (value.kind === 'Interpolation') {
      if (afterInterpolation) empty();
      afterInterpolation = true;
    } else {
      expr(c, value);
      strings++;
      afterInterpolation = false;
    }
  }
  if (afterInterpolation) empty();
  c.op(e, Op.BUILD_TUPLE, strings);
  for (const value of interpolations) expr(c, value);
  c.op(e, Op.BUILD_TUPLE, interpolations.length);
  c.op(e, Op.BUILD_TEMPLATE);
}

export function interpolation(c: Compiler, e: ast.Interpolation): void {
  expr(c, e.value);
  c.load(e, strConstant(e.str));
  if (e.format_spec) expr(c, e.format_spec);
  c.op(e, Op.BUILD_INTERPOLATION, 2 | (e.format_spec ? 1 : 0) | (CONVERSIONS[e.conversion] << 2));
}

// "…%s…" % (a, b) ------------------------------------------------------------------------------------------------------

/** What a `%s`, `%r` or `%a` item becomes. */
interface Item {
  readonly conversion: ast.Conversion;
  readonly spec: string;
}

/**
 * `'literal' % (a, b)` as an f-string, when its items are plain %s, %r, %a with flags, width and precision
 * that mean the same in a format specification. Returns whether it emitted code.
 */
export function percentFormat(c: Compiler, e: ast.BinOp): boolean {
  const { left, right } = e;
  if (e.op !== 'Mod' || left.kind !== 'Constant' || left.value.kind !== 'str' || right.kind !== 'Tuple')
    return false;
  if (right.elts.some((elt) => elt.kind === 'Starred')) return false;
  const parts = splitFormat(left.value.value);
  if (parts === null) return false;
  const items = parts.filter((part) => typeof part !== 'string');
  if (items.length !== right.elts.length) return false;
  let next = 0;
  const values = parts.map((part): ast.Expr => {
    if (typeof part === 'string')
      return { kind: 'Constant', value: strConstant(part), u: false, ...NO_LOCATION };
    const value = right.elts[next++]!;
    const spec: ast.Constant = {
      kind: 'Constant',
      value: strConstant(part.spec),
      u: false,
      ...position(value),
    };
    return {
      kind: 'FormattedValue',
      value,
      conversion: part.conversion,
      format_spec: part.spec === '' ? null : { kind: 'JoinedStr', values: [spec], ...position(value) },
      ...position(value),
    };
  });
  joinedStr(c, { kind: 'JoinedStr', values, ...position(e) });
  return true;
}

const position = ({ lineno, colOffset, endLineno, endColOffset }: ast.Position): ast.Position => ({
  lineno,
  colOffset,
  endLineno,
  endColOffset,
});

/** The literal pieces and items of a format, or null if an f-string cannot say the same. */
function splitFormat(format: string): (string | Item)[] | null {
  const parts: (string | Item)[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push(literal);
    literal = '';
  };
  const pattern = /%(?:%|([-+ 0#]*)(\d*)(?:\.(\d*))?([sra]))/y;
  let i = 0;
  while (i < format.length) {
    const percent = format.indexOf('%', i);
    if (percent < 0) {
      literal += format.slice(i);
      break;
    }
    literal += format.slice(i, percent);
    pattern.lastIndex = percent;
    const found = pattern.exec(format);
    if (!found) return null;
    i = pattern.lastIndex;
    const [text, flags = '', width = '', precision, type] = found;
    if (text === '%%') {
      literal += '%';
      continue;
    }
    flush();
    const item = formatItem(flags, width, precision, type!);
    if (item === null) return null;
    parts.push(item);
  }
  flush();
  return parts;
}

const MAX_DIGITS = 3;

function formatItem(flags: string, width: string, precision: string | undefined, type: string): Item | null {
  if (width.length >= MAX_DIGITS || (precision ?? '').length >= MAX_DIGITS) return null;
  let spec = '';
  // Strings are padded on the left by %, on the right by format().
  if (!flags.includes('-') && width !== '' && Number(width) > 0) spec += '>';
  if (width !== '') spec += Number(width);
  if (precision !== undefined) spec += `.${Number(precision)}`;
  return { conversion: type.charCodeAt(0) as ast.Conversion, spec };
}
