import { Client } from 'pg';
import { loadDocuments } from '#strata/rulebook/documents';
import { validateDocuments } from '#strata/rulebook/checks';
import { compileRelease } from '#strata/engine/plan';
import { loadConfig } from '#strata/platform/config';
import { openDatabase } from '#strata/platform/database';
import { FactGatherer } from '#strata/profiles/facts';
import { seededRandom } from '#sdk';

/** How long the facts of one person take, asked for one after the other, and how PostgreSQL finds them. */
export interface GatherTimes {
  readonly people: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** What the plan of one person's gather reads: indexes and tables scanned. */
  readonly scans: readonly string[];
  /** Of the 16 partitions of the events. */
  readonly partitions: number;
}

const PEOPLE = 2_000;

export async function gatherTimes(databaseUrl: string, users: number, home: string): Promise<GatherTimes> {
  const { documents } = validateDocuments(await loadDocuments(loadConfig({}).rulesDir), {});
  if (documents === null) throw new Error('the shipped rules are not valid');
  const release = compileRelease(documents, 'sha256:shipped');
  const database = await openDatabase({ home, databaseUrl });
  const gatherer = new FactGatherer(database);
  const random = seededRandom(5);
  const times: number[] = [];
  for (let asked = 0; asked < 2 * PEOPLE; asked++) {
    const started = performance.now();
    await gatherer.gatherOne(`user-${String(1 + random.integer(users))}`, release, Date.now());
    if (asked >= PEOPLE) times.push(performance.now() - started);
  }
  await database.close();
  times.sort((a, b) => a - b);
  const scans = await scansOf(databaseUrl, gatherer.statementFor(release));
  return {
    people: PEOPLE,
    medianMs: round(times[PEOPLE / 2]!),
    p99Ms: round(times[Math.floor(PEOPLE * 0.99)]!),
    scans,
    partitions: new Set(scans.flatMap((scan) => / on (events_\d+)/.exec(scan)?.[1] ?? [])).size,
  };
}

async function scansOf(databaseUrl: string, statement: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // As PostgreSQL runs it once it has prepared it.
    await client.query('set plan_cache_mode = force_generic_plan');
    await client.query(`prepare gather(text[], text[]) as ${statement}`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off, timing off) execute gather(array['user-17'], array['${new Date().toISOString()}'])`,
    );
    return rows
      .map((row) => row['QUERY PLAN'])
      .filter((line) => /Scan .*on (?!r(_\d)?\b)/.test(line) && !line.includes('never executed'))
      .map((line) => line.replace(/^[\s>-]*/, '').replace(/\s+\(actual.*/, ''));
  } finally {
    await client.end();
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
