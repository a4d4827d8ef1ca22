/**
 * The abstract syntax tree, node for node and field for field that of CPython 3.14 (`Parser/Python.asdl`).
 *
 * - A node's `kind` is the name of its ASDL constructor (`'BinOp'`, `'arguments'`, `'match_case'` …).
 * - Fields keep the ASDL's spelling, snake_case included, so that the tree can be read with CPython's
 *   `ast` documentation. Two exceptions: `Constant.kind` (whether a string had the prefix u) is
 *   called `u`, because `kind` is taken; and type comments (`type_comment`, `type_ignores`), which
 *   CPython fills in only on request, are left out.
 * - `T*` is an array, `T?` is `T | null`, identifiers are strings (already in Unicode normal form
 *   NFKC), operators and contexts are string literals.
 * - Positions are CPython's: lines from 1, columns from 0 in UTF-8 bytes, end exclusive.
 *
 * Fields are mutable because the parser turns expressions into targets
 * by rewriting `ctx`; nobody else writes to a tree.
 */
import type { Constant as ConstantValue } from './constant.ts';

export interface Position {
  lineno: number;
  colOffset: number;
  endLineno: number;
  endColOffset: number;
}

export type ExprContext = 'Load' | 'Store' | 'Del';
export type BoolOperator = 'And' | 'Or';
export type Operator =
  | 'Add'
  | 'Sub'
  | 'Mult'
  | 'MatMult'
  | 'Div'
  | 'Mod'
  | 'Pow'
  | 'LShift'
  | 'RShift'
  | 'BitOr'
  | 'BitXor'
  | 'BitAnd'
  | 'FloorDiv';
export type UnaryOperator = 'Invert' | 'Not' | 'UAdd' | 'USub';
export type CompareOperator = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn';

// mod ------------------------------------------------------------------------------------------------------------

export interface Module {
  readonly kind: 'Module';
  body: Stmt[];
}

export interface Interactive {
  readonly kind: 'Interactive';
  body: Stmt[];
}

export interface Expression {
  readonly kind: 'Expression';
  body: Expr;
}

export type Mod = Module | Interactive | Expression;

// stmt -----------------------------------------------------------------------------------------------------------

interface FunctionFields extends Position {
  name: string;
  args: Arguments;
  body: Stmt[];
  decorator_list: Expr[];
  returns: Expr | null;
  type_params: TypeParam[];
}

/** `lineno` is that of `def`, not of the first decorator (as in CPython). */
export interface FunctionDef extends FunctionFields {
  readonly kind: 'FunctionDef';
}

export interface AsyncFunctionDef extends FunctionFields {
  readonly kind: 'AsyncFunctionDef';
}

export interface ClassDef extends Position {
  readonly kind: 'ClassDef';
  name: string;
  bases: Expr[];
  keywords: Keyword[];
  body: Stmt[];
  decorator_list: Expr[];
  type_params: TypeParam[];
}

export interface Return extends Position {
  readonly kind: 'Return';
  value: Expr | null;
}

export interface Delete extends Position {
  readonly kind: 'Delete';
  targets: Expr[];
}

export interface Assign extends Position {
  readonly kind: 'Assign';
  targets: Expr[];
  value: Expr;
}

export interface TypeAlias extends Position {
  readonly kind: 'TypeAlias';
  name: Name;
  type_params: TypeParam[];
  value: Expr;
}

export interface AugAssign extends Position {
  readonly kind: 'AugAssign';
  target: Name | Attribute | Subscript;
  op: Operator;
  value: Expr;
}

export interface AnnAssign extends Position {
  readonly kind: 'AnnAssign';
  target: Name | Attribute | Subscript;
  annotation: Expr;
  value: Expr | null;
  /** 1 for a bare name without parentheses, otherwise 0. */
  simple: 0 | 1;
}

interface ForFields extends Position {
  target: Expr;
  iter: Expr;
  body: Stmt[];
  orelse: Stmt[];
}

export interface For extends ForFields {
  readonly kind: 'For';
}

export interface AsyncFor extends ForFields {
  readonly kind: 'AsyncFor';
}

export interface While extends Position {
  readonly kind: 'While';
  test: Expr;
  body: Stmt[];
  orelse: Stmt[];
}

export interface If extends Position {
  readonly kind: 'If';
  test: Expr;
  body: Stmt[];
  /** For `elif`: one nested `If`. */
  orelse: Stmt[];
}

interface WithFields extends Position {
  items: WithItem[];
  body: Stmt[];
}

export interface With extends WithFields {
  readonly kind: 'With';
}

export interface AsyncWith extends WithFields {
  readonly kind: 'AsyncWith';
}

export interface Match extends Position {
  readonly kind: 'Match';
  subject: Expr;
  cases: MatchCase[];
}

export interface Raise extends Position {
  readonly kind: 'Raise';
  exc: Expr | null;
  cause: Expr | null;
}

