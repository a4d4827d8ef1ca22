/**
 * Which JavaScript objects stand for Python objects: those of the API's classes, each of which keeps its handle in a private
 * field that nobody else can write or read.
 */

type Reader = (object: object) => unknown;

const readers: Reader[] = [];

/** `reader` returns the handle of an object of its class, undefined for any other. */
export function readHandlesWith(reader: Reader): void {
  readers.push(reader);
}

/** The handle of the Python object that `object` stands for, or undefined. */
export function handleOf(object: object): unknown {
  for (let i = 0; i < readers.length; i++) {
    const handle = readers[i](object);
    if (handle !== undefined) return handle;
  }
  return undefined;
}

/** What the classes' constructors want to see: only the API makes such objects. */
export const internal: unique symbol = Symbol('pystitch');
