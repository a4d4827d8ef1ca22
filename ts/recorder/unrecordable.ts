import type { Failure, GiveUp } from '../contract/give-up.ts';

/** Gives up on a trace, with a reason that is counted. Thrown by the recorder's parts, caught by `Recorder.run`. */
export class Unrecordable extends Error {
  constructor(
    readonly reason: GiveUp,
    readonly detail?: string,
  ) {
    super(reason);
  }

  get failure(): Failure {
    const { reason: failed, detail } = this;
    return detail === undefined ? { failed } : { failed, detail };
  }
}
