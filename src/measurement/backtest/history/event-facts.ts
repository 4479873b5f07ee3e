import { readsOf, type Segment, type Strategy } from '#strata/engine';
import { compileCondition, type FactRef } from '#strata/engine/conditions';
import { type EventQuestion, type ExampleSource, measureEvents, sourceName } from '#strata/models/datasets';
import { StrataError } from '#sdk';
import { type HistoryRows } from './history-rows.js';

/** Whose conditions are looked at, and where the rows come from. */
interface EventReading {
  readonly strategy: Strategy;
  readonly segments: readonly Segment[];
  readonly source: ExampleSource;
  /** Whether the events of the trigger are needed. */
  readonly replaysTrigger: boolean;
}

/**
 * The rows with what the strategy's conditions ask of events, under the keys of these facts: measured at each row's moment, as a
 * decision then would. Rows of a source without events stay as they are.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN where events lie beside rows that tell no person or no moment
 */
export async function withEventFacts(history: HistoryRows, { source, ...reading }: EventReading): Promise<HistoryRows> {
  const from = eventsOf(source);
  const asked = eventRefs(reading);
  if (from === null || asked.length === 0) return history;
  const { personNames, person, times } = history;
  if (personNames === null || times === null) throw nowhere(source, personNames === null ? 'person' : 'time');
  const people = Array.from(person, (code) => personNames[code] ?? '');
  const questions = asked.map(({ params }) => params as unknown as EventQuestion);
  const measured = await measureEvents(from, questions, { people, moments: times });
  const columns = asked.map(({ key }, place) => {
    const values = measured[place] ?? new Float64Array(people.length).fill(Number.NaN);
    return [key, { name: key, type: 'number', kind: 'number', values }] as const;
  });
  return { ...history, facts: new Map([...history.facts, ...columns]) };
}

/** Where the events of a source's people lie; null where it has none. */
function eventsOf(source: ExampleSource): Parameters<typeof measureEvents>[0] | null {
  if (source.kind === 'history') return source.from;
  return source.events === undefined ? null : { kind: 'files', events: source.events };
}

/** What the conditions of a strategy ask of events, each once. */
function eventRefs({ strategy, segments, replaysTrigger }: Omit<EventReading, 'source'>): readonly FactRef[] {
  const known = new Set(segments.map(({ id }) => id));
  const refs = readsOf(strategy)
    .conditions.filter(({ pointer }) => replaysTrigger || pointer !== '/trigger')
    .filter(({ condition }) => typeof condition !== 'string' || known.has(condition))
    .flatMap(({ condition }) => compileCondition(condition, { segments }).facts)
    .filter(({ fact, params }) => fact === 'events' && params !== undefined);
  return [...new Map(refs.map((ref) => [ref.key, ref])).values()];
}

function nowhere(source: ExampleSource, lacks: 'person' | 'time'): StrataError {
  const expected = lacks === 'time' ? '--time COLUMN' : 'a column that names the person, such as userId';
  const message = `${sourceName(source)} does not say ${lacks === 'time' ? 'when each row happened' : 'whose each row is'}`;
  return new StrataError('BAD_COLUMN', 'The events cannot be found for the rows.', {
    problems: [{ message, expected }],
  });
}
