import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A text in a source that people may read, with `{}` where values come in. */
export interface SourceMessage {
  readonly file: string;
  readonly text: string;
}

/**
 * The messages of folders that hold little else: every literal that reads as words, but for what is described to programs
 * (`describe`, decorators), logged, or a type; and single words where only messages stand.
 */
export function collectMessages(paths: readonly string[]): readonly SourceMessage[] {
  return collected(paths, (source) =>
    literalsIn(source).filter((literal) => isProse(textOf(literal)) || (isMember(literal) && hasWords(literal))),
  );
}

/**
 * The messages of folders that say much else, too: what errors are thrown with, the members and variables that are called
 * `message` or `expected`, and the notes of `progress`.
 */
export function collectThrown(paths: readonly string[]): readonly SourceMessage[] {
  return collected(paths, (source) => saidIn(source).flatMap(literalsIn).filter(hasWords));
}

/** The notes of reports: the members and variables that are called so, and what functions give that are. */
export function collectNotes(paths: readonly string[]): readonly SourceMessage[] {
  return collected(paths, (source) =>
    notedIn(source)
      .flatMap(literalsIn)
      .filter((literal) => isProse(textOf(literal))),
  );
}

/** What a template is recognised by: its constant parts, without a full stop; holes that follow each other are one. */
export function skeletonOf(text: string): string {
  return text
    .replaceAll(/\{[A-Za-z]*\}/g, '{}')
    .replaceAll(/(\{\})+/g, '{}')
    .replace(/\.$/, '');
}

type Literal = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression;

function collected(
  paths: readonly string[],
  find: (source: ts.SourceFile) => readonly Literal[],
): readonly SourceMessage[] {
  return paths.flatMap(filesOf).flatMap((file) => {
    return find(parsed(file)).map((literal) => ({ file, text: textOf(literal) }));
  });
}

const sources = new Map<string, ts.SourceFile>();

/** A file as TypeScript reads it, which takes longer than what is looked for in it. */
function parsed(file: string): ts.SourceFile {
  const source =
    sources.get(file) ?? ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  sources.set(file, source);
  return source;
}

function filesOf(path: string): readonly string[] {
  const files = path.endsWith('.ts')
    ? [path]
    : readdirSync(path, { recursive: true }).map((file) => join(path, String(file)));
  return files.filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|\/support\//.test(file)).sort();
}

/** Errors of the inside and of whoever starts a server, which no marketer meets. */
const FOR_OPERATORS =
  /^(INTERNAL|BAD_CONFIGURATION|BAD_HOME|HOME_LOCKED|SPARK_FAILED|DAMAGED_ARTEFACT|PLUGIN_(?!FAILED|OPTIONS_INVALID|UNKNOWN))/;

/** The expressions that make messages. */
function saidIn(node: ts.Node): readonly ts.Node[] {
  if (ts.isTypeNode(node) || ts.isDecorator(node)) return [];
  const inside: ts.Node[] = [];
  if (!isForOperators(node))
    node.forEachChild((child) => {
      inside.push(...saidIn(child));
    });
  return [...messagesOf(node), ...inside];
}

/** The expressions that make notes. */
function notedIn(node: ts.Node): readonly ts.Node[] {
  const made = ts.isFunctionDeclaration(node) ? node.body : initialised(node);
  const name = (node as ts.NamedDeclaration).name;
  if (made !== undefined && name !== undefined && ts.isIdentifier(name) && NOTES.test(name.text)) return [made];
  const inside: ts.Node[] = [];
  node.forEachChild((child) => {
    inside.push(...notedIn(child));
  });
  return inside;
}

function initialised(node: ts.Node): ts.Node | undefined {
  return ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node) ? node.initializer : undefined;
}

function messagesOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isNewExpression(node) && !isForOperators(node)) return thrownWith(node);
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name))
    return MESSAGE_NAMES.test(node.name.text) ? [node.initializer] : [];
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name))
    return MESSAGE_NAMES.test(node.name.text) && node.initializer !== undefined ? [node.initializer] : [];
  if (!ts.isCallExpression(node) || calledName(node) !== 'progress') return [];
  return node.arguments.slice(1, 2);
}

/** The message of an error with a code. */
function thrownWith({ expression, arguments: given }: ts.NewExpression): readonly ts.Node[] {
  return expression.getText() === 'StrataError' ? (given?.slice(1, 2) ?? []) : [];
}

function isForOperators(node: ts.Node): boolean {
  if (!ts.isNewExpression(node)) return false;
  const code = node.arguments?.[0];
  return code !== undefined && ts.isStringLiteral(code) && FOR_OPERATORS.test(code.text);
}

function literalsIn(node: ts.Node): readonly Literal[] {
  if (isForPrograms(node)) return [];
  const isLiteral =
    ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
  const inside: Literal[] = [];
  const described = describedBy(node);
  node.forEachChild((child) => {
    if (!described.includes(child)) inside.push(...literalsIn(child));
  });
  return isLiteral ? [node, ...inside] : inside;
}

function isForPrograms(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true;
  if (ts.isTypeNode(node) || ts.isDecorator(node) || ts.isTaggedTemplateExpression(node)) return true;
  if (ts.isPropertyAssignment(node)) return /^(summary|description)$/.test(node.name.getText());
  return ts.isNewExpression(node) && /^(RangeError|TypeError|Error)$/.test(node.expression.getText());
}

/** What a call that describes something says of it; what it describes has messages. */
function describedBy(node: ts.Node): readonly ts.Node[] {
  if (!ts.isCallExpression(node)) return [];
  const name = calledName(node);
  if (/^(meta|debug|info|warn)$/.test(name)) return node.arguments;
  return /^(describe|analysisOf)$/.test(name) ? node.arguments.filter((each) => ts.isStringLiteralLike(each)) : [];
}

function calledName({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

function textOf(literal: Literal): string {
  if (!ts.isTemplateExpression(literal)) return literal.text;
  return literal.head.text + literal.templateSpans.map((span) => `{}${span.literal.text}`).join('');
}

const MESSAGE_NAMES = /^(message|expected|error)$/;
const NOTES = /^notes?$|^notesO|Notes?$/;

function isMember({ parent }: Literal): boolean {
  return ts.isPropertyAssignment(parent) && MESSAGE_NAMES.test(parent.name.getText());
}

function hasWords(literal: Literal): boolean {
  return /[a-z]{2}/.test(unquoted(textOf(literal)));
}

/** Without what stands between quotation marks: names and parts of documents. */
function unquoted(text: string): string {
  return text.replaceAll(/"[^"]*"/g, '""');
}

function isProse(text: string): boolean {
  if (CODE.test(text)) return false;
  const words = unquoted(text);
  return /([A-Za-z']{2,}|\ba)[,:;]? (["(]?([A-Za-z\d]|\{\})|"")/.test(words) || /(\{\}|")[,:;]? [a-z]{2,}/.test(words);
}

/** SQL, or a head of HTTP. */
const CODE =
  /^(select|with \w+ as|insert into|update \w+ set|delete from|lock table|create) |\r\n|^(content-length|id): /;
