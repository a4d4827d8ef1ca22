/** SyntaxWarnings about literals used where they make no sense: `x is 1`, `[1] (2)`, `"a"["b"]`. */
import type * as ast from '../../frontend/ast.ts';
import type { Compiler } from './compiler.ts';

/** Name of the type a display or constant surely has, or null. */
function literalType(e: ast.Expr): string | null {
  switch (e.kind) {
    case 'Tuple':
      return 'tuple';
    case 'List':
    case 'ListComp':
      return 'list';
    case 'Dict':
    case 'DictComp':
      return 'dict';
    case 'Set':
    case 'SetComp':
      return 'set';
    case 'GeneratorExp':
      return 'generator';
    case 'Lambda':
      return 'function';
    case 'TemplateStr':
    case 'Interpolation':
      return 'string.templatelib.Template';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'str';
    case 'Constant':
      return e.value.kind === 'none' ? 'NoneType' : e.value.kind;
    default:
      return null;
  }
}

const CALLED = new Set<ast.Expr['kind']>([
  ...(['Constant', 'Tuple', 'List', 'ListComp', 'Dict', 'DictComp', 'Set', 'SetComp'] as const),
  ...(['GeneratorExp', 'JoinedStr', 'TemplateStr', 'FormattedValue', 'Interpolation'] as const),
]);

export function checkCalled(c: Compiler, e: ast.Expr): void {
  if (CALLED.has(e.kind))
    c.warn(`'${literalType(e)}' object is not callable; perhaps you missed a comma?`, e);
}

const UNSUBSCRIPTABLE_CONSTANTS = new Set([
  'none',
  'ellipsis',
  'int',
  'float',
  'complex',
  'bool',
  'frozenset',
]);
const UNSUBSCRIPTABLE = new Set<ast.Expr['kind']>([
  ...(['Set', 'SetComp', 'GeneratorExp', 'TemplateStr', 'Interpolation', 'Lambda'] as const),
]);

export function checkSubscripted(c: Compiler, e: ast.Expr): void {
  if (UNSUBSCRIPTABLE.has(e.kind) || (e.kind === 'Constant' && UNSUBSCRIPTABLE_CONSTANTS.has(e.value.kind)))
    c.warn(`'${literalType(e)}' object is not subscriptable; perhaps you missed a comma?`, e);
}

const INDEXED = new Set<ast.Expr['kind']>(['Tuple', 'List', 'ListComp', 'JoinedStr', 'FormattedValue']);

export function checkIndex(c: Compiler, e: ast.Expr, index: ast.Expr): void {
  const type = literalType(index);
  if (type === null || type === 'int' || type === 'bool' || type === 'slice') return;
  const sequence = e.kind === 'Constant' && ['str', 'bytes', 'tuple'].includes(e.value.kind);
  if (!sequence && !INDEXED.has(e.kind)) return;
  const container = literalType(e);
  c.warn(`${container} indices must be integers or slices, not ${type}; perhaps you missed a comma?`, e);
}

/** Constants other than the singletons, and tuples of constants. */
function isPlainLiteral(e: ast.Expr): boolean {
  if (e.kind === 'Tuple') return e.elts.every((elt) => elt.kind === 'Constant');
  return e.kind === 'Constant' && !['none', 'bool', 'ellipsis'].includes(e.value.kind);
}

export function checkComparison(c: Compiler, e: ast.Compare): void {
  let left = e.left;
  for (const [i, op] of e.ops.entries()) {
    const right = e.comparators[i]!;
    if (op === 'Is' || op === 'IsNot') {
      const literal = isPlainLiteral(left) ? left : isPlainLiteral(right) ? right : null;
      if (literal !== null) {
        const [used, wanted] = op === 'Is' ? ['is', '=='] : ['is not', '!='];
        return c.warn(`"${used}" with '${literalType(literal)}' literal. Did you mean "${wanted}"?`, e);
      }
    }
    left = right;
  }
}
