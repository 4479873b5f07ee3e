import { type Language } from '#strata/kernel/texts';
import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { phrasesOf } from '#strata/engine/words';
import { type Database } from '#strata/platform/database';
import { StrataError } from '#sdk';
import { factsSql } from '../facts/index.js';
import { boundedQuery, TooSlow } from './bounded-query.js';
import { type Funnel, funnelOf } from './funnel.js';
import { type FunnelRow, eventNamesOf, funnelSql, peopleSql, type FunnelPopulation } from './funnel-sql.js';
import { countEstimate, type SeenPeople } from './interval.js';
import { judgePeople, type JudgedPerson } from './judge-people.js';
import { BUCKETS, bucketsToJudge, bucketsToRead, type Sizes, sizesOf } from './sample.js';
import { type CountEstimate, type ExamplePerson, type FunnelStep, type SegmentPreview } from './segment-preview.js';

/** A question for a preview. */
export interface PreviewRequest {
  /** A tree or a segment's id, not yet checked. */
  readonly condition: unknown;
  /** The release whose facts and segments the condition names. */
  readonly release: { readonly hash: string; readonly documents: ReleaseDocuments };
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Ends the preview where nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Of the words; English unless told. */
  readonly language?: Language;
}

/** A first try that takes longer is given up for a smaller sample, which takes the rest of the two seconds. */
const TIME_LIMITS_MS = [1_300, 350, 5_000] as const;
/** How much smaller the sample gets. */
const SHRINK = 16;
/** On the embedded database others get their turn after as many people. */
const PEOPLE_A_STEP = 5_000;
const MOST_EXAMPLES = 5;

/**
 * Counts who meets a condition, and who is left after each of its parts, among everybody who is stored: exactly where
 * that does not take long, else on the people of the first hash buckets, with a 95 % interval. The same question about
 * the same people looks at the same sample.
 *
 * @throws StrataError INVALID_DOCUMENT with all problems, CANCELLED, UNAVAILABLE
 */
export async function previewSegment(database: Database, request: PreviewRequest): Promise<SegmentPreview> {
  const { language } = request;
  const { documents, hash } = request.release;
  const funnel = funnelOf(request.condition, documents);
  const { rows, buckets } = await countIn(database, funnel, request);
  const examined = rows.reduce((sum, { people }) => sum + people, 0);
  const exact = buckets === BUCKETS;
  const seen = { exact, examined, base: exact ? examined : Math.max(examined, await countPeople(database)) };
  const after = stepsOf(funnel, rows, { ...seen, language });
  return {
    release: hash,
    at: new Date(request.now).toISOString(),
    words: funnel.whole.toWords(language),
    ...seen,
    note: noteOf(funnel, language),
    result: resultOf(after),
    after,
    examples: await examplesOf(database, { funnel, users: exampleIds(rows), documents, now: request.now }),
  };
}

function noteOf({ beyondSql }: Funnel, language: Language | undefined): string | null {
  return beyondSql === null ? null : phrasesOf(language).previews.beyondSql(beyondSql);
}

interface Counted {
  readonly rows: readonly FunnelRow[];
  /** How many buckets were read. */
  readonly buckets: number;
}

/** Counts in as many buckets as can be read in time; in fewer where that takes too long after all. */
async function countIn(database: Database, funnel: Funnel, request: PreviewRequest): Promise<Counted> {
  const { facts } = request.release.documents;
  const readsEvents = eventNamesOf(funnel, facts).length > 0;
  const sizes = await database.run((manager) => sizesOf(manager, readsEvents));
  const inSql = funnel.beyondSql === null;
  let buckets = (inSql ? bucketsToRead : bucketsToJudge)(database.kind, sizes, readsEvents);
  for (const timeLimitMs of TIME_LIMITS_MS) {
    try {
      const rows: FunnelRow[] = [];
      for (const { population, range } of stepsIn(inSql ? database.kind : 'pglite', buckets, sizes)) {
        const sql = (inSql ? funnelSql : peopleSql)(funnel, facts, population);
        const parameters = [new Date(request.now).toISOString(), ...range];
        const bounds = { ...request, timeLimitMs };
        if (inSql) rows.push(...(await boundedQuery<FunnelRow>(database, { sql, parameters }, bounds)));
        else rows.push(judgePeople(funnel, await boundedQuery<JudgedPerson>(database, { sql, parameters }, bounds)));
      }
      return { rows, buckets };
    } catch (error) {
      if (!(error instanceof TooSlow)) throw error;
      buckets = Math.max(1, Math.floor(buckets / SHRINK));
    }
  }
  throw new StrataError('UNAVAILABLE', 'The database is too busy for a preview now.');
}

