import { jsonPointer } from '#strata/kernel';
import { nearestName, type Problem } from '#sdk';
import { FOLDERS, SINGLE_KINDS, SINGLES, type SourceDocument, type SourceDocuments } from '../schemas/index.js';
import { show } from './shape-problems.js';

/** The key of each kind in a request is its folder. */
const KINDS = Object.keys(FOLDERS) as (keyof typeof FOLDERS)[];
const KEYS = [...Object.values<string>(SINGLES), 'facts', ...Object.values(FOLDERS)];

/**
 * The documents of a request body `{shop, contactPolicy, itemFacts, facts, segments, models, strategies, campaigns, analyses}`, named by the files that a pull would write.
 * Never throws for what was sent.
 */
export function requestDocuments(body: unknown): SourceDocuments {
  if (!isObject(body))
    return {
      documents: [],
      unread: [],
      problems: [{ message: `Found ${show(body)}`, pointer: '', expected: 'an object' }],
    };
  const problems: Problem[] = Object.keys(body)
    .filter((key) => !KEYS.includes(key))
    .map((key) => unknownKey(key));
  const documents: SourceDocument[] = [];
  for (const kind of SINGLE_KINDS) {
    const content = body[SINGLES[kind]];
    if (content !== undefined) documents.push({ kind, name: kind, file: `${kind}.json`, content });
  }
  if (body['facts'] === undefined)
    problems.push({ message: 'This is missing', pointer: '/facts', expected: 'an object of facts' });
  else documents.push({ kind: 'facts', name: 'facts', file: 'facts.json', content: { facts: body['facts'] } });
  for (const kind of KINDS) {
    const key = FOLDERS[kind];
    const list = body[key] ?? [];
    if (!Array.isArray(list)) {
      problems.push({ message: `Found ${show(list)}`, pointer: `/${key}`, expected: 'a list of documents' });
      continue;
    }
    const read = readList(kind, list);
    documents.push(...read.documents);
    problems.push(...read.problems);
  }
  return { documents, unread: [], problems };
}

function readList(
  kind: keyof typeof FOLDERS,
  list: readonly unknown[],
): Pick<SourceDocuments, 'documents' | 'problems'> {
  const documents: SourceDocument[] = [];
  const problems: Problem[] = [];
  const names = new Set<string>();
  list.forEach((content, index) => {
    const id = isObject(content) ? content['id'] : undefined;
    const name = typeof id === 'string' ? id : String(index);
    const file = `${FOLDERS[kind]}/${name}.json`;
    if (names.has(name))
      problems.push({ message: `There are two of "${name}"`, file, pointer: '/id', expected: 'each id once' });
    else documents.push({ kind, name, file, content });
    names.add(name);
  });
  return { documents, problems };
}

function unknownKey(key: string): Problem {
  const nearest = nearestName(key, KEYS);
  return {
    message: `Unknown key "${key}"`,
    pointer: jsonPointer([key]),
    expected: KEYS.join(', '),
    ...(nearest === undefined ? {} : { nearest }),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
