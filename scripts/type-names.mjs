// An exported type's name stands for one thing in the whole of src: fails where two files declare one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const declared = new Map();
for (const file of filesOf('src')) {
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  for (const statement of statements.filter(isExportedType)) {
    const name = statement.name.text;
    declared.set(name, (declared.get(name) ?? new Set()).add(file));
  }
}

const twice = [...declared].filter(([, files]) => files.size > 1).sort(([a], [b]) => (a < b ? -1 : 1));
for (const [name, files] of twice) console.error(`  ${name}: ${[...files].join(', ')}`);
console.log(`${declared.size} exported types, ${twice.length} names that stand for several.`);
if (twice.length > 0) process.exitCode = 1;

function isExportedType(statement) {
  const isType =
    ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isClassDeclaration(statement);
  const modifiers = isType ? (statement.modifiers ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) && statement.name !== undefined;
}

function filesOf(folder) {
  const files = readdirSync(folder, { recursive: true }).map((file) => join(folder, file));
  return files.filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|\/support\//.test(file)).sort();
}
