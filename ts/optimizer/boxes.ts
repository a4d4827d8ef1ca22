/**
 * Between tagged words and machine numbers. A tagged result that passes compute natively is *lazy*: the word is made (`force`) only where
 * something needs it, a call, a store; exits take the native value.
 *
 *     v3 = _BINARY_OP_ADD_INT v1, v2    →    i5 = _I64_ADD i1, i2        (v3 is lazy, its native form is i5)
 *     _STORE_SLOT v3, v4, #24                v3 = _BOX_INT i5            (forced)
 *                                            _STORE_SLOT v3, v4, #24
 */
import {
  boolConst,
  f64Const,
  floatConst,
  floatValue,
  i64Const,
  intConst,
  intValue,
  literalConst,
} from '../ir/constants.ts';
import { op } from '../ir/op-table.ts';
import type { AnySnapshot, Ref } from '../ir/trace.ts';
import { hasBegun, NO_REF, T } from '../ir/trace.ts';
import type { Chain } from './chain.ts';
import type { NewTrace } from './new-trace.ts';

const BOX_INT = op('_BOX_INT');
const MAKE_INT = op('_MAKE_INT');
const TAG_INT = op('_TAG_INT');
const BOX_FLOAT = op('_BOX_FLOAT');
const BOX_BOOL = op('_BOX_BOOL');
const UNBOX_INT = op('_UNBOX_INT');
const UNBOX_FLOAT = op('_UNBOX_FLOAT');
const UNBOX_BOOL = op('_UNBOX_BOOL');

/** Makes the word of a lazy value. */
export function box(chain: Chain, ref: Ref, snapshot: AnySnapshot | null): void {
  const native = chain.resolve(chain.native[ref]);
  const repr = chain.repr(native);
  let uop = BOX_BOOL;
  if (repr === 'f64') uop = BOX_FLOAT;
  else if (repr === 'i64')
    uop = chain.facts.fitsFixnum(native) ? TAG_INT : snapshot && hasBegun(snapshot) ? MAKE_INT : BOX_INT;
  // Cleared only now: the snapshot of _BOX_INT holds the native value, never the word being made.
  const at = uop.exits || uop.effects.raises ? snapshot && chain.translate(snapshot) : null;
  chain.lazy[ref] = false;
  chain.insts.push({ op: uop, args: [native], imms: [], outs: [ref], snapshot: at });
  if (uop === BOX_INT) chain.facts.narrowToFixnum(native);
}

/** Declares tagged `ref` to be the boxed form of `native`. Emitted now unless boxes may be lazy. */
export function defineBoxed(chain: Chain, ref: Ref, native: Ref, snapshot: AnySnapshot | null): void {
  native = chain.resolve(native);
  if (native < 0) {
    const boxed = boxedConst(chain, native);
    if (boxed !== NO_REF) {
      chain.replace(ref, boxed);
      return;
    }
  }
  chain.native[ref] = native;
  chain.lazy[ref] = true;
  chain.facts.copyToBoxed(ref, native);
  if (!chain.lazyBoxes) box(chain, ref, snapshot);
}

/** The tagged constant equal to a native one; NO_REF for doubles that need a cell and ints beyond 63 bits. */
export function boxedConst(trace: NewTrace, ref: Ref): Ref {
  const c = trace.const(ref);
  if (c.repr === 'i64') {
    const value = intValue(c);
    return Number.isNaN(value) ? NO_REF : trace.constant(intConst(value));
  }
  if (c.repr === 'f64') {
    const boxed = floatConst(floatValue(c));
    return boxed ? trace.constant(boxed) : NO_REF;
  }
  return trace.constant(literalConst(c.lo ? 'True' : 'False'));
}

/** The unboxed form of a tagged value whose type is known. */
export function unboxed(chain: Chain, ref: Ref, repr: 'i64' | 'f64' | 'bool'): Ref {
  ref = chain.resolve(ref);
  if (ref < 0) {
    const c = chain.const(ref);
    if (repr === 'bool') return chain.constant(boolConst(c.type === T.TRUE));
    if (repr === 'f64' && (c.lo & 3) === 2) return chain.constant(f64Const(floatValue(c)));
    if (repr === 'i64' && !Number.isNaN(intValue(c))) return chain.constant(i64Const(intValue(c)));
  } else {
    const known = chain.native[ref];
    // After a guard that always fails the types may contradict each other; that code is never reached.
    if (known !== NO_REF && chain.repr(chain.resolve(known)) === repr) return chain.resolve(known);
  }
  const uop = repr === 'i64' ? UNBOX_INT : repr === 'f64' ? UNBOX_FLOAT : UNBOX_BOOL;
  const native = chain.apply(uop, [ref]);
  if (ref >= 0 && !chain.lazy[ref]) chain.native[ref] = native;
  return native;
}