interface TryFields extends Position {
  body: Stmt[];
  handlers: ExceptHandler[];
  orelse: Stmt[];
  finalbody: Stmt[];
}

export interface Try extends TryFields {
  readonly kind: 'Try';
}

/** `try` with `except*` handlers. */
export interface TryStar extends TryFields {
  readonly kind: 'TryStar';
}

export interface Assert extends Position {
  readonly kind: 'Assert';
  test: Expr;
  msg: Expr | null;
}

export interface Import extends Position {
  readonly kind: 'Import';
  names: Alias[];
}

export interface ImportFrom extends Position {
  readonly kind: 'ImportFrom';
  module: string | null;
  names: Alias[];
  /** Leading dots; 0 for an absolute import. */
  level: number;
}

export interface Global extends Position {
  readonly kind: 'Global';
  names: string[];
}

export interface Nonlocal extends Position {
  readonly kind: 'Nonlocal';
  names: string[];
}

export interface ExprStmt extends Position {
  readonly kind: 'Expr';
  value: Expr;
}

export interface Pass extends Position {
  readonly kind: 'Pass';
}

export interface Break extends Position {
  readonly kind: 'Break';
}

export interface Continue extends Position {
  readonly kind: 'Continue';
}

export type Stmt =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExprStmt
  | Pass
  | Break
  | Continue;

// expr -----------------------------------------------------------------------------------------------------------

export interface BoolOp extends Position {
  readonly kind: 'BoolOp';
  op: BoolOperator;
  values: Expr[];
}

export interface NamedExpr extends Position {
  readonly kind: 'NamedExpr';
  target: Name;
  value: Expr;
}

export interface BinOp extends Position {
  readonly kind: 'BinOp';
  left: Expr;
  op: Operator;
  right: Expr;
}

export interface UnaryOp extends Position {
  readonly kind: 'UnaryOp';
  op: UnaryOperator;
  operand: Expr;
}

export interface Lambda extends Position {
  readonly kind: 'Lambda';
  args: Arguments;
  body: Expr;
}

export interface IfExp extends Position {
  readonly kind: 'IfExp';
  test: Expr;
  body: Expr;
  orelse: Expr;
}

export interface Dict extends Position {
  readonly kind: 'Dict';
  /** `null` where the value is a `**mapping`. */
  keys: (Expr | null)[];
  values: Expr[];
}

/** Named `Set` in the ASDL; the interface is `SetExpr` so that it does not hide JavaScript's `Set`. */
export interface SetExpr extends Position {
  readonly kind: 'Set';
  elts: Expr[];
}

export interface ListComp extends Position {
  readonly kind: 'ListComp';
  elt: Expr;
  generators: Comprehension[];
}

export interface SetComp extends Position {
  readonly kind: 'SetComp';
  elt: Expr;
  generators: Comprehension[];
}

export interface DictComp extends Position {
  readonly kind: 'DictComp';
  key: Expr;
  value: Expr;
  generators: Comprehension[];
}

export interface GeneratorExp extends Position {
  readonly kind: 'GeneratorExp';
  elt: Expr;
  generators: Comprehension[];
}

export interface Await extends Position {
  readonly kind: 'Await';
  value: Expr;
}

export interface Yield extends Position {
  readonly kind: 'Yield';
  value: Expr | null;
}

export interface YieldFrom extends Position {
  readonly kind: 'YieldFrom';
  value: Expr;
}

export interface Compare extends Position {
  readonly kind: 'Compare';
  left: Expr;
  ops: CompareOperator[];
  comparators: Expr[];
}

export interface Call extends Position {
  readonly kind: 'Call';
  func: Expr;
  /** Positional arguments; `*iterable` is a `Starred`. */
  args: Expr[];
  keywords: Keyword[];
}

/** The conversion of a replacement field: none, or the code of `s`, `r` or `a`. */
export type Conversion = -1 | 115 | 114 | 97;

export interface FormattedValue extends Position {
  readonly kind: 'FormattedValue';
  value: Expr;
  conversion: Conversion;
  format_spec: JoinedStr | null;
}

export interface Interpolation extends Position {
  readonly kind: 'Interpolation';
  value: Expr;
  /** The source text of `value`. */
  str: string;
  conversion: Conversion;
  format_spec: JoinedStr | null;
}

/**
 * An f-string: string `Constant`s and `FormattedValue`s.
 *
 * Also, unlike in CPython, a plain string whose escapes spell the two halves of a surrogate
 * pair. Python keeps them apart, but in a JavaScript string they would become one character; so
 * they are two `Constant`s, which must not be joined.
 */
export interface JoinedStr extends Position {
  readonly kind: 'JoinedStr';
  values: Expr[];
}

/** A t-string: string `Constant`s and `Interpolation`s. */
export interface TemplateStr extends Position {
  readonly kind: 'TemplateStr';
  values: Expr[];
}

