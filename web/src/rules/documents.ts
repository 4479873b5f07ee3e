import { type AnswerOf } from '#client';
import { answerOf, api, COLLECTIONS, type Collection, Refusal } from '../api.js';

/** A document as JSON: each kind has a schema of its own, which the server checks. */
export type RuleDocument = Readonly<Record<string, unknown>>;

/** A published document, and the tag of what it says. */
export interface PublishedDocument {
  readonly document: RuleDocument;
  /** Of what was read: publishing over something else is refused. */
  readonly etag: string;
}

/** What publishing a document did. */
export type Publication = AnswerOf<'/v1/strategies/{id}', 'put'>;
/** What a document said from one publication to the next that changed it. */
export type DocumentVersion = AnswerOf<'/v1/strategies/{id}/versions', 'get'>['versions'][number];

const PATHS = {
  strategies: '/v1/strategies/{id}',
  segments: '/v1/segments/{id}',
  facts: '/v1/facts/{id}',
  campaigns: '/v1/campaign-documents/{id}',
  models: '/v1/models/{id}',
  analyses: '/v1/analyses/{id}',
} as const;

/** Collections whose documents are told version by version; the versions of the others are what was trained and found. */
const TOLD = ['strategies', 'segments', 'facts', 'campaigns'];

/** Whether a page's address names a kind of document. */
export function isCollection(name: string): name is Collection {
  return Object.hasOwn(COLLECTIONS, name);
}

/** Whether the server tells what documents of a kind said before. */
export function hasVersions(collection: Collection): boolean {
  return TOLD.includes(collection);
}

/** A published document; null where none of this id is published. @throws Refusal */
export async function readDocument(collection: Collection, id: string): Promise<PublishedDocument | null> {
  const asked = api.GET(pathOf(collection), { params: { path: { id } } });
  const { response } = await asked;
  if (response.status === 404) return null;
  const document = (await answerOf(asked)) as unknown as RuleDocument;
  return { document, etag: response.headers.get('etag') ?? '' };
}

/** What is published, over what, and why. */
export interface DocumentToPublish {
  readonly document: object;
  /** Of the document that was read; null where there was none. */
  readonly etag: string | null;
  readonly reason: string;
}

/** Publishes a document among all others. @throws Refusal where it is not valid, or is not what was read any more */
export async function publishDocument(
  collection: Collection,
  id: string,
  { document, etag, reason }: DocumentToPublish,
): Promise<Publication> {
  const headers = etag === null ? { 'If-None-Match': '*' } : { 'If-Match': etag };
  // Whether it has the form of its kind the server says.
  const body = document as never;
  return answerOf(api.PUT(pathOf(collection), { params: { path: { id }, query: { reason } }, headers, body }));
}

/** Whether somebody else has published another version since it was read. */
export function isOutdated(failure: unknown): boolean {
  return failure instanceof Refusal && failure.status === 412;
}

/** What a document said before, the latest first; empty where that is not told. @throws Refusal */
export async function readVersions(collection: Collection, id: string): Promise<readonly DocumentVersion[]> {
  if (!hasVersions(collection)) return [];
  const path = `${pathOf(collection)}/versions` as '/v1/strategies/{id}/versions';
  const asked = api.GET(path, { params: { path: { id } } });
  return (await asked).response.status === 404 ? [] : (await answerOf(asked)).versions;
}

/** All are read and written alike; the types are those of one of them. */
function pathOf(collection: Collection): '/v1/strategies/{id}' {
  return PATHS[collection] as '/v1/strategies/{id}';
}
