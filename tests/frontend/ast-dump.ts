/**
 * A syntax tree as the text of CPython's `ast.dump(tree, include_attributes=True)`: the form in which trees
 * are compared.
 */
import type { Node } from '../../ts/frontend/ast.ts';
import type { Constant } from '../../ts/frontend/constant.ts';

/** Fields in the order of the ASDL; only kinds with fields. */
const FIELDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  `Module body type_ignores
  Interactive body
  Expression body
  FunctionDef name args body decorator_list returns type_params
  AsyncFunctionDef name args body decorator_list returns type_params
  ClassDef name bases keywords body decorator_list type_params
  Return value
  Delete targets
  Assign targets value
  TypeAlias name type_params value
  AugAssign target op value
  AnnAssign target annotation value simple
  For target iter body orelse
  AsyncFor target iter body orelse
  While test body orelse
  If test body orelse
  With items body
  AsyncWith items body
  Match subject cases
  Raise exc cause
  Try body handlers orelse finalbody
  TryStar body handlers orelse finalbody
  Assert test msg
  Import names
  ImportFrom module names level
  Global names
  Nonlocal names
  Expr value
  BoolOp op values
  NamedExpr target value
  BinOp left op right
  UnaryOp op operand
  Lambda args body
  IfExp test body orelse
  Dict keys values
  Set elts
  ListComp elt generators
  SetComp elt generators
  DictComp key value generators
  GeneratorExp elt generators
  Await value
  Yield value
  YieldFrom value
  Compare left ops comparators
  Call func args keywords
  FormattedValue value conversion format_spec
  Interpolation value str conversion format_spec
  JoinedStr values
  TemplateStr values
  Constant value u
  Attribute value attr ctx
  Subscript value slice ctx
  Starred value ctx
  Name id ctx
  List elts ctx
  Tuple elts ctx
  Slice lower upper step
  comprehension target iter ifs is_async
  ExceptHandler type name body
  arguments posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults
  arg arg annotation
  keyword arg value
  alias name asname
  withitem context_expr optional_vars
  match_case pattern guard body
  MatchValue value
  MatchSingleton value
  MatchSequence patterns
  MatchMapping keys patterns rest
  MatchClass cls patterns kwd_attrs kwd_patterns
  MatchStar name
  MatchAs pattern name
  MatchOr patterns
  TypeVar name bound default_value
  ParamSpec name default_value
  TypeVarTuple name default_value`
    .split('\n')
    .map((line) => line.trim().split(' '))
    .map(([kind, ...fields]) => [kind, fields]),
);

/** Fields whose strings are constructors without fields: `Add()`, `Load()`. */
const OPERATOR_FIELDS = new Set(['op', 'ops', 'ctx']);

export function dump(node: Node, positions = true): string {
  const parts: string[] = [];
  const record = node as unknown as Record<string, unknown>;
  for (const field of FIELDS[node.kind] ?? []) {
    const value = record[field];
    if (field === 'u') {
      if (value) parts.push("kind='u'");
      continue;
    }
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue;
    parts.push(`${field}=${dumpValue(field, value, positions)}`);
  }
  if (positions && 'lineno' in node) {
    parts.push(`lineno=${node.lineno}, col_offset=${node.colOffset}`);
    parts.push(`end_lineno=${node.endLineno}, end_col_offset=${node.endColOffset}`);
  }
  return `${node.kind}(${parts.join(', ')})`;
}

function dumpValue(field: string, value: unknown, positions: boolean): string {
  if (value === null) return 'None';
  if (Array.isArray(value)) return `[${value.map((item) => dumpValue(field, item, positions)).join(', ')}]`;
  if (typeof value === 'string') return OPERATOR_FIELDS.has(field) ? `${value}()` : quoted(value);
  if (typeof value === 'object') {
    const kind = (value as { kind: string }).kind;
    return kind in FIELDS || /^[A-Z]/.test(kind)
      ? dump(value as Node, positions)
      : constant(value as Constant);
  }
  return String(value);
}

function constant(value: Constant): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'float':
      return float(value.value);
    case 'complex':
      return `${float(value.im).replace(/\.0$/, '')}j`;
    case 'str':
      return quoted(value.value);
    case 'bytes':
      return quotedBytes(value.value);
    default:
      throw new Error(`no literal: ${value.kind}`);
  }
}

/** Python's `repr` of a float: JavaScript's digits, another layout. */
function float(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  const [digits, exponentText] = value.toExponential().split('e') as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const text = String(value);
  if (/e/.test(text)) return value.toFixed(20).replace(/0+$/, '');
  return text.includes('.') ? text : `${text}.0`;
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === quote) out += `\\${char}`;
    else if (NAMED[char] !== undefined) out += NAMED[char];
    else if (char === ' ' || (code > 32 && code < 127)) out += char;
    else if (/[\p{C}\p{Z}]/u.test(char)) {
      if (code < 0x100) out += `\\x${code.toString(16).padStart(2, '0')}`;
      else if (code < 0x10000) out += `\\u${code.toString(16).padStart(4, '0')}`;
      else out += `\\U${code.toString(16).padStart(8, '0')}`;
    } else out += char;
  }
  return out + quote;
}

function quotedBytes(bytes: Uint8Array): string {
  const hasSingle = bytes.includes(39);
  const quote = hasSingle && !bytes.includes(34) ? '"' : "'";
  let out = `b${quote}`;
  for (const code of bytes) {
    const char = String.fromCharCode(code);
    if (char === quote) out += `\\${char}`;
    else if (NAMED[char] !== undefined) out += NAMED[char];
    else if (code >= 32 && code < 127) out += char;
    else out += `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return out + quote;
}
