import { type ModelDocument } from '../../engine/index.js';
import { StrataError } from '../../sdk/index.js';
import { type ExampleData, type HistorySource, type OpenOptions } from './example-source.js';

/**
 * Makes the rows of a model from history and opens them as a table: `userId`, `at`, `campaign`, `offer`, the label under
 * its event's name, and every fact of the catalogue as of `at`.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, TOO_FEW_EXAMPLES
 */
export function openHistory(
  document: ModelDocument,
  source: HistorySource,
  options: OpenOptions,
): Promise<Omit<ExampleData, 'fingerprint'>> {
  throw new StrataError('INTERNAL', `${document.id} ${source.kind} ${String(options.segments?.length)}`);
}
