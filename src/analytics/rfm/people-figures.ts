import { type FactCatalogue } from '#strata/engine';
import { momentColumn, momentsSql } from '#strata/profiles/facts';
import { type Columns, type EventHome, type WantedEvents } from '../sources/index.js';

/** What is read of whom. */
export interface FigureReading {
  readonly home: EventHome;
  readonly wanted: WantedEvents;
  readonly catalogue: FactCatalogue;
  readonly timeZone: string;
  /** Milliseconds since 1970, UTC. */
  readonly until: number;
  /** A relation of the people who are scored (`user_id`), by a condition over whom to look at; null for everybody who purchased. */
  readonly population: ((people: string) => string) | null;
  /** The fact that tells the stage, and since when people moved (milliseconds since 1970, UTC); null where none is asked for. */
  readonly stages: { readonly fact: string; readonly since: number } | null;
}

/** Figures of people, column by column. */
export interface PeopleFigures {
  readonly ids: readonly string[];
  /** Days since the last purchase. */
  readonly days: Float64Array;
  /** 0 for who did not purchase, or is not to be scored; their other figures say nothing. */
  readonly frequency: Float64Array;
  readonly monetary: Float64Array;
  /** The stages that there are; null is none. */
  readonly stages: readonly (string | null)[];
  /** Places in `stages`: of then, and of now. */
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  /** 1 for whom no event is as old as the first moment. */
  readonly isNew: Uint8Array;
}

const COLUMNS = {
  user_id: 'text',
  days: 'json',
  frequency: 'json',
  monetary: 'json',
  stage_before: 'text',
  stage_after: 'text',
  is_new: 'json',
} as const;

/**
 * Everybody whose stage is asked for, else everybody who purchased, in one pass over their events: a database groups a million
 * people's events by person in seconds, and each further pass takes as long again.
 */
export async function readFigures(reading: FigureReading, signal: AbortSignal): Promise<PeopleFigures> {
  const parts: Columns<keyof typeof COLUMNS>[] = [];
  for await (const part of reading.home.inColumns((people) => figuresSql(reading, people), COLUMNS)) {
    signal.throwIfAborted();
    parts.push(part);
  }
  const placeOf = new Map<unknown, number>();
  const stageOf = (stage: unknown): number => {
    const place = placeOf.get(stage) ?? placeOf.size;
    placeOf.set(stage, place);
    return place;
  };
  const people = parts.reduce((sum, part) => sum + part.user_id.length, 0);
  const numbers = {
    days: new Float64Array(people),
    frequency: new Float64Array(people),
    monetary: new Float64Array(people),
  };
  const [before, after, isNew] = [new Uint32Array(people), new Uint32Array(people), new Uint8Array(people)];
  const ids: string[] = [];
  for (const part of parts) {
    const from = ids.length;
    for (const id of part.user_id) ids.push(id as string);
    for (const name of ['days', 'frequency', 'monetary'] as const) numbers[name].set(part[name] as number[], from);
    before.set(part.stage_before.map(stageOf), from);
    after.set(part.stage_after.map(stageOf), from);
    isNew.set(part.is_new as number[], from);
  }
  return { ids, ...numbers, stages: [...placeOf.keys()] as (string | null)[], before, after, isNew };
}

function figuresSql(reading: FigureReading, people: string): string {
  const { home, wanted, catalogue, timeZone, until, population, stages } = reading;
  const { dialect, profiles } = home;
  const now = dialect.moment(until);
  const events = wanted.events === 'all' ? [] : wanted.events;
  const isNamed = `name in (${events.map(dialect.text).join(', ')})`;
  const young = wanted.after === undefined ? '' : ` and j."at" > ${dialect.moment(wanted.after)}`;
  const purchases = `filter (where j.${isNamed}${young})`;
  const value = 'value' in wanted.columns ? `sum(${home.column(wanted, 'value', 'j')})` : 'count(*)';
  // Who is new is seen by the first event of all.
  const read = stages === null ? `and e.${isNamed}` : '';
  const figures = momentsSql({
    dialect: dialect.name,
    catalogue,
    timeZone,
    facts: stages === null ? [] : [stages.fact],
    // In a file everybody has an event.
    rows: profiles === null ? null : `(select * from ${profiles} p where ${people})`,
    hasAttributes: profiles !== null,
    moments: stages === null ? {} : { before: dialect.moment(stages.since), after: now },
    events: `(select * from ${home.events} e where e."at" <= ${now} ${read} and ${people})`,
    alongside: {
      last: `max(j."at") ${purchases}`,
      frequency: `count(*) ${purchases}`,
      monetary: `${value} ${purchases}`,
      ...(stages === null ? {} : { first: 'min(j."at")' }),
    },
  });
  const meant = population === null ? 'true' : `user_id in (select user_id from ${population(people)} meant)`;
  const stage = (moment: string) => (stages === null ? 'null' : momentColumn(stages.fact, moment));
  const isNew = stages === null ? 'false' : `coalesce(first > ${dialect.moment(stages.since)}, false)`;
  return `
    select user_id,
      coalesce(cast(floor((${String(until)} - ${dialect.milliseconds('last')}) / 86400000.0) as integer), 0) as days,
      case when ${meant} then coalesce(frequency, 0) else 0 end as frequency, coalesce(monetary, 0) as monetary,
      ${stage('before')} as stage_before, ${stage('after')} as stage_after, cast(${isNew} as integer) as is_new
    from (${figures}) figures
    ${stages === null ? 'where frequency > 0' : ''}`;
}
