/**
 * Fails when the compiler knows a uop by its name's text: `/^_I64_/.test(op.name)`, `op.name.slice(5)`,
 * `` op(`_GUARD_${kind}`) ``, a list of names. What passes need to know is a fact in the uop's declaration
 * (ts/ops/types.ts: Facts), asked for by op; so a new uop is described in one place, and a misspelt relation
 * cannot exist.
 *
 * Allowed: whole names, where a rule is about that op (`op('_BOX_INT')`, `this.on('_UNARY_NOT …', rule)`),
 * names as keys of a table (`meanings[op.name]`), names in messages.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const FOLDERS = ['ts/ir', 'ts/optimizer', 'ts/recorder', 'ts/emit', 'ts/jit'];

const BEFORE_HOLE = /(^|\W)_[A-Z][A-Z0-9_]*$/;
const AFTER_HOLE = /^_[A-Z]/;
const WHOLE_NAME = /^_[A-Z]\w*$/;
const NAME_LIST = /^_[A-Z]\w*( _[A-Z]\w*)+$/;
const NAME_PATTERN = /_\(?[A-Z]{2}/;
const QUESTIONS = new Set(['test', 'exec', 'has', 'includes', 'indexOf']);

/** `op`, `uop`, `inst.op`, `set.uop`. */
function isOp(node: ts.Expression): boolean {
  if (ts.isNonNullExpression(node)) return isOp(node.expression);
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  return ts.isIdentifier(name) && (name.text === 'op' || name.text === 'uop');
}
const isOpName = (node: ts.Node | undefined): boolean =>
  node !== undefined &&
  ts.isPropertyAccessExpression(node) &&
  node.name.text === 'name' &&
  isOp(node.expression);

const isEquality = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;

function takesNameApart(pattern: ts.ObjectBindingPattern): boolean {
  const { parent } = pattern;
  const isUop = ts.isParameter(parent) && parent.type?.getText() === 'Uop';
  const fromOp =
    ts.isVariableDeclaration(parent) && parent.initializer !== undefined && isOp(parent.initializer);
  return (
    (isUop || fromOp) &&
    pattern.elements.some(({ propertyName, name }) => (propertyName ?? name).getText() === 'name')
  );
}

function templateProblem(node: ts.TemplateExpression): string | undefined {
  const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  const builds = node.templateSpans.some(
    (_, i) => BEFORE_HOLE.test(texts[i]) || AFTER_HOLE.test(texts[i + 1]),
  );
  return builds ? 'builds the name of a uop' : undefined;
}

function literalProblem(node: ts.StringLiteralLike): string | undefined {
  const { parent, text } = node;
  if (NAME_LIST.test(text)) {
    const rule =
      ts.isCallExpression(parent) &&
      ts.isPropertyAccessExpression(parent.expression) &&
      parent.expression.name.text === 'on';
    return rule ? undefined : 'lists names of uops';
  }
  if (!AFTER_HOLE.test(text)) return undefined;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return 'builds the name of a uop';
  return undefined;
}

function problem(node: ts.Node): string | undefined {
  if (ts.isTemplateExpression(node)) return templateProblem(node);
  if (ts.isStringLiteralLike(node)) return literalProblem(node);
  if (ts.isRegularExpressionLiteral(node) && NAME_PATTERN.test(node.text))
    return 'matches names of uops by a pattern';
  if (ts.isArrayLiteralExpression(node)) {
    const names = node.elements.filter((e) => ts.isStringLiteralLike(e) && WHOLE_NAME.test(e.text));
    if (names.length > 1) return 'lists names of uops';
  }
  if (
    (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
    isOpName(node.expression)
  )
    return 'takes a uop’s name apart';
  if (ts.isObjectBindingPattern(node) && takesNameApart(node)) return 'takes the name out of a uop';
  if (
    ts.isBinaryExpression(node) &&
    isEquality(node.operatorToken.kind) &&
    (isOpName(node.left) || isOpName(node.right))
  )
    return 'compares names: compare uops';
  if (ts.isSwitchStatement(node) && isOpName(node.expression)) return 'compares names: compare uops';
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    QUESTIONS.has(node.expression.name.text) &&
    node.arguments.some(isOpName)
  )
    return 'asks about a uop’s name';
  return undefined;
}

/** What the check has against a source text, as `file:line: …`. */
export function complaints(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = problem(node);
    if (what) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}: ${what}: ${node.getText().split('\n')[0]}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

export function checkFolders(root: string): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => complaints(join(folder, file), readFileSync(join(root, folder, file), 'utf8'))),
  );
}

if (process.argv[1] === import.meta.filename) {
  const found = checkFolders('.');
  for (const line of found) console.error(line);
  if (found.length > 0) {
    console.error('What holds for several uops is a fact of their declarations: ts/ops/types.ts, Facts.');
    process.exit(1);
  }
  console.log('no uop is known by the text of its name');
}
