import { type EntityManager } from 'typeorm';
import { recordChange } from '#strata/platform/audit';
import { storedDocuments } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { type Shadow, type ShadowStanding } from './report/shadow.js';

const STANDING = `id, title, model, version, share, state, started_at as "startedAt", started_by as "startedBy",
  stopped_at as "stoppedAt", seen::float8 as seen, dropped::float8 as dropped, failed::float8 as failed, problem`;
/** Transactions before this one have ended. */
const COMPLETE = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint';

interface StandingRow extends Omit<ShadowStanding, 'startedAt' | 'stoppedAt'> {
  readonly startedAt: Date;
  readonly stoppedAt: Date | null;
}

/** Begins a shadow with the decisions that come from now on. */
export async function insertShadow(
  manager: EntityManager,
  { id, title, candidate, share }: Shadow,
  { by, now }: { readonly by: string; readonly now: number },
): Promise<void> {
  const [documents, model, version] =
    candidate.kind === 'release'
      ? [JSON.stringify(candidate.documents), null, null]
      : [null, candidate.model, candidate.version];
  await manager.query(
    `insert into shadows (id, title, documents, model, version, share, started_at, started_by, read_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, ${COMPLETE})`,
    [id, title, documents, model, version, share, new Date(now).toISOString(), by],
  );
  const after = { title, share, ...(model === null ? { candidate: 'release' } : { model, version }) };
  await recordChange(manager, { who: by, what: 'shadow.started', subject: `shadow:${id}`, before: null, after });
}

/** Ends a shadow and keeps what it showed. One that has ended is left as it is. */
export async function endShadow(
  manager: EntityManager,
  id: string,
  { by, now, report }: { readonly by: string; readonly now: number; readonly report: object },
): Promise<void> {
  const [ended]: [{ id: string }[], number] = await manager.query(
    `update shadows set state = 'stopped', stopped_at = $2, worker = null, report = $3
     where id = $1 and state = 'running' returning id`,
    [id, new Date(now).toISOString(), JSON.stringify(report)],
  );
  if (ended.length === 0) return;
  const change = { who: by, what: 'shadow.stopped', subject: `shadow:${id}` };
  await recordChange(manager, { ...change, before: { state: 'running' }, after: { state: 'stopped' } });
}

/** All of them, or those of a model; the latest first. */
export async function listShadows(
  manager: EntityManager,
  model: string | null = null,
): Promise<readonly ShadowStanding[]> {
  const rows = await manager.query<StandingRow[]>(
    `select ${STANDING} from shadows where $1::text is null or model = $1 order by id desc`,
    [model],
  );
  return rows.map(standingOf);
}

/** How a shadow is, and what was kept at its end. @throws StrataError NOT_FOUND */
export async function findShadow(
  manager: EntityManager,
  id: string,
): Promise<{ readonly standing: ShadowStanding; readonly kept: string | null }> {
  const [row] = await manager.query<(StandingRow & { kept: string | null })[]>(
    `select ${STANDING}, report as kept from shadows where id = $1`,
    [id],
  );
  if (row === undefined) throw new StrataError('NOT_FOUND', 'There is no shadow of this id.');
  const { kept, ...standing } = row;
  return { standing: standingOf(standing), kept };
}

function standingOf(row: StandingRow): ShadowStanding {
  return { ...row, startedAt: row.startedAt.toISOString(), stoppedAt: row.stoppedAt?.toISOString() ?? null };
}

/** The running shadows that this worker has, or may take: one worker has each, until it says nothing for a while. */
export async function takeShadows(
  manager: EntityManager,
  { worker, now, until }: { readonly worker: string; readonly now: number; readonly until: number },
): Promise<readonly Shadow[]> {
  const [rows]: [ShadowRow[], number] = await manager.query(
    `update shadows set worker = $1, worker_until = $3
     where state = 'running' and (worker is null or worker = $1 or worker_until <= $2)
     returning id, title, documents, model, version, share`,
    [worker, new Date(now).toISOString(), new Date(until).toISOString()],
  );
  return rows.map(({ documents, model, version, ...shadow }) => ({
    ...shadow,
    candidate:
      documents === null
        ? { kind: 'model', model: model ?? '', version: version ?? 0 }
        : { kind: 'release', documents: storedDocuments(documents, 'A shadow') },
  }));
}

/** Whether any shadow runs: asked every second, and cheap. */
export async function anyRuns(manager: EntityManager): Promise<boolean> {
  const rows = await manager.query<unknown[]>(`select 1 from shadows where state = 'running' limit 1`);
  return rows.length > 0;
}

/** Lets other workers take what this one had. */
export async function leaveShadows(manager: EntityManager, worker: string): Promise<void> {
  await manager.query('update shadows set worker = null where worker = $1', [worker]);
}

/** Says what went wrong; null where all is well again. */
export async function noteProblem(manager: EntityManager, id: string, problem: string | null): Promise<void> {
  await manager.query('update shadows set problem = $2 where id = $1 and problem is distinct from $2', [id, problem]);
}

interface ShadowRow {
  readonly id: string;
  readonly title: string;
  readonly documents: string | null;
  readonly model: string | null;
  readonly version: number | null;
  readonly share: number;
}
