import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { type ReleaseDocuments } from '#strata/engine';
import { PACKAGE_ROOT } from '#strata/platform';
import { type DocumentKind, FOLDERS, singlesOf } from '../schemas/index.js';
import { loadDocuments, readSource, checkShape } from '../documents/index.js';
import { canonicalJson } from '#strata/kernel';

/** What writing a release did; paths of files. */
export interface Written {
  readonly written: readonly string[];
  /** Said the same already and were left as they are. */
  readonly unchanged: readonly string[];
  /** Stand in the folder but not in the release; nothing is deleted. */
  readonly strays: readonly string[];
}

/** Writes a release as documents into a rules folder, each naming its JSON Schema. */
export async function writeDocuments(documents: ReleaseDocuments, directory: string): Promise<Written> {
  const files = filesOfRelease(documents, directory);
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const { kind, file, content } of files) {
    if (await saysTheSame(kind, file, content)) unchanged.push(file);
    else {
      await writeDocument(kind, file, content);
      written.push(file);
    }
  }
  const known = new Set(files.map(({ file }) => file));
  const { documents: found, problems } = await loadDocuments(directory);
  const present = [...found.map(({ file }) => file), ...problems.flatMap(({ file }) => file ?? [])];
  return { written, unchanged, strays: present.filter((file) => !known.has(file)) };
}

interface ReleaseFile {
  readonly kind: DocumentKind;
  readonly file: string;
  readonly content: object;
}

function filesOfRelease(documents: ReleaseDocuments, directory: string): ReleaseFile[] {
  const { facts, segments, models, strategies, campaigns = [], analyses = [] } = documents;
  const files = (kind: keyof typeof FOLDERS, documents: readonly { readonly id: string }[]) =>
    documents.map((content) => ({ kind, file: join(directory, FOLDERS[kind], `${content.id}.json`), content }));
  return [
    ...singlesOf(documents).map((single) => ({ ...single, file: join(directory, `${single.kind}.json`) })),
    { kind: 'facts', file: join(directory, 'facts.json'), content: { facts } },
    ...files('segment', segments),
    ...files('model', models),
    ...files('strategy', strategies),
    ...files('campaign', campaigns),
    ...files('analysis', analyses),
  ];
}

async function saysTheSame(kind: DocumentKind, file: string, content: object): Promise<boolean> {
  const { document } = await readSource(kind, file);
  if (document === undefined) return false;
  const shape = checkShape(document);
  if (!shape.ok) return false;
  return canonicalJson(kind === 'facts' ? { facts: shape.value } : shape.value) === canonicalJson(content);
}

async function writeDocument(kind: DocumentKind, file: string, content: object): Promise<void> {
  const schema = join(PACKAGE_ROOT, 'docs', 'schemas', `${kind}.json`);
  const $schema = relative(dirname(file), schema).split(sep).join('/');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ $schema, ...content }, null, 2)}\n`);
}
