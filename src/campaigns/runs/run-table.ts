import { type EntityManager } from 'typeorm';
import { z } from 'zod';
import { type Availability } from '#strata/engine';
import { checkedJson, storedObject } from '#strata/platform/stored-json';
import { StrataError } from '#sdk';
import { type ModelCheck } from '../preview/index.js';

/** Whether a run is over, as its row says; while it is `open` its job says how it is. */
export type RowState = 'open' | 'failed' | 'cancelled' | 'ready' | 'delivered';

/** What is fixed when a run begins first, so that it ends the same however often it is taken up again. */
export interface RunPlan {
  /** Milliseconds since 1970, UTC: the clock of all its decisions. */
  readonly now: number;
  /** Version of each model that had a champion. */
  readonly models: Readonly<Record<string, number>>;
  readonly availability: Availability;
  /** What was left of the strategy's budget (money), and of the stock of each offer that has any. */
  readonly left: { readonly budget?: number; readonly stock: Readonly<Record<string, number>> };
  /** How often it was planned: again where too little was left when the list was to be booked. */
  readonly round: number;
  /** What the policies of arms knew, in base64, by the arm; null for nothing. Absent where none chooses. */
  readonly policies?: Readonly<Record<string, string | null>>;
  /** Whether the models know the people; absent until that was looked at. */
  readonly checks?: readonly ModelCheck[];
}

/** So many people of a run who get an offer. */
export interface Reserved {
  readonly offer: string;
  readonly many: number;
}

/** What belongs to a run beside its job, whose id it has. */
export interface RunRow {
  readonly id: string;
  readonly campaign: string;
  readonly strategy: string;
  readonly release: string;
  readonly dryRun: boolean;
  readonly state: RowState;
  readonly plan: RunPlan | null;
  /** What it holds of stock and budget. */
  readonly reserved: readonly Reserved[] | null;
  /** Of a run whose list is ready. */
  readonly manifest: object | null;
}

interface StoredRow extends Omit<RunRow, 'plan' | 'reserved'> {
  readonly plan: string | null;
  readonly reserved: string | null;
}

const COLUMNS = 'id, campaign, strategy, release, dry_run as "dryRun", state, plan, reserved, manifest';

/** Fails as a unique violation where another run of the campaign is open, unless it is a dry run. */
export async function insertRun(
  manager: EntityManager,
  { id, campaign, strategy, release, dryRun }: Pick<RunRow, 'id' | 'campaign' | 'strategy' | 'release' | 'dryRun'>,
): Promise<void> {
  await manager.query(
    'insert into campaign_runs (id, campaign, strategy, release, dry_run) values ($1, $2, $3, $4, $5)',
    [id, campaign, strategy, release, dryRun],
  );
}

