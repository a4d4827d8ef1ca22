/**
 * What native/addon/values/to_js.cc made of a Python value, as JavaScript values:
 *
 *     null, boolean, number, bigint, string, Uint8Array     as they are
 *     ['list', item…]                 Array, for list and tuple
 *     ['dict', key, value, …]         plain object, when all keys are str
 *     ['map', key, value, …]          Map
 *     ['set', item…]                  Set
 *     ['js', value]                   the JavaScript value that was thrown into Python
 *     a handle                        PythonObject
 */
import { apiError } from './api-error.ts';
import { isBytes } from './checks.ts';

type Wrap = (handle: unknown) => unknown;

/** `wrap` makes the PythonObject of a handle. @throws RangeError when two keys become one */
export function fromPython(value: unknown, wrap: Wrap): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) return isBytes(value) ? value : wrap(value);
  switch (value[0]) {
    case 'list':
      return list(value, wrap);
    case 'dict':
      return plainObject(value, wrap);
    case 'map':
      return map(value, wrap);
    case 'set':
      return set(value, wrap);
    default:
      return value[1];
  }
}

function list(node: readonly unknown[], wrap: Wrap): unknown[] {
  const result: unknown[] = [];
  for (let i = 1; i < node.length; i++) result.push(fromPython(node[i], wrap));
  return result;
}

function plainObject(node: readonly unknown[], wrap: Wrap): object {
  const result: Record<string, unknown> = {};
  for (let i = 1; i < node.length; i += 2) {
    const key = node[i] as string;
    const value = fromPython(node[i + 1], wrap);
    // An inherited name may have a setter.
    if (key in result)
      Object.defineProperty(result, key, { value, writable: true, enumerable: true, configurable: true });
    else result[key] = value;
  }
  return result;
}

function map(node: readonly unknown[], wrap: Wrap): Map<unknown, unknown> {
  const result = new Map<unknown, unknown>();
  for (let i = 1; i < node.length; i += 2)
    result.set(fromPython(node[i], wrap), fromPython(node[i + 1], wrap));
  if (result.size * 2 !== node.length - 1) throw merged('dict', 'keys', 'Map');
  return result;
}

function set(node: readonly unknown[], wrap: Wrap): Set<unknown> {
  const result = new Set<unknown>();
  for (let i = 1; i < node.length; i++) result.add(fromPython(node[i], wrap));
  if (result.size !== node.length - 1) throw merged('set', 'items', 'Set');
  return result;
}

/** Only NaNs: Python tells them apart by identity. */
function merged(type: string, parts: string, target: string): Error {
  return apiError(RangeError, `two ${parts} of a ${type} would be one in a JavaScript ${target}`);
}
