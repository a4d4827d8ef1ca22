/**
 * Part of pass types: an instruction with a pure meaning whose inputs are all constants becomes its result.
 *
 *     i3 = _I64_ADD 2, 3       →   (i3 is 5)
 */
import {
  bigintConst,
  bigintValue,
  boolConst,
  FIXNUM_MAX,
  FIXNUM_MIN,
  f64Const,
  floatConst,
  floatValue,
  literalConst,
} from '../../../ir/constants.ts';
import type { Const, Inst } from '../../../ir/trace.ts';
import { T } from '../../../ir/trace.ts';
import type { RefValue } from '../../../ops/types.ts';
import { TraceEnds } from '../../pass.ts';
import { TablePass } from '../../table-pass.ts';

export abstract class Folding extends TablePass {
  /** Ops without a rule: fold when every input is a constant and the op has a pure meaning. */
  protected override otherwise(inst: Inst): void {
    if (!this.fold(inst)) this.next.visit(inst);
  }

  private fold(inst: Inst): boolean {
    const { evaluate } = inst.op;
    if (!evaluate || inst.args.length === 0 || inst.outs.length !== 1) return false;
    for (const arg of inst.args) if (this.chain.resolve(arg) >= 0) return false;
    const ins = inst.args.map((arg) => scalar(this.chain.const(this.chain.resolve(arg))));
    if (ins.includes(undefined)) return false;
    const result = evaluate(ins as RefValue[], inst.imms);
    if (result === 'exit') return false;
    const c = constantOf(result[0], this.chain.repr(inst.outs[0]));
    if (!c) return false;
    this.chain.replace(inst.outs[0], this.chain.constant(c));
    return true;
  }

  /** This guard always fails: the trace ends before it. */
  protected fails(inst: Inst): never {
    throw new TraceEnds(inst.snapshot!);
  }
}

// ---- constants as scalars ----

function scalar(c: Const): RefValue | undefined {
  if (c.repr === 'i64') return bigintValue(c);
  if (c.repr === 'f64') return floatValue(c);
  if (c.repr === 'bool') return c.lo === 1;
  if (c.repr !== 'val') return undefined;
  if (c.type === T.INT) return bigintValue(c);
  if (c.type === T.FLOAT && (c.lo & 3) === 2) return floatValue(c);
  if (c.type === T.TRUE) return true;
  if (c.type === T.FALSE) return false;
  if (c.type === T.NONE) return null;
  return undefined;
}

/** Null: no constant of that representation. (Behind a guard that always fails, types may contradict each other.) */
function constantOf(value: RefValue, repr: string): Const | null {
  if (typeof value === 'bigint') {
    if (repr === 'i64') return bigintConst('i64', value);
    const fits = value >= FIXNUM_MIN && value <= FIXNUM_MAX;
    return repr === 'val' && fits ? bigintConst('val', value) : null;
  }
  if (typeof value === 'number')
    return repr === 'f64' ? f64Const(value) : repr === 'val' ? floatConst(value) : null;
  if (typeof value === 'boolean') {
    if (repr === 'bool') return boolConst(value);
    return repr === 'val' ? literalConst(value ? 'True' : 'False') : null;
  }
  return value === null && repr === 'val' ? literalConst('None') : null;
}
