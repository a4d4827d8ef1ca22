/** Code for `class`. */
import type * as ast from '../../frontend/ast.ts';
import { intConstant, strConstant } from '../constants/folding.ts';
import { NO_LOCATION } from '../flow/instructions.ts';
import { intrinsic1, Op } from '../flow/opcodes.ts';
import { compareCodePoints } from '../symbols/scope.ts';
import { bodyStatements } from './annotations.ts';
import { callWith } from './calls.ts';
import type { Compiler } from './compiler.ts';
import { applyDecorators, decorators, makeClosure } from './functions.ts';
import { enterTypeParameters } from './type-parameters.ts';

/** `name = __build_class__(body function, 'name', *bases, **keywords)`, decorated. */
export function classDef(c: Compiler, s: ast.ClassDef): void {
  decorators(c, s.decorator_list);
  const firstLine = s.decorator_list[0]?.lineno ?? s.lineno;
  if (s.type_params.length > 0) {
    enterTypeParameters(c, s.name, s.type_params, firstLine, undefined, s.name);
    c.name(s, '.type_params', 'Store');
    classBody(c, s, firstLine);
    c.name(s, '.type_params', 'Load');
    c.op(s, Op.CALL_INTRINSIC_1, intrinsic1('INTRINSIC_SUBSCRIPT_GENERIC'));
    c.name(s, '.generic_base', 'Store');
    callWith(c, s, 2, s.bases, s.keywords, '.generic_base');
    makeClosure(c, s, c.leave(false), 0);
    c.op(s, Op.PUSH_NULL);
    c.op(s, Op.CALL, 0);
  } else {
    classBody(c, s, firstLine);
    callWith(c, s, 2, s.bases, s.keywords);
  }
  applyDecorators(c, s.decorator_list);
  c.name(s, s.name, 'Store');
}

/** Leaves [__build_class__, null, function of the body, name]. */
function classBody(c: Compiler, s: ast.ClassDef, firstLine: number): void {
  const scope = c.scopeOf(s);
  c.enter('class', s.name, scope, firstLine, undefined, s.name);
  const { unit } = c;
  const loc = { lineno: firstLine, colOffset: 0, endLineno: firstLine, endColOffset: 0 };
  c.name(loc, '__name__', 'Load');
  c.name(loc, '__module__', 'Store');
  c.load(loc, strConstant(unit.qualname));
  c.name(loc, '__qualname__', 'Store');
  c.load(loc, intConstant(firstLine));
  c.name(loc, '__firstlineno__', 'Store');
  if (s.type_params.length > 0) {
    c.name(loc, '.type_params', 'Load');
    c.name(loc, '__type_params__', 'Store');
  }
  if (scope.needsClassDict) {
    c.op(loc, Op.LOAD_LOCALS);
    c.op(loc, Op.STORE_DEREF, unit.cellvars.indexOf('__classdict__'));
  }
  if (scope.hasConditionalAnnotations) {
    c.op(loc, Op.BUILD_SET, 0);
    c.op(loc, Op.STORE_DEREF, unit.cellvars.indexOf('__conditional_annotations__'));
  }
  bodyStatements(c, loc, s.body, false);
  const attributes = [...unit.staticAttributes].sort(compareCodePoints).map(strConstant);
  c.load(NO_LOCATION, { kind: 'tuple', items: attributes });
  c.name(NO_LOCATION, '__static_attributes__', 'Store');
  if (scope.needsClassDict) {
    c.op(NO_LOCATION, Op.LOAD_CLOSURE, unit.closureIndex('__classdict__'));
    c.name(NO_LOCATION, '__classdictcell__', 'Store');
  }
  // The body returns the cell that `super()` in methods reads, for __build_class__ to fill.
  if (scope.needsClassClosure) {
    c.op(NO_LOCATION, Op.LOAD_CLOSURE, unit.closureIndex('__class__'));
    c.op(NO_LOCATION, Op.COPY, 1);
    c.name(NO_LOCATION, '__classcell__', 'Store');
  } else c.loadNone(NO_LOCATION);
  c.op(NO_LOCATION, Op.RETURN_VALUE);
  const code = c.leave(true);

  c.op(s, Op.LOAD_BUILD_CLASS);
  c.op(s, Op.PUSH_NULL);
  makeClosure(c, s, code, 0);
  c.load(s, strConstant(s.name));
}
