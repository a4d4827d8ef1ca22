/**
 * An expression as source text, in CPython's spelling (`ast_unparse.c`): what annotations become under
 * `from __future__ import annotations`.
 */
import type * as ast from '../../frontend/ast.ts';
import type { Constant } from '../../frontend/constant.ts';
import { constantRepr, strRepr } from '../constants/repr.ts';

/** Binding strength; an operand of a weaker kind is put in parentheses. */
const Level = {
  TUPLE: 0,
  TEST: 1,
  OR: 2,
  AND: 3,
  NOT: 4,
  COMPARE: 5,
  BIT_OR: 6,
  BIT_XOR: 7,
  BIT_AND: 8,
  SHIFT: 9,
  ARITHMETIC: 10,
  TERM: 11,
  FACTOR: 12,
  POWER: 13,
  AWAIT: 14,
  ATOM: 15,
} as const;
const EXPRESSION = Level.BIT_OR;

const BINARY: Record<ast.Operator, readonly [string, number]> = {
  Add: ['+', Level.ARITHMETIC],
  Sub: ['-', Level.ARITHMETIC],
  Mult: ['*', Level.TERM],
  MatMult: ['@', Level.TERM],
  Div: ['/', Level.TERM],
  Mod: ['%', Level.TERM],
  FloorDiv: ['//', Level.TERM],
  LShift: ['<<', Level.SHIFT],
  RShift: ['>>', Level.SHIFT],
  BitOr: ['|', Level.BIT_OR],
  BitXor: ['^', Level.BIT_XOR],
  BitAnd: ['&', Level.BIT_AND],
  Pow: ['**', Level.POWER],
};
const UNARY: Record<ast.UnaryOperator, readonly [string, number]> = {
  Invert: ['~', Level.FACTOR],
  Not: ['not ', Level.NOT],
  UAdd: ['+', Level.FACTOR],
  USub: ['-', Level.FACTOR],
};
const COMPARE: Record<ast.CompareOperator, string> = {
  Eq: '==',
  NotEq: '!=',
  Lt: '<',
  LtE: '<=',
  Gt: '>',
  GtE: '>=',
  Is: 'is',
  IsNot: 'is not',
  In: 'in',
  NotIn: 'not in',
};

export const unparse = (e: ast.Expr): string => text(e, Level.TEST);

const parenthesize = (inner: string, when: boolean): string => (when ? `(${inner})` : inner);
const list = (elts: readonly ast.Expr[]): string => elts.map((elt) => text(elt, Level.TEST)).join(', ');

function text(e: ast.Expr, level: number): string {
  switch (e.kind) {
    case 'BoolOp': {
      const own = e.op === 'And' ? Level.AND : Level.OR;
      const word = e.op === 'And' ? ' and ' : ' or ';
      return parenthesize(e.values.map((value) => text(value, own + 1)).join(word), level > own);
    }
    case 'BinOp': {
      const [op, own] = BINARY[e.op];
      const right = e.op === 'Pow'; // groups to the right
      const inner = `${text(e.left, own + (right ? 1 : 0))} ${op} ${text(e.right, own + (right ? 0 : 1))}`;
      return parenthesize(inner, level > own);
    }
    case 'UnaryOp': {
      const [op, own] = UNARY[e.op];
      return parenthesize(op + text(e.operand, own), level > own);
    }
    case 'Lambda': {
      const args = parameters(e.args);
      const inner = `lambda${args === '' ? '' : ' '}${args}: ${text(e.body, Level.TEST)}`;
      return parenthesize(inner, level > Level.TEST);
    }
    case 'IfExp': {
      const [body, test] = [text(e.body, Level.TEST + 1), text(e.test, Level.TEST + 1)];
      return parenthesize(`${body} if ${test} else ${text(e.orelse, Level.TEST)}`, level > Level.TEST);
    }
    case 'NamedExpr':
      return parenthesize(`${e.target.id} := ${text(e.value, Level.ATOM)}`, level > Level.TUPLE);
    case 'Dict': {
      const items = e.values.map((value, i) => {
        const key = e.keys[i];
        return key ? `${text(key, Level.TEST)}: ${text(value, Level.TEST)}` : `**${text(value, EXPRESSION)}`;
      });
      return `{${items.join(', ')}}`;
    }
    case 'Set':
      return `{${list(e.elts)}}`;
    case 'ListComp':
      return `[${text(e.elt, Level.TEST)}${generators(e.generators)}]`;
    case 'SetComp':
      return `{${text(e.elt, Level.TEST)}${generators(e.generators)}}`;
    case 'GeneratorExp':
      return `(${text(e.elt, Level.TEST)}${generators(e.generators)})`;
    case 'DictComp':
      return `{${text(e.key, Level.TEST)}: ${text(e.value, Level.TEST)}${generators(e.generators)}}`;
    case 'Yield':
      return e.value ? `(yield ${text(e.value, Level.TEST)})` : '(yield)';
    case 'YieldFrom':
      return `(yield from ${text(e.value, Level.TEST)})`;
    case 'Await':
      return parenthesize(`await ${text(e.value, Level.ATOM)}`, level > Level.AWAIT);
    case 'Compare': {
      const own = Level.COMPARE;
      const rest = e.ops.map((op, i) => ` ${COMPARE[op]} ${text(e.comparators[i]!, own + 1)}`);
      return parenthesize(text(e.left, own + 1) + rest.join(''), level > own);
    }
    case 'Call':
      return text(e.func, Level.ATOM) + callArguments(e);
    case 'Constant':
      return (e.u ? 'u' : '') + constant(e.value);
    case 'JoinedStr':
      return `f${strRepr(fstringBody(e.values))}`;
    case 'TemplateStr':
      return `t${strRepr(fstringBody(e.values))}`;
    case 'FormattedValue':
    case 'Interpolation':
      return `f${strRepr(fstringBody([e]))}`;
    case 'Attribute': {
      // `1 .real`: a point right after an integer would make it a float.
      const isInt = e.value.kind === 'Constant' && e.value.value.kind === 'int';
      return `${text(e.value, Level.ATOM)}${isInt ? ' .' : '.'}${e.attr}`;
    }
    case 'Starred':
      return `*${text(e.value, EXPRESSION)}`;
    case 'Subscript':
      return `${text(e.value, Level.ATOM)}[${text(e.slice, Level.TUPLE)}]`;
    case 'Slice': {
      const part = (bound: ast.Expr | null): string => (bound ? text(bound, Level.TEST) : '');
      return `${part(e.lower)}:${part(e.upper)}${e.step ? `:${part(e.step)}` : ''}`;
    }
    case 'Name':
      return e.id;
    case 'List':
      return `[${list(e.elts)}]`;
    case 'Tuple': {
      if (e.elts.length === 0) return '()';
      return parenthesize(list(e.elts) + (e.elts.length === 1 ? ',' : ''), level > Level.TUPLE);
    }
  }
}

