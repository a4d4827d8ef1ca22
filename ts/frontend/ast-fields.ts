/**
 * The fields of every node in the order of CPython's `_fields`, for whoever walks trees without knowing their kinds.
 *
 * A field's name may carry what the tree's own representation cannot tell: `name:op` holds an operator or a context, or an array of
 * them, whose names are kinds of nodes in CPython; `name:constant` holds a Constant. `name!` is a field that this tree leaves out:
 * CPython fills it in only on request.
 */
const TABLE: Readonly<Record<string, string>> = {
  Module: 'body type_ignores!list',
  Interactive: 'body',
  Expression: 'body',
  FunctionDef: 'name args body decorator_list returns type_comment! type_params',
  AsyncFunctionDef: 'name args body decorator_list returns type_comment! type_params',
  ClassDef: 'name bases keywords body decorator_list type_params',
  Return: 'value',
  Delete: 'targets',
  Assign: 'targets value type_comment!',
  TypeAlias: 'name type_params value',
  AugAssign: 'target op:op value',
  AnnAssign: 'target annotation value simple',
  For: 'target iter body orelse type_comment!',
  AsyncFor: 'target iter body orelse type_comment!',
  While: 'test body orelse',
  If: 'test body orelse',
  With: 'items body type_comment!',
  AsyncWith: 'items body type_comment!',
  Match: 'subject cases',
  Raise: 'exc cause',
  Try: 'body handlers orelse finalbody',
  TryStar: 'body handlers orelse finalbody',
  Assert: 'test msg',
  Import: 'names',
  ImportFrom: 'module names level',
  Global: 'names',
  Nonlocal: 'names',
  Expr: 'value',
  Pass: '',
  Break: '',
  Continue: '',
  BoolOp: 'op:op values',
  NamedExpr: 'target value',
  BinOp: 'left op:op right',
  UnaryOp: 'op:op operand',
  Lambda: 'args body',
  IfExp: 'test body orelse',
  Dict: 'keys values',
  Set: 'elts',
  ListComp: 'elt generators',
  SetComp: 'elt generators',
  DictComp: 'key value generators',
  GeneratorExp: 'elt generators',
  Await: 'value',
  Yield: 'value',
  YieldFrom: 'value',
  Compare: 'left ops:op comparators',
  Call: 'func args keywords',
  FormattedValue: 'value conversion format_spec',
  Interpolation: 'value str conversion format_spec',
  JoinedStr: 'values',
  TemplateStr: 'values',
  Constant: 'value:constant kind:u',
  Attribute: 'value attr ctx:op',
  Subscript: 'value slice ctx:op',
  Starred: 'value ctx:op',
  Name: 'id ctx:op',
  List: 'elts ctx:op',
  Tuple: 'elts ctx:op',
  Slice: 'lower upper step',
  MatchValue: 'value',
  MatchSingleton: 'value:constant',
  MatchSequence: 'patterns',
  MatchMapping: 'keys patterns rest',
  MatchClass: 'cls patterns kwd_attrs kwd_patterns',
  MatchStar: 'name',
  MatchAs: 'pattern name',
  MatchOr: 'patterns',
  comprehension: 'target iter ifs is_async',
  ExceptHandler: 'type name body',
  arguments: 'posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults',
  arg: 'arg annotation type_comment!',
  keyword: 'arg value',
  alias: 'name asname',
  withitem: 'context_expr optional_vars',
  match_case: 'pattern guard body',
  TypeVar: 'name bound default_value',
  ParamSpec: 'name default_value',
  TypeVarTuple: 'name default_value',
};

/** What is in a field beyond what its value shows. */
export type FieldForm = 'plain' | 'op' | 'constant' | 'prefix' | 'absent' | 'absent list';

export interface Field {
  readonly name: string;
  readonly form: FieldForm;
}

function field(text: string): Field {
  const [, name = '', mark = '', rest = ''] = /^(\w+)([:!]?)(\w*)$/.exec(text) ?? [];
  if (mark === '!') return { name, form: rest === 'list' ? 'absent list' : 'absent' };
  return { name, form: rest === 'op' ? 'op' : rest === 'constant' ? 'constant' : rest === 'u' ? 'prefix' : 'plain' };
}

export const NODE_FIELDS: ReadonlyMap<string, readonly Field[]> = new Map(
  Object.entries(TABLE).map(([kind, text]) => [kind, text === '' ? [] : text.split(' ').map(field)]),
);
