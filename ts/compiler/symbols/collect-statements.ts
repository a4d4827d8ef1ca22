/**
 * First pass over statements and patterns: which names they bind
 * and declare, and in which blocks they must not be.
 */
import { tick } from '../../contract/patience.ts';
import type * as ast from '../../frontend/ast.ts';
import { annotatedAssignment, classDef, functionDef, typeAlias } from './collect-definitions.ts';
import { expr, exprs } from './collect-expressions.ts';
import type { Collector } from './collector.ts';
import { Def } from './scope.ts';

export function stmts(c: Collector, body: readonly ast.Stmt[]): void {
  for (const s of body) stmt(c, s);
}

function stmt(c: Collector, s: ast.Stmt): void {
  tick();
  switch (s.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return functionDef(c, s);
    case 'ClassDef':
      return classDef(c, s);
    case 'TypeAlias':
      return typeAlias(c, s);
    case 'Return':
      if (s.value) expr(c, s.value);
      return;
    case 'Delete':
      return exprs(c, s.targets);
    case 'Assign':
      exprs(c, s.targets);
      return expr(c, s.value);
    case 'AnnAssign':
      return annotatedAssignment(c, s);
    case 'AugAssign':
      expr(c, s.target);
      return expr(c, s.value);
    case 'AsyncFor':
      c.requireCoroutine("'async for' outside async function", s);
      return forLoop(c, s);
    case 'For':
      return forLoop(c, s);
    case 'While':
      expr(c, s.test);
      return c.conditional(() => {
        stmts(c, s.body);
        stmts(c, s.orelse);
      });
    case 'If':
      return ifStmt(c, s);
    case 'Match':
      expr(c, s.subject);
      return c.conditional(() => {
        for (const matchCase of s.cases) {
          pattern(c, matchCase.pattern);
          if (matchCase.guard) expr(c, matchCase.guard);
          stmts(c, matchCase.body);
        }
      });
    case 'Raise':
      if (s.exc) expr(c, s.exc);
      if (s.exc && s.cause) expr(c, s.cause);
      return;
    case 'Try':
    case 'TryStar':
      return c.conditional(() => {
        stmts(c, s.body);
        for (const handler of s.handlers) {
          if (handler.type) expr(c, handler.type);
          if (handler.name !== null) c.addDef(handler.name, Def.LOCAL, handler);
          stmts(c, handler.body);
        }
        stmts(c, s.orelse);
        stmts(c, s.finalbody);
      });
    case 'Assert':
      expr(c, s.test);
      if (s.msg) expr(c, s.msg);
      return;
    case 'Import':
      for (const alias of s.names) importAlias(c, alias);
      return;
    case 'ImportFrom':
      for (const alias of s.names) importAlias(c, alias);
      return checkFutureImport(c, s);
    case 'Global':
      return declaration(c, s, Def.GLOBAL, 'global');
    case 'Nonlocal':
      return declaration(c, s, Def.NONLOCAL, 'nonlocal');
    case 'Expr':
      return expr(c, s.value);
    case 'AsyncWith':
      c.requireCoroutine("'async with' outside async function", s);
      return withStmt(c, s);
    case 'With':
      return withStmt(c, s);
    case 'Pass':
    case 'Break':
    case 'Continue':
      return;
  }
}

function forLoop(c: Collector, s: ast.For | ast.AsyncFor): void {
  expr(c, s.target);
  expr(c, s.iter);
  c.conditional(() => {
    stmts(c, s.body);
    stmts(c, s.orelse);
  });
}

/** A loop walks down a chain of `elif`. */
function ifStmt(c: Collector, s: ast.If): void {
  expr(c, s.test);
  c.conditional(() => {
    stmts(c, s.body);
    let rest = s.orelse;
    for (let only = rest[0]; rest.length === 1 && only?.kind === 'If'; only = rest[0]) {
      expr(c, only.test);
      stmts(c, only.body);
      rest = only.orelse;
    }
    stmts(c, rest);
  });
}

function withStmt(c: Collector, s: ast.With | ast.AsyncWith): void {
  c.conditional(() => {
    for (const item of s.items) {
      expr(c, item.context_expr);
      if (item.optional_vars) expr(c, item.optional_vars);
    }
    stmts(c, s.body);
  });
}

function declaration(c: Collector, s: ast.Global | ast.Nonlocal, flag: number, word: string): void {
  for (const name of s.names) {
    const before = c.lookupIn(c.current, name);
    if (before & Def.PARAM) c.fail(`name '${name}' is parameter and ${word}`, s);
    if (before & Def.USE) c.fail(`name '${name}' is used prior to ${word} declaration`, s);
    if (before & Def.ANNOT) c.fail(`annotated name '${name}' can't be ${word}`, s);
    if (before & Def.LOCAL) c.fail(`name '${name}' is assigned to before ${word} declaration`, s);
    c.addDef(name, flag, s);
    c.addDirective(name, s);
  }
}

function importAlias(c: Collector, alias: ast.Alias): void {
  const name = alias.asname ?? alias.name;
  if (name === '*') {
    if (c.current.type !== 'module') c.fail('import * only allowed at module level', alias);
    return;
  }
  const dot = name.indexOf('.');
  c.addDef(dot < 0 ? name : name.slice(0, dot), Def.IMPORT, alias);
}

function checkFutureImport(c: Collector, s: ast.ImportFrom): void {
  if (s.module !== '__future__' || s.level !== 0) return;
  const last = c.future.location;
  if (s.lineno > last.lineno || (s.lineno === last.endLineno && s.colOffset > last.endColOffset))
    c.fail('from __future__ imports must occur at the beginning of the file', s);
}

function pattern(c: Collector, p: ast.Pattern): void {
  switch (p.kind) {
    case 'MatchValue':
      return expr(c, p.value);
    case 'MatchSingleton':
      return;
    case 'MatchSequence':
    case 'MatchOr':
      for (const sub of p.patterns) pattern(c, sub);
      return;
    case 'MatchStar':
      if (p.name !== null) c.addDef(p.name, Def.LOCAL, p);
      return;
    case 'MatchMapping':
      exprs(c, p.keys);
      for (const sub of p.patterns) pattern(c, sub);
      if (p.rest !== null) c.addDef(p.rest, Def.LOCAL, p);
      return;
    case 'MatchClass':
      expr(c, p.cls);
      for (const sub of p.patterns) pattern(c, sub);
      p.kwd_attrs.forEach((attr, i) => {
        c.checkName(attr, p.kwd_patterns[i]!, 'Store');
      });
      for (const sub of p.kwd_patterns) pattern(c, sub);
      return;
    case 'MatchAs':
      if (p.pattern) pattern(c, p.pattern);
      if (p.name !== null) c.addDef(p.name, Def.LOCAL, p);
      return;
  }
}
