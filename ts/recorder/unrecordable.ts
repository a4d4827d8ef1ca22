/** Gives up on a trace, with a reason that is counted. Thrown by the recorder's parts, caught by `Recorder.run`. */
export class Unrecordable extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}
