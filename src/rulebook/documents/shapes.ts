import { type Problem } from '#sdk';
import { type DocumentKind, type DocumentOf, type SourceDocument, SCHEMAS, isSingle } from '../schemas/index.js';
import { extentProblems } from './extent.js';
import { parseShape, type ShapeResult } from './shape-problems.js';

/** A document and what its schema says. */
export interface Shaped<T> {
  readonly source: SourceDocument;
  readonly shape: ShapeResult<T>;
}
export type Shapes = { readonly [K in DocumentKind]: readonly Shaped<DocumentOf[K]>[] };

/**
 * Checks one document: first that it is no larger than a document may be, then by the schema of its kind, and that its id is
 * its file's name. Problems name the file.
 */
export function checkShape<K extends DocumentKind>(
  source: SourceDocument & { readonly kind: K },
): ShapeResult<DocumentOf[K]> {
  const { kind, file, name, content } = source;
  const inFile = (problems: readonly Problem[]) => problems.map((problem) => ({ ...problem, file }));
  const tooLarge = extentProblems(content);
  if (tooLarge.length > 0) return { ok: false, problems: inFile(tooLarge) };
  const parsed = parseShape(SCHEMAS[kind], content);
  if (!parsed.ok) return { ok: false, problems: inFile(parsed.problems) };
  const document = withoutSchemaPath(parsed.value);
  // Each schema's type is checked against the document's type where the schema is defined.
  if (isSingle(kind)) return { ok: true, value: document as DocumentOf[K] };
  if (kind === 'facts') return { ok: true, value: document['facts'] as DocumentOf[K] };
  const misnamed = nameProblem(String(document['id']), name, file);
  return misnamed === undefined
    ? { ok: true, value: document as unknown as DocumentOf[K] }
    : { ok: false, problems: [misnamed] };
}

function withoutSchemaPath(content: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(content).filter(([key]) => key !== '$schema'));
}

function nameProblem(id: string, name: string, file: string): Problem | undefined {
  if (id === name) return undefined;
  return {
    message: `the id "${id}" is not the file's name`,
    file,
    pointer: '/id',
    expected: `"${name}", or a file ${id}.json`,
  };
}
