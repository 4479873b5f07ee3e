import { type EntityManager } from 'typeorm';
import { type StoredDecision } from '../log/index.js';
import { type ComparedDecision } from './report/shadow.js';

/** A decision that is still to be compared. */
export interface PendingDecision {
  readonly id: string;
  readonly userId: string;
  /** The number of its transaction, as text: it has 64 bits. */
  readonly writtenIn: string;
}

const PENDING = `from decisions d, shadows s
  where s.id = $1 and d.written_in >= s.read_until and (d.written_in, d.id) > (s.read_until, s.read_id)
    and d.written_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;

/** The next decisions for a shadow, in the order of their transactions, all of which have ended. */
export async function pendingDecisions(
  manager: EntityManager,
  shadow: string,
  most: number,
): Promise<readonly PendingDecision[]> {
  return await manager.query(
    `select d.id, d.user_id as "userId", d.written_in::text as "writtenIn" ${PENDING}
     order by d.written_in, d.id limit $2`,
    [shadow, most],
  );
}

/** Leaves out what is pending where there is more than `most` of it, so that the shadow goes on with what comes now. */
export async function dropBacklog(manager: EntityManager, shadow: string, most: number): Promise<number> {
  const [row] = await manager.query<[{ pending: number; latest: string | null; until: string }]>(
    `select count(*)::float8 as pending, max(d.written_in)::text as until,
       (array_agg(d.id order by d.written_in desc, d.id desc))[1] as latest ${PENDING}`,
    [shadow],
  );
  if (row.pending <= most) return 0;
  await manager.query(
    `update shadows set read_until = $2, read_id = $3, dropped = dropped + $4 where id = $1 and state = 'running'`,
    [shadow, row.until, row.latest, row.pending],
  );
  return row.pending;
}

/** Decisions of these ids with all that they were made of. Who was erased meanwhile is not among them. */
export async function readDecisions(
  manager: EntityManager,
  ids: readonly string[],
): Promise<readonly StoredDecision[]> {
  return await manager.query(
    'select id, release, input, decision from decisions where id = any($1) order by written_in, id',
    [ids],
  );
}

/**
 * Keeps what was compared and how far was read, together: a worker that lost the shadow to another one writes nothing. A
 * database that was restored into another server numbers its transactions anew; then the shadow goes on from now.
 */
export async function keepCompared(
  manager: EntityManager,
  {
    shadow,
    worker,
    last,
    seen,
    failed,
    compared,
  }: {
    readonly shadow: string;
    readonly worker: string;
    readonly last: PendingDecision;
    readonly seen: number;
    readonly failed: number;
    readonly compared: readonly ComparedDecision[];
  },
): Promise<void> {
  const rows = compared.map(({ live, own, ...row }) => ({
    ...row,
    ...live,
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [`own_${name}`, value as unknown])),
  }));
  await manager.query(
    `with moved as (
       update shadows set read_until = $3, read_id = $4, seen = seen + $5, failed = failed + $6
       where id = $1 and worker = $2 and state = 'running' returning id)
     insert into shadow_decisions (decision, shadow, at, strategy, offer, stopped_by, outcome, conversion, cost, profit,
       own_strategy, own_offer, own_stopped_by, own_outcome, own_conversion, own_cost, own_profit,
       champion, champion_score, own_score)
     select v.decision, m.id, v.at, v.strategy, v.offer, v."stoppedBy", v.outcome, v.conversion, v.cost, v.profit,
       v.own_strategy, v.own_offer, v."own_stoppedBy", v.own_outcome, v.own_conversion, v.own_cost, v.own_profit,
       v.champion, v."championScore", v."ownScore"
     from moved m, jsonb_to_recordset($7::jsonb) v (
       decision text, at timestamptz, strategy text, offer text, "stoppedBy" text, outcome text,
       conversion float8, cost float8, profit float8,
       own_strategy text, own_offer text, "own_stoppedBy" text, own_outcome text,
       own_conversion float8, own_cost float8, own_profit float8,
       champion integer, "championScore" float8, "ownScore" float8)
     join decisions d on d.id = v.decision
     on conflict do nothing`,
    [shadow, worker, last.writtenIn, last.id, seen, failed, JSON.stringify(rows)],
  );
}

/** Numbers that are still to come are those of a database before it was restored: the shadows go on from now. */
export async function renumber(manager: EntityManager): Promise<void> {
  await manager.query(
    `update shadows set read_until = c.complete, read_id = ''
     from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as complete) c
     where state = 'running' and read_until > c.complete`,
  );
}

/** Forgets comparisons of decisions before a moment (milliseconds since 1970). @returns how many went */
export async function forgetBefore(manager: EntityManager, before: number): Promise<number> {
  const [, count]: [unknown, number] = await manager.query('delete from shadow_decisions where at < $1', [
    new Date(before).toISOString(),
  ]);
  return count;
}