function constant(value: Constant): string {
  if (value.kind === 'ellipsis') return '...';
  if (value.kind === 'tuple') {
    const items = value.items.map(constant);
    return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
  }
  const repr = constantRepr(value);
  // An infinite float has no literal of its own.
  return value.kind === 'float' || value.kind === 'complex' ? repr.replaceAll('inf', '1e309') : repr;
}

function callArguments(e: ast.Call): string {
  const [only] = e.args;
  if (e.args.length === 1 && e.keywords.length === 0 && only!.kind === 'GeneratorExp')
    return text(only!, Level.TEST);
  const keywords = e.keywords.map(
    ({ arg, value }) => (arg === null ? '**' : `${arg}=`) + text(value, Level.TEST),
  );
  return `(${[...e.args.map((arg) => text(arg, Level.TEST)), ...keywords].join(', ')})`;
}

function generators(list: readonly ast.Comprehension[]): string {
  return list
    .map(({ target, iter, ifs, is_async }) => {
      const tests = ifs.map((test) => ` if ${text(test, Level.TEST + 1)}`).join('');
      const inner = `${text(target, Level.TUPLE)} in ${text(iter, Level.TEST + 1)}`;
      return `${is_async ? ' async' : ''} for ${inner}${tests}`;
    })
    .join('');
}

function parameters(args: ast.Arguments): string {
  const parts: string[] = [];
  const positional = [...args.posonlyargs, ...args.args];
  const firstDefault = positional.length - args.defaults.length;
  const withDefault = (arg: ast.Arg, value: ast.Expr | null | undefined): string =>
    value ? `${arg.arg}=${text(value, Level.TEST)}` : arg.arg;
  positional.forEach((arg, i) => {
    parts.push(withDefault(arg, args.defaults[i - firstDefault]));
    if (i + 1 === args.posonlyargs.length) parts.push('/');
  });
  if (args.vararg) parts.push(`*${args.vararg.arg}`);
  else if (args.kwonlyargs.length > 0) parts.push('*');
  args.kwonlyargs.forEach((arg, i) => {
    parts.push(withDefault(arg, args.kw_defaults[i]));
  });
  if (args.kwarg) parts.push(`**${args.kwarg.arg}`);
  return parts.join(', ');
}

/** The text between the quotes, before escaping. */
function fstringBody(values: readonly ast.Expr[]): string {
  return values
    .map((value) => {
      if (value.kind === 'Constant' && value.value.kind === 'str')
        return value.value.value.replace(/[{}]/g, (brace) => brace + brace);
      if (value.kind === 'JoinedStr') return fstringBody(value.values);
      if (value.kind !== 'FormattedValue' && value.kind !== 'Interpolation') return text(value, Level.TEST);
      const inner = value.kind === 'Interpolation' ? value.str : text(value.value, Level.TEST + 1);
      const conversion = value.conversion === -1 ? '' : `!${String.fromCharCode(value.conversion)}`;
      const spec = value.format_spec ? `:${fstringBody(value.format_spec.values)}` : '';
      return `{${inner.startsWith('{') ? ' ' : ''}${inner}${conversion}${spec}}`;
    })
    .join('');
}
