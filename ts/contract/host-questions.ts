/**
 * What C asks the host about, with a text: `Host.ask` of native/core/ctx.h, answered by ts/host/system.ts. Paths and
 * variables are bytes. The answer is a text, or the number of an error of the system.
 */
export const HostQuestion = {
  /** May this file or folder be looked at and read? Symbolic links are followed. Answer: the path to use. */
  READ: 0,
  /** The same of the entry itself: when it is a symbolic link, of the link. */
  READ_ENTRY: 1,
  /** May it be made, changed or replaced? It need not exist. */
  WRITE: 2,
  WRITE_ENTRY: 3,
  /** Makes a folder the current one. Answer: empty. */
  CHANGE_FOLDER: 4,
  /** Answer: the current folder. */
  FOLDER: 5,
  /** Answer: `NAME=value`, each with a NUL after it. */
  ENVIRONMENT: 6,
  /** `NAME=value`, or `NAME` alone to remove it. Answer: empty. */
  SET_VARIABLE: 7,
  /** May the process be ended, signalled, and changed as a whole? Answer: empty. */
  PROCESS: 8,
  /** Random bytes; the text is their number. Answer: as many, or NOT_GRANTED: the system's are to be used. */
  RANDOM: 9,
} as const;

/** An answer: the host grants no such thing. No number of the system's. */
export const NOT_GRANTED = 100_000;
