import { type EntityManager } from 'typeorm';
import { type Database } from '#strata/platform/database';

/** A run of an analysis, for whose people values are kept. */
export interface ComputedRun {
  readonly analysis: string;
  /** UUID version 7: later runs have greater ids. */
  readonly run: string;
}

/** What an analysis says about some people: for each name as many values as there are people; null is none. */
export interface ComputedBlock {
  readonly people: readonly string[];
  readonly values: Readonly<Record<string, readonly (number | string | boolean | null)[]>>;
}

/** People a statement. */
const AT_ONCE = 10_000;

/**
 * Keeps what a run says about people until it is published: nobody sees it before. Ids that were merged into a person's are
 * that person's; who is not stored is left out; of what is said twice about a person the first counts.
 *
 * @returns how many people it was kept for
 */
export async function stageComputed(database: Database, run: ComputedRun, block: ComputedBlock): Promise<number> {
  let kept = 0;
  for (let start = 0; start < block.people.length; start += AT_ONCE) {
    const { ids, outputs } = rowsOf(block, start, Math.min(block.people.length, start + AT_ONCE));
    const rows = await database.run((manager) =>
      manager.query<unknown[]>(
        `insert into computed_values (user_id, analysis, run, outputs)
         select p.user_id, $1, $2::uuid, said.outputs::jsonb
         from unnest($3::text[], $4::text[]) with ordinality as said (id, outputs, n)
         left join identities i on i.anonymous_id = said.id
         join profiles p on p.user_id = coalesce(i.user_id, said.id)
         order by said.n
         on conflict do nothing returning 1`,
        [run.analysis, run.run, ids, outputs],
      ),
    );
    kept += rows.length;
  }
  return kept;
}

function rowsOf(
  { people, values }: ComputedBlock,
  start: number,
  end: number,
): { readonly ids: readonly string[]; readonly outputs: readonly string[] } {
  const ids: string[] = [];
  const outputs: string[] = [];
  const names = Object.entries(values).map(([name, column]) => [JSON.stringify(name), column] as const);
  for (let row = start; row < end; row++) {
    const members = names.flatMap(([name, column]) => {
      const value = column[row] ?? null;
      return value === null ? [] : [`${name}:${JSON.stringify(value)}`];
    });
    if (members.length === 0) continue;
    ids.push(people[row] ?? '');
    outputs.push(`{${members.join(',')}}`);
  }
  return { ids, outputs };
}

/**
 * Puts what a run keeps in the place of what earlier runs of the analysis said. False where a later run has published
 * already: then this one's goes.
 *
 * @param at milliseconds since 1970, UTC: the moment that the values are of
 * @param keep ids of earlier runs that may be published again
 */
export async function publishComputed(
  manager: EntityManager,
  run: ComputedRun,
  { at, keep }: { readonly at: number; readonly keep: readonly string[] },
): Promise<boolean> {
  const [published] = await manager.query<unknown[]>(
    `insert into computed_publications as c (analysis, run, at) values ($1, $2::uuid, $3)
     on conflict (analysis) do update set run = excluded.run, at = excluded.at where c.run <= excluded.run
     returning analysis`,
    [run.analysis, run.run, new Date(at).toISOString()],
  );
  const isLast = published !== undefined;
  await manager.query(
    `delete from computed_values v where analysis = $1
       and (run < $2::uuid and not run = any($4::uuid[]) or run = $2::uuid and (not $3::boolean
         or not exists (select from profiles p where p.user_id = v.user_id)))`,
    [run.analysis, run.run, isLast, keep],
  );
  return isLast;
}

/**
 * Puts what an earlier run said in the place of what was published since. False where it is not kept any more.
 *
 * @param at milliseconds since 1970, UTC: the moment that the values are of
 */
export async function publishComputedAgain(
  manager: EntityManager,
  { analysis, run }: ComputedRun,
  at: number,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `insert into computed_publications (analysis, run, at)
     select $1, $2::uuid, $3 where exists (select from computed_values where analysis = $1 and run = $2::uuid)
     on conflict (analysis) do update set run = excluded.run, at = excluded.at returning analysis`,
    [analysis, run, new Date(at).toISOString()],
  );
  return rows.length > 0;
}

/** What an analysis says about people counts no more, until another run publishes. */
export async function withdrawComputed(manager: EntityManager, analysis: string): Promise<void> {
  await manager.query('delete from computed_publications where analysis = $1', [analysis]);
}

/** Forgets what a run kept that will not be published. */
export async function forgetComputed(database: Database, { analysis, run }: ComputedRun): Promise<void> {
  await database.run((manager) =>
    manager.query('delete from computed_values where analysis = $1 and run = $2::uuid', [analysis, run]),
  );
}