/** By id; those that there are. */
export async function findRuns(manager: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, RunRow>> {
  const rows: StoredRow[] = await manager.query(`select ${COLUMNS} from campaign_runs where id = any($1)`, [ids]);
  return new Map(rows.map((row) => [row.id, rowOf(row)]));
}

/** The open run of a campaign that is no dry run. */
export async function openRun(manager: EntityManager, campaign: string): Promise<RunRow | undefined> {
  const rows: StoredRow[] = await manager.query(
    `select ${COLUMNS} from campaign_runs where campaign = $1 and state = 'open' and not dry_run`,
    [campaign],
  );
  return rows.map(rowOf)[0];
}

/** The runs of a campaign whose lists are ready, the latest first; those before a run where it is named. */
export async function readyRuns(
  manager: EntityManager,
  campaign: string,
  { before, most }: { readonly before?: string; readonly most: number },
): Promise<readonly RunRow[]> {
  const rows: StoredRow[] = await manager.query(
    `select ${COLUMNS} from campaign_runs
     where campaign = $1 and state in ('ready', 'delivered') and not dry_run and ($2::text is null or id < $2)
     order by id desc limit $3`,
    [campaign, before ?? null, most],
  );
  return rows.map(rowOf);
}

/** Runs that were cancelled or have failed for good and still hold something of stock and budget. */
export async function unsettledRuns(manager: EntityManager): Promise<readonly RunRow[]> {
  const rows: StoredRow[] = await manager.query(
    `select ${COLUMNS} from campaign_runs where state = 'cancelled' and reserved is not null order by id`,
  );
  return rows.map(rowOf);
}

/** Changes the state of a run that is in one of these; false where it is in none. */
export async function changeState(
  manager: EntityManager,
  id: string,
  { from, to }: { readonly from: readonly RowState[]; readonly to: RowState },
): Promise<boolean> {
  const [rows] = await manager.query<[unknown[], number]>(
    'update campaign_runs set state = $2 where id = $1 and state = any($3) returning id',
    [id, to, from],
  );
  return rows.length > 0;
}

export async function keepPlan(manager: EntityManager, id: string, plan: RunPlan): Promise<void> {
  await manager.query('update campaign_runs set plan = $2 where id = $1', [id, JSON.stringify(plan)]);
}

/** The run, locked until the transaction ends; undefined where there is none. */
export async function lockRun(manager: EntityManager, id: string): Promise<RunRow | undefined> {
  const rows: StoredRow[] = await manager.query(`select ${COLUMNS} from campaign_runs where id = $1 for update`, [id]);
  return rows.map(rowOf)[0];
}

/** @param reserved null where nothing is held any more */
export async function keepReserved(
  manager: EntityManager,
  id: string,
  reserved: readonly Reserved[] | null,
): Promise<void> {
  await manager.query('update campaign_runs set reserved = $2 where id = $1', [
    id,
    reserved === null ? null : JSON.stringify(reserved),
  ]);
}

/** Marks an open run's list as ready, or as delivered; false where the run is not open any more. */
export async function markReady(
  manager: EntityManager,
  id: string,
  { manifest, state }: { readonly manifest: object; readonly state: 'ready' | 'delivered' },
): Promise<boolean> {
  const [rows] = await manager.query<[unknown[], number]>(
    `update campaign_runs set state = $2, manifest = $3 where id = $1 and state = 'open' returning id`,
    [id, state, JSON.stringify(manifest)],
  );
  return rows.length > 0;
}

/** Somebody is being erased who may be in the files of any run. */
export async function markErasure(manager: EntityManager): Promise<void> {
  await manager.query(
    // eslint-disable-next-line no-restricted-syntax -- compared with tombstones of the same transaction, whose default it is
    `update campaign_runs set erased_since = least(coalesce(erased_since, now()), now()) where state <> 'cancelled'`,
  );
}

/** A run whose files may name people who were erased. */
export interface ErasureOfRun {
  readonly id: string;
  /** From when on; as the database writes it. */
  readonly since: string;
  /** Changes with each erasure. */
  readonly version: string;
}

/**
 * Runs whose lists are ready and may name people who were erased.
 *
 * @param of one of them; else all that were marked before `before`, in milliseconds since 1970, UTC
 */
export async function erasuresOfRuns(
  manager: EntityManager,
  of: { readonly id: string } | { readonly before: number },
): Promise<readonly ErasureOfRun[]> {
  const [id, before] = 'id' in of ? [of.id, null] : [null, new Date(of.before).toISOString()];
  return await manager.query(
    `select id, erased_since::text as since, xmin::text as version from campaign_runs
     where erased_since is not null and state in ('ready', 'delivered')
       and ($1::text is null or id = $1) and ($2::timestamptz is null or erased_since < $2) order by id`,
    [id, before],
  );
}

/** Nobody who was erased is in the files of a run any more, unless somebody was erased in between. */
export async function clearErasure(manager: EntityManager, { id, version }: ErasureOfRun): Promise<void> {
  await manager.query('update campaign_runs set erased_since = null where id = $1 and xmin::text = $2', [id, version]);
}

/** The tables that lists were written into, as campaigns name them. */
export async function listTables(manager: EntityManager): Promise<readonly string[]> {
  const rows = await manager.query<{ name: string }[]>(
    `select distinct manifest ->> 'table' as name from campaign_runs where manifest ->> 'table' is not null order by 1`,
  );
  return rows.map(({ name }) => name);
}

function rowOf({ plan, reserved, ...row }: StoredRow): RunRow {
  return {
    ...row,
    plan: plan === null ? null : checkedJson(PLAN, plan, damaged),
    reserved: reserved === null ? null : checkedJson(RESERVED, reserved, damaged),
  };
}

const amounts = z.record(z.string(), z.number());
const PLAN = storedObject<RunPlan>({
  now: z.number(),
  models: z.record(z.string(), z.int()),
  availability: storedObject<Availability>({ stockSpent: z.array(z.string()), budgetSpent: z.array(z.string()) }),
  left: storedObject<RunPlan['left']>({ budget: z.number().exactOptional(), stock: amounts }),
  round: z.int(),
  checks: z
    .array(storedObject<ModelCheck>({ model: z.string(), version: z.int(), result: z.string() }))
    .exactOptional(),
});
const RESERVED: z.ZodType<readonly Reserved[]> = z.array(z.object({ offer: z.string(), many: z.number() }));

function damaged(why: string): StrataError {
  return new StrataError('INTERNAL', `What is stored about a run of a campaign is damaged: ${why}.`);
}
