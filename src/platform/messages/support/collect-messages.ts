import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A text in a source that people may read, with `{}` where values come in. */
export interface SourceMessage {
  readonly file: string;
  readonly text: string;
}

/**
 * The messages in the sources of folders: literals that read as words, but for what is described to programs (`describe`,
 * decorators), logged, or typed; and single words where only messages stand.
 */
export function collectMessages(folders: readonly string[]): readonly SourceMessage[] {
  return folders.flatMap(filesOf).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    return literalsIn(source).flatMap((literal) => {
      const text = textOf(literal);
      return isProse(text) || (isMessagePlace(literal) && /[a-z]{2}/.test(unquoted(text))) ? [{ file, text }] : [];
    });
  });
}

/** What a template is recognised by: its constant parts, without a full stop; holes that follow each other are one. */
export function skeletonOf(text: string): string {
  return text
    .replaceAll(/\{[A-Za-z]*\}/g, '{}')
    .replaceAll(/(\{\})+/g, '{}')
    .replace(/\.$/, '');
}

function filesOf(path: string): readonly string[] {
  const files = path.endsWith('.ts')
    ? [path]
    : readdirSync(path, { recursive: true }).map((file) => join(path, String(file)));
  return files.filter((file) => /\.ts$/.test(file) && !/\.spec\.ts$|\/support\//.test(file)).sort();
}

const LOGGED = /^(debug|info|warn)$/;

type Literal = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression;

function literalsIn(node: ts.Node): readonly Literal[] {
  if (isForPrograms(node)) return [];
  const own =
    ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node) ? [node] : [];
  const inside: Literal[] = [];
  const described = describedBy(node);
  node.forEachChild((child) => {
    if (!described.includes(child)) inside.push(...literalsIn(child));
  });
  return [...own, ...inside];
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
  const { expression: called, arguments: given } = node;
  const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
  if (name === 'meta' || LOGGED.test(name)) return given;
  return /^(describe|analysisOf)$/.test(name) ? given.filter((each) => ts.isStringLiteralLike(each)) : [];
}

function textOf(literal: Literal): string {
  if (!ts.isTemplateExpression(literal)) return literal.text;
  return literal.head.text + literal.templateSpans.map((span) => `{}${span.literal.text}`).join('');
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

const MESSAGE_MEMBERS = /^(message|expected|error)$/;

function isMessagePlace({ parent }: Literal): boolean {
  return ts.isPropertyAssignment(parent) && MESSAGE_MEMBERS.test(parent.name.getText());
}