export interface Constant extends Position {
  readonly kind: 'Constant';
  value: ConstantValue;
  /** The (first) literal had the prefix `u`. */
  u: boolean;
}

export interface Attribute extends Position {
  readonly kind: 'Attribute';
  value: Expr;
  attr: string;
  ctx: ExprContext;
}

export interface Subscript extends Position {
  readonly kind: 'Subscript';
  value: Expr;
  slice: Expr;
  ctx: ExprContext;
}

export interface Starred extends Position {
  readonly kind: 'Starred';
  value: Expr;
  ctx: ExprContext;
}

export interface Name extends Position {
  readonly kind: 'Name';
  id: string;
  ctx: ExprContext;
}

export interface List extends Position {
  readonly kind: 'List';
  elts: Expr[];
  ctx: ExprContext;
}

export interface Tuple extends Position {
  readonly kind: 'Tuple';
  elts: Expr[];
  ctx: ExprContext;
}

/** Only directly in `Subscript.slice`, or in the tuple there. */
export interface Slice extends Position {
  readonly kind: 'Slice';
  lower: Expr | null;
  upper: Expr | null;
  step: Expr | null;
}

export type Expr =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetExpr
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | Interpolation
  | JoinedStr
  | TemplateStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice;

// pattern --------------------------------------------------------------------------------------------------------

/** A number, string, or dotted name, compared with `==`. */
export interface MatchValue extends Position {
  readonly kind: 'MatchValue';
  value: Expr;
}

/** None, True or False, compared with `is`. */
export interface MatchSingleton extends Position {
  readonly kind: 'MatchSingleton';
  value: ConstantValue;
}

export interface MatchSequence extends Position {
  readonly kind: 'MatchSequence';
  patterns: Pattern[];
}

export interface MatchMapping extends Position {
  readonly kind: 'MatchMapping';
  keys: Expr[];
  patterns: Pattern[];
  rest: string | null;
}

export interface MatchClass extends Position {
  readonly kind: 'MatchClass';
  cls: Expr;
  patterns: Pattern[];
  kwd_attrs: string[];
  kwd_patterns: Pattern[];
}

/** `*name` in a sequence pattern; `null` for `*_`. */
export interface MatchStar extends Position {
  readonly kind: 'MatchStar';
  name: string | null;
}

/** `pattern as name`; a capture has no pattern, the wildcard `_` neither pattern nor name. */
export interface MatchAs extends Position {
  readonly kind: 'MatchAs';
  pattern: Pattern | null;
  name: string | null;
}

export interface MatchOr extends Position {
  readonly kind: 'MatchOr';
  patterns: Pattern[];
}

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr;

// the rest -------------------------------------------------------------------------------------------------------

export interface Comprehension {
  readonly kind: 'comprehension';
  target: Expr;
  iter: Expr;
  ifs: Expr[];
  is_async: 0 | 1;
}

export interface ExceptHandler extends Position {
  readonly kind: 'ExceptHandler';
  type: Expr | null;
  name: string | null;
  body: Stmt[];
}

/**
 * `defaults` belong to the last of `posonlyargs` and `args`;
 * `kw_defaults` has an entry for each of `kwonlyargs`.
 */
export interface Arguments {
  readonly kind: 'arguments';
  posonlyargs: Arg[];
  args: Arg[];
  vararg: Arg | null;
  kwonlyargs: Arg[];
  kw_defaults: (Expr | null)[];
  kwarg: Arg | null;
  defaults: Expr[];
}

export interface Arg extends Position {
  readonly kind: 'arg';
  arg: string;
  annotation: Expr | null;
}

/** `arg` is `null` for `**mapping`. */
export interface Keyword extends Position {
  readonly kind: 'keyword';
  arg: string | null;
  value: Expr;
}

/** `name` is dotted in `import a.b`, and `*` in `from m import *`. */
export interface Alias extends Position {
  readonly kind: 'alias';
  name: string;
  asname: string | null;
}

export interface WithItem {
  readonly kind: 'withitem';
  context_expr: Expr;
  optional_vars: Expr | null;
}

export interface MatchCase {
  readonly kind: 'match_case';
  pattern: Pattern;
  guard: Expr | null;
  body: Stmt[];
}

export interface TypeVar extends Position {
  readonly kind: 'TypeVar';
  name: string;
  bound: Expr | null;
  default_value: Expr | null;
}

export interface ParamSpec extends Position {
  readonly kind: 'ParamSpec';
  name: string;
  default_value: Expr | null;
}

export interface TypeVarTuple extends Position {
  readonly kind: 'TypeVarTuple';
  name: string;
  default_value: Expr | null;
}

export type TypeParam = TypeVar | ParamSpec | TypeVarTuple;

export type Node =
  | Mod
  | Stmt
  | Expr
  | Pattern
  | Comprehension
  | ExceptHandler
  | Arguments
  | Arg
  | Keyword
  | Alias
  | WithItem
  | MatchCase
  | TypeParam;
