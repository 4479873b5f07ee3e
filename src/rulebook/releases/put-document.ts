import { canonicalJson, jsonPointer, textDigest } from '#strata/kernel';
import { type ReleaseDocuments } from '#strata/engine';
import { isStrataError, type Problem, StrataError } from '#sdk';
import {
  askPlugins,
  type AskedPlugins,
  documentsOrThrow,
  movedPeople,
  movesPeople,
  type PluginCatalogue,
  validateInTurns,
  type Validation,
} from '../checks/index.js';
import { type Published, type ReleaseStore } from './release-store.js';
import { requestDocuments } from '../documents/index.js';
import { isSingle, type SingleKind, SINGLES } from '../schemas/index.js';

/** The documents that are written one by one, as the paths of the API name them. */
export type Collection = 'facts' | 'segments' | 'models' | 'strategies' | 'campaigns' | 'analyses';

/** A document by its address. */
export interface DocumentPlace {
  readonly collection: Collection | SingleKind;
  /** The id, or the name of a fact; of a kind of which there is one document, the kind. */
  readonly id: string;
}

/** What the caller believes to be stored: the values of `If-Match` and `If-None-Match`, as they were sent. */
interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** A document as it was written, not yet checked, and the address that it is meant for. */
interface WrittenDocument extends DocumentPlace {
  readonly content: unknown;
}

/** A document in the place of the one of its address, or a new one. */
export interface DocumentChange extends WrittenDocument, Preconditions {}

/** A strong entity tag: the same content has the same tag. */
export function etagOf(document: unknown): string {
  return `"${textDigest(canonicalJson(document))}"`;
}

/** The documents of a collection that have ids. */
export function documentsIn(
  documents: ReleaseDocuments,
  collection: Exclude<Collection, 'facts'>,
): readonly { readonly id: string }[] {
  return documents[collection] ?? [];
}

/** The document of an address; undefined where there is none. A fact comes with its name. */
export function documentAt(documents: ReleaseDocuments, { collection, id }: DocumentPlace): object | undefined {
  if (isSingle(collection)) return documents[SINGLES[collection]];
  if (collection !== 'facts') return documentsIn(documents, collection).find((document) => document.id === id);
  return Object.hasOwn(documents.facts, id) ? { name: id, ...documents.facts[id] } : undefined;
}

/**
 * Puts one document among the others of the current release, checks all of them together and publishes them. Nobody else
 * publishes in between.
 *
 * @throws StrataError PRECONDITION_REQUIRED, PRECONDITION_FAILED, INVALID_DOCUMENT with all problems
 */
export async function putDocument(
  store: ReleaseStore,
  change: DocumentChange,
  {
    plugins,
    by,
    reason = null,
  }: { readonly plugins: AskedPlugins; readonly by: string; readonly reason?: string | null },
): Promise<Published & Pick<Validation, 'warnings'>> {
  // Before the transaction begins, which others wait for. The options of all other models were checked when they were published.
  const names = { plugins: await askAbout(change, plugins), storedEvents: await store.storedEvents() };
  let warnings: Validation['warnings'] = [];
  const published = await store.change(
    async (current) => {
      const before = documentAt(current, change);
      assertExpected(before, change);
      const validation = await validateInTurns(requestDocuments(withDocument(current, change)), names);
      const documents = documentsOrThrow({ ...validation, problems: inRequest(validation.problems, change) });
      const moved = movedPeople(current, documents);
      if (moved.length > 0) throw movesPeople(inRequest(moved, change));
      warnings = inRequest(validation.warnings, change);
      const after = documentAt(documents, change) ?? null;
      return { documents, subject: subjectOf(change), before: before ?? null, after };
    },
    by,
    reason,
  );
  return { ...published, warnings };
}

/**
 * What keeps a document from being put in its place among those of the current release, and what it is warned of. Nothing
 * is written. Problems of the document itself point into it; those that it makes in others name their file.
 *
 * @throws StrataError UNAVAILABLE where nothing is published
 */
