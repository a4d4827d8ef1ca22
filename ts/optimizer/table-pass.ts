/** A pass that looks ops up in a table of handlers; ops without one go straight on. */

import { op } from '../ir/op-table.ts';
import type { Inst } from '../ir/trace.ts';
import type { Uop } from '../ops/types.ts';
import type { Chain } from './chain.ts';
import type { Pass } from './pass.ts';

export abstract class TablePass implements Pass {
  next!: Pass;
  private readonly handlers = new Map<Uop, (inst: Inst) => void>();

  protected chain!: Chain;

  /** Passes are made once and used for one trace after the other. */
  begin(chain: Chain): void {
    this.chain = chain;
  }

  /** Declares the handler of ops; to be called in constructors. */
  protected on(names: string, handler: (inst: Inst) => void): void {
    for (const name of names.split(' ')) this.onOp(op(name), handler);
  }
  /** The same for an op at hand: rules for all ops of which some fact holds come before rules for single ones. */
  protected onOp(uop: Uop, handler: (inst: Inst) => void): void {
    this.handlers.set(uop, handler);
  }

  visit(inst: Inst): void {
    const handler = this.handlers.get(inst.op);
    if (handler === undefined || this.chain.rewrites >= this.chain.limit) this.otherwise(inst);
    else {
      this.chain.rewrites++;
      handler(inst);
    }
  }

  /** What happens to ops without a handler. */
  protected otherwise(inst: Inst): void {
    this.next.visit(inst);
  }

  protected arg(inst: Inst, index: number): number {
    return this.chain.resolve(inst.args[index]);
  }
  protected out(inst: Inst, index: number, ref: number): void {
    this.chain.replace(inst.outs[index], this.chain.resolve(ref));
  }
}
