/** A program that runs for a long time or for ever, in one loop of the runtime. */
export interface LongProgram {
  readonly name: string;
  readonly prepare?: string;
  readonly run: string;
}

export const program = (name: string, run: string, prepare?: string): LongProgram =>
  prepare === undefined ? { name, run } : { name, run, prepare };
