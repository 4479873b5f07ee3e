import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { nearestName, StrataError } from '#sdk';
import { type DocumentKind, type DocumentOf, FOLDERS, isSingle, type SourceDocument } from '../schemas/index.js';
import { filesOf, readSource } from './load.js';
import { checkShape } from './shapes.js';

/**
 * One document by its id in a rules folder, by the path of a file, or by its name in the working directory, checked by its own schema (names of other
 * documents stay unchecked: use `validateDocuments` for that).
 *
 * @throws StrataError NOT_FOUND with the nearest id, BAD_FILE, INVALID_DOCUMENT with all problems
 */
export async function readDocument<K extends DocumentKind>(
  kind: K,
  idOrPath: string,
  { directory }: { readonly directory: string },
): Promise<DocumentOf[K]> {
  const file = await findFile(kind, idOrPath, directory);
  const { document, problems } = await readSource(kind, file);
  if (document === undefined) throw new StrataError('BAD_FILE', `${file} cannot be read.`, { problems });
  const shape = checkShape(document as SourceDocument & { kind: K });
  if (shape.ok) return shape.value;
  throw new StrataError('INVALID_DOCUMENT', `The ${kind} is not valid.`, { problems: shape.problems });
}

async function findFile(kind: DocumentKind, idOrPath: string, directory: string): Promise<string> {
  if (/[./\\]/.test(idOrPath) && (await isFile(idOrPath))) return idOrPath;
  if (kind === 'facts' || isSingle(kind)) return join(directory, `${kind}.json`);
  const files = await filesOf(kind, directory);
  const found = files.find(({ file }) => basename(file, '.json') === idOrPath);
  if (found !== undefined) return found.file;
  // Of a document that lies beside the rules, commands name the id: `train churn.json`, then `evaluate churn`.
  if (await isFile(`${idOrPath}.json`)) return `${idOrPath}.json`;
  const nearest = nearestName(
    idOrPath,
    files.map(({ file }) => basename(file, '.json')),
  );
  const expected = `an id from ${join(directory, FOLDERS[kind])}, or the path of a file`;
  throw new StrataError('NOT_FOUND', `There is no ${kind} "${idOrPath}".`, {
    problems: [{ message: `"${idOrPath}" is unknown`, expected, ...(nearest === undefined ? {} : { nearest }) }],
  });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
