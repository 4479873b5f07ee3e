import { StrataError } from '#sdk';
import { type SourceDocuments } from '../schemas/index.js';
import { askPlugins, type AskedPlugins } from './context/plugin-catalogue.js';
import { type StoredEvents } from './context/stored-events.js';
import { validateInTurns, type Validation } from './validate.js';

/**
 * Checks all documents together, after the plugins were asked about the options of the models. Names of events are held
 * against the stored ones, where these are given.
 */
export async function validateWithPlugins(
  sources: SourceDocuments,
  plugins: AskedPlugins,
  storedEvents: StoredEvents = new Map(),
): Promise<Validation> {
  return validateInTurns(sources, { plugins: await askPlugins(plugins, sources), storedEvents });
}

/** @throws StrataError INVALID_DOCUMENT with all problems */
export function documentsOrThrow({ documents, problems }: Validation): NonNullable<Validation['documents']> {
  if (documents !== null) return documents;
  const count = problems.length === 1 ? 'There is 1 problem' : `There are ${problems.length} problems`;
  throw new StrataError('INVALID_DOCUMENT', `${count} in the rule documents.`, { problems });
}
