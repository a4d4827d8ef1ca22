/** `from __future__ import …` at the beginning of a module. */
import type { Mod, Position } from '../../frontend/ast.ts';
import { docstringOf } from '../docstrings.ts';
import { type Origin, syntaxError } from '../errors.ts';

export interface FutureFeatures {
  /** Annotations are kept as strings (PEP 563). */
  readonly annotations: boolean;
  /** Position of the last such import; what comes later is out of place. */
  readonly location: Position;
}

const KNOWN = new Set([
  ...['nested_scopes', 'generators', 'division', 'absolute_import', 'with_statement', 'print_function'],
  ...['unicode_literals', 'barry_as_FLUFL', 'generator_stop', 'annotations'],
]);

/** `annotations`: they are kept as strings, whatever the source says. */
export function futureFeatures(tree: Mod, origin: Origin, annotations: boolean): FutureFeatures {
  let location: Position = { lineno: -1, colOffset: -1, endLineno: -1, endColOffset: -1 };
  if (tree.kind !== 'Expression') {
    for (const stmt of tree.body.slice(docstringOf(tree.body) === null ? 0 : 1)) {
      if (stmt.kind !== 'ImportFrom' || stmt.module !== '__future__' || stmt.level !== 0) break;
      for (const alias of stmt.names) {
        if (alias.name === 'braces') syntaxError('not a chance', origin, alias);
        if (!KNOWN.has(alias.name)) syntaxError(`future feature ${alias.name} is not defined`, origin, alias);
        if (alias.name === 'annotations') annotations = true;
      }
      location = stmt;
    }
  }
  return { annotations, location };
}
