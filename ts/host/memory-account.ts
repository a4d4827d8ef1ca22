/**
 * What the compiler makes counts against a runtime's memory limit until it is loaded: it is estimated here, and charged to the native
 * account. Sizes are V8's on a 64-bit machine, rounded up.
 */
import type { CodeObject } from '../compiler/code-object.ts';
import type { NativeContext } from '../native/addon.ts';

/** The object, its arrays and typed arrays. */
const CODE_BYTES = 900;
const POSITION_BYTES = 72;
const EXCEPTION_BYTES = 64;
const NAME_BYTES = 40;
const CONSTANT_BYTES = 80;

/** One code object, without those in it. */
function bytesOf(code: CodeObject): number {
  let bytes =
    CODE_BYTES +
    code.units.byteLength +
    code.positions.length * POSITION_BYTES +
    code.exceptions.length * EXCEPTION_BYTES +
    (code.names.length + code.localsplusNames.length) * NAME_BYTES +
    code.consts.length * CONSTANT_BYTES;
  for (const constant of code.consts)
    if (constant.kind === 'str' || constant.kind === 'bytes') bytes += constant.value.length;
  return bytes;
}

/** A code object and those in it. */
export function heldBytes(code: CodeObject): number {
  let bytes = bytesOf(code);
  for (const constant of code.consts) if (constant.kind === 'code') bytes += heldBytes(constant.code);
  return bytes;
}

export class MemoryAccount {
  /** Charged for code that has been compiled and is not loaded yet. */
  #waiting = 0;
  readonly #native: () => NativeContext;
  readonly #limited: boolean;

  constructor(native: () => NativeContext, limited: boolean) {
    this.#native = native;
    this.#limited = limited;
  }

  /** Bytes below the limit; if there are fewer than `wanted`, garbage is collected first. */
  room(wanted: number): number {
    return this.#limited ? this.#native().memoryRoom(wanted) : Infinity;
  }

  /** Charges what is about to be loaded; false: there is no room. */
  hold(bytes: number): boolean {
    if (this.#waiting > 0) this.#native().memoryHold(-this.#waiting);
    this.#waiting = 0;
    if (!this.#native().memoryHold(bytes)) return false;
    this.#waiting = bytes;
    return true;
  }

  /** What hold() charged last has been loaded: the compiler's form of it goes. */
  loaded(): void {
    if (this.#waiting > 0) this.#native().memoryHold(-this.#waiting);
    this.#waiting = 0;
  }
}