interface Step {
  readonly population: FunnelPopulation;
  /** The first bucket and the one after the last; none for everybody. */
  readonly range: readonly number[];
}

/** PostgreSQL judges all at once; the embedded database, and this process, some thousand people at a time. */
function stepsIn(kind: Database['kind'], buckets: number, { people }: Sizes): readonly Step[] {
  const count = kind === 'postgres' ? 1 : Math.max(1, Math.ceil((people * buckets) / BUCKETS / PEOPLE_A_STEP));
  const size = Math.ceil(buckets / count);
  if (size === BUCKETS) return [{ population: 'everybody', range: [] }];
  return Array.from({ length: Math.ceil(buckets / size) }, (_, step) => ({
    population: 'buckets' as const,
    range: [step * size, Math.min(buckets, (step + 1) * size)],
  }));
}

async function countPeople(database: Database): Promise<number> {
  const [row] = await database.run((manager) =>
    manager.query<{ people: number }[]>('select count(*) as people from profiles'),
  );
  return row?.people ?? 0;
}

interface TellingSteps extends SeenPeople {
  readonly language: Language | undefined;
}

function stepsOf(
  { parts }: Funnel,
  rows: readonly FunnelRow[],
  { language, ...seen }: TellingSteps,
): readonly FunnelStep[] {
  return parts.map(({ pointer, segment, at, condition }, index) => {
    const found = rows.reduce((sum, { left }) => sum + (left[index] ?? 0), 0);
    return {
      pointer,
      ...(segment === undefined ? {} : { segment }),
      at,
      words: condition.toWords(language),
      ...countEstimate(found, seen),
    };
  });
}

function resultOf(after: readonly FunnelStep[]): CountEstimate {
  const { count: people = 0, share = 0, interval = null } = after.at(-1) ?? {};
  return { count: people, share, interval };
}

function exampleIds(rows: readonly FunnelRow[]): readonly string[] {
  const ids = [...rows.map(({ first }) => first), ...rows.map(({ last }) => last)];
  return [...new Set(ids.filter((id) => id !== null))].slice(0, MOST_EXAMPLES);
}

interface ExamplesRequest {
  readonly funnel: Funnel;
  readonly users: readonly string[];
  readonly documents: ReleaseDocuments;
  readonly now: number;
}

async function examplesOf(
  database: Database,
  { funnel, users, documents, now }: ExamplesRequest,
): Promise<readonly ExamplePerson[]> {
  if (users.length === 0) return [];
  const { facts: catalogue } = documents;
  const timeZone = timeZoneOf(documents);
  const facts = funnel.facts.filter((name) => catalogue[name]?.sensitive !== true);
  const rows = `(
    select n, user_id, attributes, $2::timestamptz as now
    from unnest($1::text[]) with ordinality as asked (id, n) join profiles on user_id = id)`;
  const sql = `${factsSql({ dialect: 'postgres', catalogue, timeZone, facts, rows, profiles: 'in rows' })} order by r.n`;
  const found = await database.run((manager) =>
    manager.query<Record<string, unknown>[]>(sql, [users, new Date(now).toISOString()]),
  );
  return found.map((row) => ({
    userId: String(row['_user_id']),
    facts: Object.fromEntries(facts.filter((name) => row[name] !== null).map((name) => [name, row[name]])),
  }));
}