export async function checkDocument(
  store: ReleaseStore,
  written: WrittenDocument,
  plugins: AskedPlugins,
): Promise<Validation> {
  const names = { plugins: await askAbout(written, plugins), storedEvents: await store.storedEvents() };
  const { documents: current } = await store.published();
  try {
    const validation = await validateInTurns(requestDocuments(withDocument(current, written)), names);
    const { documents, problems, warnings } = validation;
    const moved = documents === null ? [] : movedPeople(current, documents);
    return {
      documents: moved.length === 0 ? documents : null,
      problems: inRequest([...problems, ...moved], written),
      warnings: inRequest(warnings, written),
    };
  } catch (error) {
    if (!isStrataError(error) || error.code !== 'INVALID_DOCUMENT') throw error;
    return { documents: null, problems: error.problems, warnings: [] };
  }
}

/** How the audit log names a document. */
function subjectOf({ collection, id }: DocumentPlace): string {
  return isSingle(collection) ? collection : `${collection}/${id}`;
}

function askAbout({ collection, content }: WrittenDocument, plugins: AskedPlugins): Promise<PluginCatalogue> {
  const asks = collection === 'models' || collection === 'analyses';
  return askPlugins(plugins, asks ? requestDocuments({ [collection]: [content] }) : undefined);
}

/** RFC 9110, 13.1; who overwrites something must say what, so that nobody's change is lost unseen. */
function assertExpected(before: object | undefined, { ifMatch, ifNoneMatch }: Preconditions): void {
  const etag = before === undefined ? undefined : etagOf(before);
  if (ifMatch === undefined && ifNoneMatch === undefined && etag !== undefined) {
    const message = 'Send the ETag of the document that you have read in the header If-Match.';
    throw new StrataError('PRECONDITION_REQUIRED', message);
  }
  if (ifMatch !== undefined && !isAmong(etag, ifMatch)) {
    throw new StrataError(
      'PRECONDITION_FAILED',
      etag === undefined
        ? 'There is no such document to be changed.'
        : 'The document has been changed since you read it. Read it again, then decide.',
    );
  }
  if (ifNoneMatch !== undefined && isAmong(etag, ifNoneMatch)) {
    throw new StrataError('PRECONDITION_FAILED', 'The document exists already.');
  }
}

function isAmong(etag: string | undefined, tags: string): boolean {
  return etag !== undefined && tags.split(',').some((tag) => ['*', etag].includes(tag.trim()));
}

/** The body of a push with the document in its place. */
function withDocument(documents: ReleaseDocuments, { collection, id, content }: WrittenDocument): object {
  if (isSingle(collection)) return { ...documents, [SINGLES[collection]]: content };
  if (collection === 'facts') return { ...documents, facts: { ...documents.facts, [id]: definitionOf(content, id) } };
  assertSameName(content, 'id', id);
  const others = documentsIn(documents, collection).filter((document) => document.id !== id);
  return { ...documents, [collection]: [...others, content] };
}

function definitionOf(content: unknown, name: string): unknown {
  if (typeof content !== 'object' || content === null || !('name' in content)) return content;
  assertSameName(content, 'name', name);
  return Object.fromEntries(Object.entries(content).filter(([key]) => key !== 'name'));
}

function assertSameName(content: unknown, key: 'id' | 'name', name: string): void {
  const given = typeof content === 'object' && content !== null ? (content as Record<string, unknown>)[key] : undefined;
  if (given === name) return;
  const problem = { message: `The ${key} is not that of the address.`, pointer: `/${key}`, expected: `"${name}"` };
  throw new StrataError('INVALID_DOCUMENT', problem.message, { problems: [problem] });
}

/** Problems of the document itself point into the request; those that it makes in others name their file. */
function inRequest(problems: readonly Problem[], { collection, id }: DocumentPlace): readonly Problem[] {
  const own = collection === 'facts' || isSingle(collection) ? `${collection}.json` : `${collection}/${id}.json`;
  const prefix = collection === 'facts' ? jsonPointer(['facts', id]) : '';
  return problems.map((problem) => {
    const { file, pointer = '', ...rest } = problem;
    return file === own && isInside(pointer, prefix) ? { ...rest, pointer: pointer.slice(prefix.length) } : problem;
  });
}

function isInside(pointer: string, prefix: string): boolean {
  return pointer === prefix || pointer.startsWith(`${prefix}/`);
}
