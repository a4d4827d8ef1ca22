/**
 * promote: what watchers keep constant becomes a constant.
 *
 *     _GUARD_KEYS_VERSION @globals, #7
 *     v1 = _LOAD_DICT_ENTRY @globals, #3          →   (v1 is @g; depends on globals['g'])
 *     _GUARD_TYPE_VERSION #@C, #12                →   (depends on class C)
 *
 * A guard on a dict's keys is held back until a load or store shows whether it is needed. For a builtin the globals are guarded too, for
 * the name must not appear there: the trace then depends on that key of both dicts. After an instruction that may run arbitrary
 * code the trace checks once that no assumption broke meanwhile, as soon as there is a snapshot to leave through.
 */
import { op } from '../../ir/op-table.ts';
import type { AnySnapshot, Dependency, Inst, Ref } from '../../ir/trace.ts';
import { hasBegun, isBetweenInstructions, isConst, isRecorded } from '../../ir/trace.ts';
import type { Chain } from '../chain.ts';
import type { Pass } from '../pass.ts';

const GUARD_KEYS = op('_GUARD_KEYS_VERSION');
const LOAD_ENTRY = op('_LOAD_DICT_ENTRY');
const STORE_ENTRY = op('_STORE_DICT_ENTRY');
const STORE_UNWATCHED = op('_STORE_DICT_ENTRY_UNWATCHED');
const STORE_NAMED = op('_STORE_GLOBAL_NAMED');
const DELETE_NAMED = op('_DELETE_GLOBAL_NAMED');
const GUARD_TYPE = op('_GUARD_TYPE_VERSION');
const CHECK_VALID = op('_CHECK_VALID');

export class Promote implements Pass {
  next!: Pass;
  private held: Inst[] = [];
  /** Dict entries that this very trace writes: `dict ref * 65536 + index`. */
  private readonly written = new Set<number>();
  /** Keys that it writes or deletes by name: what a load of one finds is not what is there now. */
  private readonly named = new Set<Ref>();
  /** The recorded snapshot of the last instruction that may have run code, until validity was checked again. To leave with it would run that code once more. */
  private ranCode: AnySnapshot | null = null;
  /** Code has run when the trace assumed nothing yet, so that nothing was checked: what is assumed first may have changed since it was compiled. */
  private unchecked = false;

  private chain!: Chain;

  begin(chain: Chain): void {
    this.chain = chain;
    this.held = [];
    this.ranCode = null;
    this.unchecked = false;
    this.written.clear();
    this.named.clear();
    for (const inst of chain.input.insts) {
      if (inst.op === STORE_ENTRY && isConst(inst.args[0]))
        this.written.add(inst.args[0] * 65536 + inst.imms[0]);
      else if (inst.op === STORE_NAMED || inst.op === DELETE_NAMED) this.named.add(inst.imms[0]);
    }
  }

  save(): { ranCode: AnySnapshot | null; unchecked: boolean } {
    const { ranCode, unchecked } = this;
    return { ranCode, unchecked };
  }
  restore({ ranCode, unchecked }: { ranCode: AnySnapshot | null; unchecked: boolean }): void {
    this.ranCode = ranCode;
    this.unchecked = unchecked;
    this.held.length = 0;
  }

  visit(inst: Inst): void {
    if (inst.op === GUARD_KEYS && isConst(this.chain.resolve(inst.args[0]))) {
      this.held.push(inst);
      return;
    }
    this.checkValid(inst.snapshot);
    if (inst.op === LOAD_ENTRY && this.promoteLoad(inst)) {
      this.held.length = 0;
      return;
    }
    if (inst.op === GUARD_TYPE && this.promoteClass(inst)) return;
    this.release();
    const { snapshot } = inst; // in the new trace it has another
    if (inst.op === STORE_ENTRY) this.store(inst);
    else this.next.visit(inst);
    if (inst.op.effects.runsCode) {
      this.ranCode = snapshot;
    }
  }

  private release(): void {
    if (this.held.length === 0) return;
    const held = this.held;
    this.held = [];
    for (const guard of held) this.next.visit(guard);
  }

  private checkValid(snapshot: AnySnapshot | null): void {
    if (!this.ranCode || !snapshot || snapshot === this.ranCode || !isRecorded(snapshot)) return;
    // What raises is unwound first: its instruction, left to tier 1, would run again.
    if (hasBegun(snapshot) || !isBetweenInstructions(snapshot)) return;
    this.ranCode = null;
    this.unchecked = this.chain.dependencies.length === 0;
    if (!this.unchecked) this.check(snapshot);
  }

  private check(snapshot: AnySnapshot): void {
    this.next.visit({ op: CHECK_VALID, args: [], imms: [], outs: [], snapshot });
  }

  /** Whether what holds now, when the trace is compiled, may be assumed at this point of it. */
  private mayAssume({ snapshot }: Inst): boolean {
    if (this.ranCode) return false;
    if (!this.unchecked) return true;
    if (!snapshot || !isRecorded(snapshot) || hasBegun(snapshot) || !isBetweenInstructions(snapshot))
      return false;
    this.check(snapshot);
    this.unchecked = false;
    return true;
  }

  private promoteLoad(inst: Inst): boolean {
    const { chain } = this;
    const dict = chain.resolve(inst.args[0]);
    if (!isConst(dict) || this.written.has(dict * 65536 + inst.imms[0])) return false;
    for (const guard of this.held) {
      const current = chain.world.cell(chain.const(chain.resolve(guard.args[0])));
      if (current?.keysVersion !== guard.imms[0]) return false;
    }
    const found = chain.world.watchGlobal(chain.const(dict), inst.imms[0]);
    const key = found && chain.constant(found.key);
    if (!found || key === undefined || this.named.has(key) || !this.mayAssume(inst)) return false;
    this.depend({ kind: 'global', dict, key });
    for (const guard of this.held) {
      const other = chain.resolve(guard.args[0]);
      if (other !== dict) this.depend({ kind: 'global', dict: other, key });
    }
    chain.replace(inst.outs[0], chain.constant(found.value));
    return true;
  }

  private promoteClass(inst: Inst): boolean {
    const cls = inst.imms[0];
    const c = this.chain.const(cls);
    if (this.chain.world.cell(c)?.class?.version !== inst.imms[1]) return false;
    if (!this.chain.world.watchClass(c) || !this.mayAssume(inst)) return false;
    this.depend({ kind: 'class', cls });
    return true;
  }

  /** A key that traces write is never promoted again, so the store need not ask whether somebody watches it. */
  private store(inst: Inst): void {
    const dict = this.chain.resolve(inst.args[0]);
    if (isConst(dict) && this.chain.world.claimMutable(this.chain.const(dict), inst.imms[0])) {
      this.next.visit({ ...inst, op: STORE_UNWATCHED });
    } else this.next.visit(inst);
  }

  private depend(dependency: Dependency): void {
    const { dependencies } = this.chain;
    for (const known of dependencies) {
      if (known.kind === 'class' && dependency.kind === 'class' && known.cls === dependency.cls) return;
      if (known.kind === 'global' && dependency.kind === 'global') {
        if (known.dict === dependency.dict && known.key === dependency.key) return;
      }
    }
    dependencies.push(dependency);
  }
}
