import { basisOf } from '#strata/engine/facts';
import { type ModelDocument } from '#strata/engine';
import { attributePath } from '#strata/profiles/facts';
import { StrataError } from '#sdk';
import { type CampaignTally, talliesOf } from './campaign-records.js';
import { type ExampleData, type HistorySource, type SourceReading } from '../examples/example-source.js';
import { openFileHome } from './file-home.js';
import { type DrawTally, type HistoryHome, type HistoryProgress, readNumbers } from './history-home.js';
import { openHistoryTable } from './history-table.js';
import { eventLabel, planPool, planSamples, type SamplePlan, useOf, windowOf } from './sample-plan.js';
import { type Sampling } from '../examples/sampling.js';
import { openStoredHome } from './stored-home.js';

/** The pool is compared by as many people at most. */
const POOL = 20_000;
/** Shares of the progress that drawing and facts take. */
const DRAWING = 0.5;

/**
 * Makes the rows of a model from history and opens them as a table: `userId`, `at`, `campaign`, `offer`, the label under
 * its event's name, and every fact of the catalogue as of `at`.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, INVALID_DOCUMENT, TOO_FEW_EXAMPLES
 */
export async function openHistory(
  document: ModelDocument,
  source: HistorySource,
  options: SourceReading,
): Promise<Omit<ExampleData, 'fingerprint'>> {
  eventLabel(document);
  const report = options.progress ?? (() => undefined);
  report(0, 'reading history');
  const home = await openHome(source);
  try {
    return await drawRows(home, document, source, options);
  } catch (error) {
    home.close();
    throw error;
  }
}

async function openHome({ from, facts, timeZone = 'UTC' }: HistorySource): Promise<HistoryHome> {
  const language = { catalogue: facts, timeZone };
  return from.kind === 'stored' ? await openStoredHome(from, language) : await openFileHome(from, language);
}

async function drawRows(
  home: HistoryHome,
  document: ModelDocument,
  source: HistorySource,
  { segments = [], progress = () => undefined }: SourceReading,
): Promise<Omit<ExampleData, 'fingerprint'>> {
  const span = await home.span();
  if (span === null) throw noEvents(home.name);
  const until = source.until ?? (source.from.kind === 'stored' ? Date.now() : span.last);
  const tallies = talliesOf(await home.tally(until, windowOf(document)));
  const plan = planSamples(document, source, { tallies, until, segments });
  const drawing: HistoryProgress = (share) => {
    progress(DRAWING * share, 'drawing people and moments');
  };
  const drawn = await home.draw('drawn', plan, drawing);
  await home.connection.run(
    'create temp table samples as select row_number() over (order by now, user_id, campaign) as n, * from drawn',
  );
  const gathering: HistoryProgress = (share) => {
    progress(DRAWING + (1 - DRAWING) * share, 'facts at these moments');
  };
  const table = { home, facts: source.facts, rows: 'samples', progress: gathering, document };
  const sampling = await samplingOf(home, document, plan, { drawn, tallies, until });
  return {
    ...openHistoryTable(table),
    ...(document.population === undefined ? {} : { population: document.population }),
    sampling,
    pointInTime: pointInTime(source.facts),
    saidAfter: (features) => saidAfter(home, source, features),
    async pool() {
      const { candidates, outside } = await home.draw(
        'pool_drawn',
        planPool(document, source, { until, segments }),
        drawing,
      );
      await home.connection.run(
        `create or replace temp table pool as select row_number() over (order by user_id) as n, *
         from (select * from pool_drawn order by md5(user_id), user_id limit ${String(POOL)}) sample`,
      );
      return { people: candidates - outside, data: openHistoryTable({ ...table, rows: 'pool' }) };
    },
  };
}

