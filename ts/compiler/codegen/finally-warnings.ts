/**
 * SyntaxWarnings for `return`, `break` and `continue` that leave a
 * `finally` block and so swallow the exception (PEP 765).
 */
import type { Mod, Position, Stmt } from '../../frontend/ast.ts';

type Warn = (message: string, at: Position) => void;

/** Where a statement is within the innermost `finally` or function around it. */
interface Place {
  readonly inFinally: boolean;
  /** In a loop inside that `finally`: break and continue stay within. */
  readonly inLoop: boolean;
}

export function warnOfFinallyExits(tree: Mod, warn: Warn): void {
  if (tree.kind !== 'Expression') walk(tree.body, { inFinally: false, inLoop: false }, warn);
}

function walk(body: readonly Stmt[], place: Place, warn: Warn): void {
  const leaves = (word: string, at: Position): void => warn(`'${word}' in a 'finally' block`, at);
  for (const s of body) {
    switch (s.kind) {
      case 'Return':
        if (place.inFinally) leaves('return', s);
        break;
      case 'Break':
      case 'Continue':
        if (place.inFinally && !place.inLoop) leaves(s.kind === 'Break' ? 'break' : 'continue', s);
        break;
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        walk(s.body, { inFinally: false, inLoop: false }, warn);
        break;
      case 'ClassDef':
      case 'With':
      case 'AsyncWith':
        walk(s.body, place, warn);
        break;
      case 'For':
      case 'AsyncFor':
      case 'While':
        walk(s.body, { ...place, inLoop: true }, warn);
        walk(s.orelse, place, warn);
        break;
      case 'If':
        walk(s.body, place, warn);
        walk(s.orelse, place, warn);
        break;
      case 'Match':
        for (const { body: inner } of s.cases) walk(inner, place, warn);
        break;
      case 'Try':
      case 'TryStar':
        walk(s.body, place, warn);
        for (const handler of s.handlers) walk(handler.body, place, warn);
        walk(s.orelse, place, warn);
        walk(s.finalbody, { inFinally: true, inLoop: false }, warn);
        break;
    }
  }
}
