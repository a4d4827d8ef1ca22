/**
 * The scope analysis. The first pass walks the tree, notes in which block each name is
 * bound, used or declared, and refuses what no block may contain (collector.ts,
 * collect-*.ts). The second pass decides the scopes (analyze.ts).
 */
import type * as ast from '../../frontend/ast.ts';
import { docstringOf } from '../docstrings.ts';
import type { Origin } from '../errors.ts';
import { analyzeScopes } from './analyze.ts';
import { expr } from './collect-expressions.ts';
import { stmts } from './collect-statements.ts';
import { Collector } from './collector.ts';
import type { FutureFeatures } from './future.ts';
import type { Scope } from './scope.ts';

export class SymbolTable {
  readonly top: Scope;
  /**
   * Keys: the module; function, lambda, class and comprehension nodes; `arguments`
   * for a function's annotations; the list of type parameters; a type parameter
   * for its bound; a `type` statement for its value.
   */
  readonly blocks: Map<object, Scope>;
  /** Scope of a type parameter's default value. */
  readonly defaultBlocks: Map<ast.TypeParam, Scope>;

  constructor(top: Scope, blocks: Map<object, Scope>, defaultBlocks: Map<ast.TypeParam, Scope>) {
    this.top = top;
    this.blocks = blocks;
    this.defaultBlocks = defaultBlocks;
  }
}

export function buildSymbolTable(
  tree: ast.Mod,
  future: FutureFeatures,
  origin: Origin,
  topLevelAwait = false,
): SymbolTable {
  const collector = new Collector(future, origin, topLevelAwait);
  collectModule(collector, tree);
  analyzeScopes(collector.top, origin);
  return new SymbolTable(collector.top, collector.blocks, collector.defaultBlocks);
}

function collectModule(c: Collector, tree: ast.Mod): void {
  c.blocks.set(tree, c.top);
  c.enter(c.top);
  if (tree.kind === 'Expression') expr(c, tree.body);
  else {
    c.top.hasDocstring = tree.kind === 'Module' && docstringOf(tree.body) !== null;
    stmts(c, tree.body);
  }
  c.exit();
}
