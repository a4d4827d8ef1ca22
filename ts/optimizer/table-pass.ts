/**
 * A pass that looks ops up in a table of handlers: those of single ops (`on`), and those of all ops of which some fact is declared
 * (`ruleFor`). Ops without a handler go straight on.
 */
import { op } from '../ir/op-table.ts';
import type { Inst } from '../ir/trace.ts';
import type { Uop } from '../ops/types.ts';
import type { Chain } from './chain.ts';
import type { Pass } from './pass.ts';

export type Handler = (inst: Inst) => void;

export abstract class TablePass implements Pass {
  next!: Pass;
  /** Null: none. Rules by facts are looked for when an op first comes by: loading must not go through the whole op table. */
  private readonly handlers = new Map<Uop, Handler | null>();

  protected chain!: Chain;

  /** Passes are made once and used for one trace after the other. */
  begin(chain: Chain): void {
    this.chain = chain;
  }

  /** Declares the handler of ops; to be called in constructors. */
  protected on(names: string, handler: Handler): void {
    for (const name of names.split(' ')) this.handlers.set(op(name), handler);
  }

  /** The handler of an op that has none of its own, by what is declared of it. Asked once for each op. */
  protected ruleFor(_uop: Uop): Handler | null {
    return null;
  }

  visit(inst: Inst): void {
    let handler = this.handlers.get(inst.op);
    if (handler === undefined) this.handlers.set(inst.op, (handler = this.ruleFor(inst.op)));
    if (handler === null || this.chain.rewrites >= this.chain.limit) this.otherwise(inst);
    else {
      if (++this.chain.rewrites === this.chain.limit) this.chain.atLimit?.(this, inst);
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
