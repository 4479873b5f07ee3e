import { type EventMeasure, type EventQuery, type FactCatalogue } from '#strata/engine';
import { sqlName } from '#strata/kernel';
import { type HistorySource } from '../examples/example-source.js';
import { appendRows } from './append-rows.js';
import { openFileHome } from './file-home.js';
import { createTable, type HistoryHome } from './history-home.js';
import { openStoredHome } from './stored-home.js';

/** People, each at a moment of its own. */
export interface PeopleAtMoments {
  readonly people: readonly string[];
  /** Milliseconds since 1970; who has NaN is not looked at. */
  readonly moments: Float64Array;
}

/** What a condition asks of events; `count` unless it names a measure. */
export type EventQuestion = Omit<EventQuery, 'measure'> & { readonly measure?: EventMeasure };

/**
 * Measures people's events at their moments, by the definition that campaigns and facts are read by (`factsSql`), which equals
 * what a decision at that moment finds: nobody's later events are seen.
 *
 * @returns a column for each question; NaN where there is nothing to measure, or no moment
 * @throws StrataError BAD_FILE, BAD_COLUMN
 */
export async function measureEvents(
  from: HistorySource['from'],
  questions: readonly EventQuestion[],
  { people, moments }: PeopleAtMoments,
): Promise<readonly Float64Array[]> {
  const names = questions.map((_, place) => `events ${String(place)}`);
  const catalogue: FactCatalogue = Object.fromEntries(
    questions.map(({ measure = 'count', ...query }, place) => {
      const words = names[place] ?? '';
      return [words, { type: 'number', from: { events: { ...query, measure } }, words }];
    }),
  );
  const language = { catalogue, timeZone: 'UTC' };
  const home = from.kind === 'stored' ? await openStoredHome(from, language) : await openFileHome(from, language);
  try {
    const rows = people.map((id, n) => ({ n, user_id: id, now: moments[n] }));
    await home.connection.run(createTable('asked', ASKED));
    await appendRows(
      home.connection,
      'asked',
      Object.entries(ASKED).map(([name, type]) => ({ name, type })),
      rows.filter(({ now }) => Number.isFinite(now)),
    );
    await home.facts('measured', names, 'asked', () => undefined);
    return await readMeasured(home, people.length, names);
  } finally {
    home.close();
  }
}

const ASKED = { n: 'bigint', user_id: 'varchar', now: 'bigint' } as const;

async function readMeasured(
  { connection }: HistoryHome,
  rows: number,
  names: readonly string[],
): Promise<Float64Array[]> {
  const measured = names.map(() => new Float64Array(rows).fill(Number.NaN));
  const read = await connection.runAndReadAll(`select ${['_n', ...names].map(sqlName).join(', ')} from measured`);
  for (const [n, ...cells] of read.getRows()) {
    cells.forEach((cell, column) => {
      const into = measured[column];
      if (into !== undefined && cell !== null) into[Number(n)] = Number(cell);
    });
  }
  return measured;
}
