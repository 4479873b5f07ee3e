import { type AnalysisTask } from '../contract/index.js';
import { type OpenEvents, type WantedEvents } from './event-home.js';
import { type ColumnNames, openFileEvents } from './file-events.js';
import { storedEvents } from './stored-events.js';

/** What an analysis reads. */
export interface EventReading {
  readonly wanted: WantedEvents;
  /** Of a table with a row an event: the columns of `person`, `at`, and of what is wanted. */
  readonly names?: ColumnNames;
}

/** The events that an analysis reads; to be closed. @throws StrataError BAD_FILE, BAD_COLUMN */
export async function openEvents(
  { source, until }: Pick<AnalysisTask, 'source' | 'until'>,
  { wanted, names = {} }: EventReading,
): Promise<OpenEvents> {
  if (source.kind === 'stored') return { ...storedEvents(source.database, until), close: () => undefined };
  return await openFileEvents(source.file, { until, names, wanted });
}
