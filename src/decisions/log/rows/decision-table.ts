import { type EntityManager } from 'typeorm';
import { idsOfPersons } from '#strata/profiles/store';
import { type DecisionRow, type Idempotency } from './stored-decision.js';

/** How long an idempotency key answers with its decision, in milliseconds. */
const KEY_LIFETIME_MS = 24 * 3_600_000;

/** A decision as the log gives it back. */
export type StoredDecision = Pick<DecisionRow, 'id' | 'release' | 'input' | 'decision'>;

/** What an idempotency key was used for. */
export interface KeyUse extends Idempotency {
  readonly outcome: string;
  readonly decision: string;
}

/** The decision of an id, or null. */
export async function findDecision(manager: EntityManager, id: string): Promise<StoredDecision | null> {
  const rows: StoredDecision[] = await manager.query(
    'select id, release, input, decision from decisions where id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/** The decisions of these ids, as JSON text by id. */
export async function findDecisionTexts(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows: Pick<DecisionRow, 'id' | 'decision'>[] = await manager.query(
    'select id, decision from decisions where id = any($1)',
    [ids],
  );
  return new Map(rows.map(({ id, decision }) => [id, decision]));
}

/** What these decisions were made of, as JSON text, and by which release. */
export async function findCaseTexts(
  manager: EntityManager,
  ids: readonly string[],
): Promise<readonly Pick<DecisionRow, 'id' | 'release' | 'input'>[]> {
  return await manager.query('select id, release, input from decisions where id = any($1)', [ids]);
}

/** The decisions about a person under all its ids, as JSON text, the latest first, of those before `before`. Ids ascend with time. */
export async function findDecisionsOfUser(
  manager: EntityManager,
  { userId, before, limit }: { readonly userId: string; readonly before: string | null; readonly limit: number },
): Promise<readonly Pick<DecisionRow, 'id' | 'decision'>[]> {
  return manager.query(
    `select d.id, d.decision from unnest($1::text[]) u (id) cross join lateral (
       select id, decision from decisions where user_id = u.id and ($2::text is null or id < $2)
       order by id desc limit $3) d
     order by d.id desc limit $3`,
    [await idsOfPersons(manager, [userId]), before, limit],
  );
}

/**
 * What these keys were used for in the 24 hours before `now` (milliseconds since 1970). Older uses give their keys free.
 */
export async function findKeyUses(
  manager: EntityManager,
  keys: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, KeyUse>> {
  await manager.query(
    `update decisions set idempotency_key = null
     where idempotency_key = any($1) and at <= $2`,
    [keys, new Date(now - KEY_LIFETIME_MS).toISOString()],
  );
  const rows: KeyUse[] = await manager.query(
    `select idempotency_key as key, body_hash as "bodyHash", outcome, decision
     from decisions where idempotency_key = any($1)`,
    [keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** What was known of people when they were decided about, as a relation in brackets: `id`, `user_id`, `at`, `facts` as JSON. */
export const DECIDED_FACTS = `(select id, user_id, at, (input::json) -> 'input' -> 'facts' as facts from decisions)`;

/** The columns of the log, in the order of {@link decisionValues}. */
export const DECISION_COLUMNS = [
  'id',
  'user_id',
  'at',
  'strategy',
  'outcome',
  'release',
  'input',
  'decision',
  'idempotency_key',
  'body_hash',
] as const;

/** A row as the values of its columns. */
export function decisionValues(row: DecisionRow): readonly (string | null)[] {
  return [
    row.id,
    row.userId,
    row.at,
    row.strategy,
    row.outcome,
    row.release,
    row.input,
    row.decision,
    row.idempotency?.key ?? null,
    row.idempotency?.bodyHash ?? null,
  ];
}

/** Appends rows to the log. */
export async function insertDecisions(manager: EntityManager, rows: readonly DecisionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    `insert into decisions (${DECISION_COLUMNS.join(', ')})
     values ${placeholders(rows.length, DECISION_COLUMNS.length)}`,
    rows.flatMap(decisionValues),
  );
}

/** `($1,$2),($3,$4)` for two rows of two columns. */
function placeholders(rows: number, columns: number): string {
  const row = (first: number) => `(${Array.from({ length: columns }, (_, column) => `$${first + column}`).join(',')})`;
  return Array.from({ length: rows }, (_, index) => row(index * columns + 1)).join(',');
}
