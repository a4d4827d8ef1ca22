/**
 * What the register allocator returns and the layout takes: a list of stencil bodies with the values of their holes. Kept as
 * parallel arrays; one entry is one copy of a stencil.
 */

export const NO_EXIT = -1;

/** Where a stencil's `_JIT_TARGET` leads. */
export const Goal = {
  NONE: -1,
  LOOP: -2, // the loop's header
  // 0 and above: exit stub of that number
  // … of the back end's PUBLISH: the exit whose number it stores
  SYMBOL: 0x100000, // + index into LAYOUT_TARGETS
  LINK: 0x200000, // + index into CodeList.links
} as const;

/** Runtime code that a trace ends in, other than through an exit stub. */
export const LAYOUT_TARGETS: readonly string[] = ['jit_return', 'jit_yield'];

export class CodeList {
  readonly bodies: number[] = [];
  /** Holes of entry i: holes[2 × holeStart[i] …], low and high word each. */
  readonly holeStart: number[] = [];
  readonly holes: number[] = [];
  readonly exits: number[] = [];
  readonly raises: number[] = [];
  readonly goals: number[] = [];
  /** For dumps: instruction of the trace, −1 for the back end's own. */
  readonly origins: number[] = [];
  /** For dumps: what it is, with its registers. */
  readonly texts: string[] | null;
  /** Other traces' anchors that LINK goals jump to. */
  readonly links: number[] = [];
  /** … and the exits that those jumps are turned to while the other trace cannot be entered. */
  readonly linkExits: number[] = [];
  /** Entry at which the loop starts, −1 in a straight trace. */
  loopEntry = -1;

  constructor(withTexts: boolean) {
    this.texts = withTexts ? [] : null;
  }

  get length(): number {
    return this.bodies.length;
  }

  /** Pushes a hole of the entry that the next `append` makes. */
  hole(low: number, high: number): void {
    this.holes.push(low, high);
  }

  /** The goal of a jump into the trace `target`, or else through `exit`. */
  link(target: number, exit: number): number {
    this.linkExits.push(exit);
    return Goal.LINK + this.links.push(target) - 1;
  }

  private nextHole = 0;

  append(body: number, origin: number, exit: number, raise: number, goal: number): void {
    this.bodies.push(body);
    this.holeStart.push(this.nextHole);
    this.nextHole = this.holes.length / 2;
    this.exits.push(exit);
    this.raises.push(raise);
    this.goals.push(goal);
    this.origins.push(origin);
  }

  /** `--dump=regs`: one line an entry; `#n` is the trace's instruction. Needs texts. */
  describe(firstExit = 0): string {
    const lines: string[] = [];
    for (let i = 0; i < this.length; i++) {
      if (i === this.loopEntry) lines.push('loop:');
      const origin = this.origins[i] < 0 ? '' : `#${this.origins[i]}`;
      const exit = this.exits[i] < 0 ? '' : ` exit ${firstExit + this.exits[i]}`;
      const raise = this.raises[i] < 0 ? '' : ` raise ${firstExit + this.raises[i]}`;
      lines.push(`${origin.padStart(5)} ${this.texts?.[i] ?? `body ${this.bodies[i]}`}${exit}${raise}`);
    }
    return lines.join('\n');
  }

  /** Forgets all entries from `length` on. */
  truncate(length: number): void {
    if (length < this.length) {
      this.nextHole = this.holeStart[length];
      this.holes.length = this.nextHole * 2;
    }
    for (const list of [this.bodies, this.holeStart, this.exits, this.raises, this.goals, this.origins])
      list.length = Math.min(list.length, length);
    if (this.texts) this.texts.length = Math.min(this.texts.length, length);
  }
}
