/**
 * Why a compilation comes to nothing: every reason that there is, with a sentence for the reader of docs/give-ups.md, which is made of it.
 * `--dump=stats` counts them by name. Native code reports the reasons of "Code memory" (GIVE_UP_* there) and the ends of a recording by the same names.
 *
 * The compiler imports the types alone, so the sentences are in no bundle.
 */

export const GIVE_UPS = {
  'The recording': {
    'no-recording': 'There is no recording to compile: its frame is gone.',
    'no-stack': 'The program has called so deep in C that V8 has no stack for the compiler.',
    empty: 'The recording holds no instruction.',
    'left-loop': 'The recording showed the last round of its loop. The next one is recorded again at once.',
    'too-long': 'The recording, or the trace made of it, has too many instructions.',
    'too-deep': 'Too many calls, or too many generators, are open at once.',
    returned: 'The frame in which the recording began returned or yielded.',
    raised:
      'An exception left the frame in which the recording began, or an instruction raised where no exit is.',
    abandoned: 'The recording was stopped from outside: an interrupt, or another recording.',
    linked: 'The recording stopped at the entry of a trace that is no longer there.',
    unknown: 'The recording stopped for a reason that has no name.',
    'stopped-at-branch': 'The recording stopped at a branch, before it showed where the branch goes.',
    'stopped-in-call':
      'The first instruction is a call into whose callee the recording did not get far enough.',
    'stopped-in-callee':
      'The recording stopped at the entry of another trace, in a frame that the trace does not have.',
    'closed-in-callee': 'The recording came back to its anchor with calls still open.',
    'no-resume-point': 'The recording stopped at a place that is not known.',
    'trace-limit': '`--trace-limit` is reached.',
  },
  Bridges: {
    'no-parent': 'The trace whose exit the bridge would begin at is unknown.',
    'bridge-depth': 'Too many bridges lie between the root trace and this one.',
    'tree-size': 'The root trace has as many bridges as it may have.',
    'inherited-function': 'A frame of the exit belongs to a function that is not known while compiling.',
    'inherited-value-is-nowhere':
      'A value that the bridge takes over is in no register and no slot at the exit.',
  },
  'Calls and frames': {
    'lost-frame': 'The recording goes on in another frame than the recorder thinks.',
    'callee-unknown': 'What was called is not known, or is no Python function.',
    'argument-error': 'The arguments do not fit the parameters: the call raises a TypeError.',
    'keyword-names': "The names of a call's keyword arguments are not constant.",
    'generator-call': 'A call that makes a generator where the recorder cannot make it through C.',
    'constant-differs': 'A constant of the trace is not the object that was seen.',
    'self-differs': 'Whether the call has a self is not as the specialized instruction expects.',
    'class-changed': 'The class that was called has changed since.',
    'not-implemented': 'The method of an operator returned NotImplemented.',
    super: '`super()` that is not a plain method call of the built-in class.',
  },
  'Names, objects, instructions': {
    unsupported: 'The instruction has no meaning in traces; its uop is named after the reason.',
    'cache-changed': 'The instruction was specialized anew since it ran, and what it had named is gone.',
    'unbound-local': 'A local variable without a value is read.',
    'no-global': 'A global name that does not exist is read.',
    'namespace-is-not-globals': 'Module code, or a class body, whose namespace is not its globals.',
    'no-class': 'The class of a shape is unknown.',
    'no-module': 'An attribute of a module that was not seen to be one.',
    'no-operand': 'The recording did not keep an operand that the trace depends on.',
  },
  Generators: {
    generator: 'A generator was resumed in a way that the recorder does not follow.',
    'large-code': "The generator's code has more units than a key of the optimizer holds.",
    'recursive-generator': 'Too many generators of one function are open at once.',
    'generator-runs': 'A generator that runs already was resumed.',
    'yield-in-callee': 'A yield in a followed call whose frame is no generator.',
  },
  Exceptions: {
    'raised-out': 'An exception left the frame in which the trace would begin.',
    'lost-handler': "The recording goes on elsewhere than in the exception's handler.",
  },
  'The optimizer': {
    'loop-in-callee': 'The loop closes with calls still open.',
    'loop-unstable': "The types of the loop's values did not settle after some attempts.",
    'too-many-virtuals': 'An exit would have to make more objects than native code keeps track of.',
  },
  'The back end': {
    'too-many-values':
      'An exit would have to write more values than native code has room for: locals, stacks.',
    spills: 'More values have to wait in memory than the frame has room for.',
    install: 'Native code had no memory for its record of the trace.',
  },
  'Code memory': {
    'code-memory-full': 'All code memory is taken.',
    'out-of-memory': 'There is no memory for the tables of tier 2.',
    'no-code-file': 'The system has no anonymous file to keep machine code in (memfd_create).',
    'no-code-memory': 'The system has no memory for machine code.',
    'no-near-addresses': 'No free addresses are within reach of the runtime.',
    'not-executable': 'The system does not allow executable memory here.',
    'no-writable-alias': 'No free addresses are left to map code memory a second time, writable.',
  },
  Afterwards: {
    'code-is-full': 'As many traces are anchored in the code object as its instructions can name.',
    'left-early':
      'The trace rests: it was left near its entry nearly always, and only cost time. It is tried again after some thousands of entries.',
    'internal-error':
      'A mistake of the compiler. With PYSTITCH_DEBUG, or any `--dump`, it is shown, and written to a file that replays it.',
  },
} as const;

type Groups = typeof GIVE_UPS;
export type GiveUp = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];

/** What a step of a compilation returns instead of its result. */
export interface Failure {
  readonly failed: GiveUp;
  /** What it was about, e.g. the uop: printed after the reason. */
  readonly detail?: string;
}