async function saidAfter(
  home: HistoryHome,
  { facts }: HistorySource,
  features: readonly string[],
): Promise<ReadonlyMap<string, Float64Array> | null> {
  const attributes = features.flatMap((name) => {
    const definition = facts[name];
    const basis = definition && basisOf(definition);
    return basis?.of === 'attribute' ? [{ name, attribute: basis.source.profile }] : [];
  });
  if (attributes.length === 0) return null;
  const read = await home.connection.runAndReadAll('select user_id, now from samples order by n');
  const rows = read.getRowsJson() as [string, string][];
  const people = rows.map(([id]) => id);
  // The path of a member is said with its whole attribute.
  const namesOf = (attribute: string): readonly string[] => [attribute, ...attributePath(attribute).slice(0, 1)];
  const said = await home.lastSaid(
    [...new Set(attributes.flatMap(({ attribute }) => namesOf(attribute)))],
    [...new Set(people)],
  );
  if (said === null) return null;
  const after = (attribute: string) =>
    Float64Array.from(
      rows,
      ([, now], row) => lastOf(namesOf(attribute).map((name) => said.get(name)?.get(people[row] ?? ''))) - Number(now),
    );
  return new Map(attributes.map(({ name, attribute }) => [name, after(attribute)]));
}

/** The latest of these moments; NaN where there is none. */
function lastOf(moments: readonly (number | undefined)[]): number {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? Number.NaN : Math.max(...known);
}

/** Facts of events are those of the moment, and so is what analyses said until then; attributes are those of today. */
function pointInTime(facts: HistorySource['facts']): ReadonlySet<string> {
  const isOfEvents = (name: string): boolean => {
    const definition = facts[name];
    const basis = definition && basisOf(definition);
    return basis?.of === 'facts' ? basis.names.every(isOfEvents) : basis?.of === 'events' || basis?.of === 'computed';
  };
  return new Set(Object.keys(facts).filter(isOfEvents));
}

async function samplingOf(
  { connection }: HistoryHome,
  document: ModelDocument,
  plan: SamplePlan,
  { drawn, tallies, until }: { drawn: DrawTally; tallies: readonly CampaignTally[]; until: number },
): Promise<Sampling> {
  const [examples = 0, first = null, last = null] = await readNumbers(
    connection,
    'select count(*), min(now), max(now) from samples',
  );
  const { population = null } = document;
  return {
    moments: plan.moments.kind,
    first: first === null ? null : new Date(first).toISOString(),
    last: last === null ? null : new Date(last).toISOString(),
    until: new Date(until).toISOString(),
    within: eventLabel(document).within,
    population,
    candidates: drawn.candidates,
    examples: examples ?? 0,
    leftOut: leftOut(plan, drawn, { tallies, population }),
    campaigns: tallies.map((tally) => useOf(tally, plan.moments)),
  };
}

function leftOut(
  { moments }: SamplePlan,
  { outside, contacted }: DrawTally,
  { tallies, population }: { readonly tallies: readonly CampaignTally[]; readonly population: string | null },
): Sampling['leftOut'] {
  const reasons = new Map([
    [`not in the segment "${population ?? ''}" at that moment`, outside],
    ['contacted by a campaign in the window', contacted],
  ]);
  const add = (reason: string, rows: number) => reasons.set(reason, (reasons.get(reason) ?? 0) + rows);
  if (moments.kind === 'campaigns') {
    for (const tally of tallies) {
      const { used, reason } = useOf(tally, moments);
      const late = tally.unfinished;
      if (!used) add(`of a campaign that teaches nothing here: ${reason ?? ''}`, tally.sent);
      else add('the window has not passed yet', late.sent + late.heldOut);
    }
  }
  return [...reasons]
    .filter(([, rows]) => rows > 0)
    .map(([reason, rows]) => ({ reason, rows }))
    .toSorted((a, b) => b.rows - a.rows);
}

function noEvents(name: string): StrataError {
  const expected = 'events: strata import events FILE, POST /v1/track, or --events FILE';
  return new StrataError('TOO_FEW_EXAMPLES', 'There is no history to learn from.', {
    problems: [{ message: `${name} holds no event`, expected }],
  });
}
