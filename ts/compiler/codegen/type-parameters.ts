/** Code for type parameters (PEP 695, 696) and the `type` statement. */
import { FunctionAttribute } from '../../contract/operators.ts';
import type * as ast from '../../frontend/ast.ts';
import { intConstant, strConstant } from '../constants/folding.ts';
import { intrinsic1, intrinsic2, Op } from '../flow/opcodes.ts';
import type { Scope } from '../symbols/scope.ts';
import { enterAnnotationScope } from './annotations.ts';
import type { Compiler } from './compiler.ts';
import { expr } from './expressions.ts';
import { makeClosure } from './functions.ts';
import type { Parameters } from './unit.ts';

/** Default of the `format` parameter of lazily evaluated expressions: Format.VALUE. */
const FORMAT_DEFAULT = { kind: 'tuple', items: [intConstant(1)] } as const;

/**
 * Enters the scope around a generic function, class or alias;
 * leaves the tuple of its type parameters on the stack.
 */
export function enterTypeParameters(
  c: Compiler,
  name: string,
  params: ast.TypeParam[],
  firstLine: number,
  parameters?: Parameters,
  className: string | null = null,
  before?: () => void,
): void {
  c.enter(
    'annotations',
    `<generic parameters of ${name}>`,
    c.scopeOf(params),
    firstLine,
    parameters,
    className,
  );
  before?.();
  let seenDefault = false;
  for (const param of params) {
    c.load(param, strConstant(param.name));
    if (param.kind === 'TypeVar' && param.bound) {
      lazyExpression(c, param.bound, param.name, c.scopeOf(param), false);
      const constraints = param.bound.kind === 'Tuple';
      const kind = constraints ? 'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS' : 'INTRINSIC_TYPEVAR_WITH_BOUND';
      c.op(param, Op.CALL_INTRINSIC_2, intrinsic2(kind));
    } else {
      const kinds = {
        TypeVar: 'INTRINSIC_TYPEVAR',
        ParamSpec: 'INTRINSIC_PARAMSPEC',
        TypeVarTuple: 'INTRINSIC_TYPEVARTUPLE',
      } as const;
      c.op(param, Op.CALL_INTRINSIC_1, intrinsic1(kinds[param.kind]));
    }
    if (param.default_value) {
      seenDefault = true;
      const scope = c.symtable.defaultBlocks.get(param)!;
      lazyExpression(c, param.default_value, param.name, scope, param.kind === 'TypeVarTuple');
      c.op(param, Op.CALL_INTRINSIC_2, intrinsic2('INTRINSIC_SET_TYPEPARAM_DEFAULT'));
    } else if (seenDefault)
      c.fail(`non-default type parameter '${param.name}' follows default type parameter`, param);
    c.op(param, Op.COPY, 1);
    c.name(param, param.name, 'Store');
  }
  c.op(params[0]!, Op.BUILD_TUPLE, params.length);
}

/** A function that evaluates `e` when called with a format. */
function lazyExpression(c: Compiler, e: ast.Expr, name: string, scope: Scope, allowStar: boolean): void {
  c.load(e, FORMAT_DEFAULT);
  enterAnnotationScope(c, e, scope, name);
  if (allowStar && e.kind === 'Starred') {
    expr(c, e.value);
    c.op(e, Op.UNPACK_SEQUENCE, 1);
  } else expr(c, e);
  c.op(e, Op.RETURN_VALUE);
  makeClosure(c, e, c.leave(true), FunctionAttribute.DEFAULTS);
}

export function typeAlias(c: Compiler, s: ast.TypeAlias): void {
  const name = s.name.id;
  const generic = s.type_params.length > 0;
  if (generic)
    enterTypeParameters(c, name, s.type_params, s.lineno, undefined, null, () =>
      c.load(s, strConstant(name)),
    );
  else {
    c.load(s, strConstant(name));
    c.loadNone(s);
  }
  c.load(s, FORMAT_DEFAULT);
  enterAnnotationScope(c, s, c.scopeOf(s), name);
  expr(c, s.value);
  c.op(s, Op.RETURN_VALUE);
  makeClosure(c, s, c.leave(false), FunctionAttribute.DEFAULTS);
  c.op(s, Op.BUILD_TUPLE, 3);
  c.op(s, Op.CALL_INTRINSIC_1, intrinsic1('INTRINSIC_TYPEALIAS'));
  if (generic) {
    makeClosure(c, s, c.leave(false), 0);
    c.op(s, Op.PUSH_NULL);
    c.op(s, Op.CALL, 0);
  }
  c.name(s, name, 'Store');
}
