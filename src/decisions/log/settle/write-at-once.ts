import { type EntityManager } from 'typeorm';
import { prepared, queryPrepared } from '#strata/platform/database';
import { CONTACT_COLUMNS, contactValues, type StoredContact } from '#strata/ledger/contacts';
import { DECISION_COLUMNS, decisionValues } from '../rows/decision-table.js';
import { type CounterDemand } from '#strata/ledger/counters';
import { type DecisionRow } from '../rows/stored-decision.js';

/** Everything that a group of decisions changes, and whom and what it holds for new. */
interface Writes {
  readonly rows: readonly DecisionRow[];
  readonly contacts: readonly StoredContact[];
  readonly demands: readonly CounterDemand[];
  /** Users who must not have been contacted yet. */
  readonly newUsers: readonly string[];
  /** Idempotency keys that must not have been used yet. */
  readonly newKeys: readonly string[];
}

/**
 * What came of it: everything was written; or nothing, because a limit has no room for all of it, or because a user or a
 * key is known that should have been new.
 */
export type WrittenDecisions = 'written' | 'full' | 'known';

/**
 * Looks, counts, reserves and appends in one round trip: everything or nothing.
 *
 * The call is its own transaction. It locks the counters in their order, so that processes wait for each other and
 * never in a circle; a unique violation (a user contacted or a key used at the same moment elsewhere) undoes all of it.
 */
export async function writeAtOnce(manager: EntityManager, writes: Writes): Promise<WrittenDecisions> {
  if (writes.rows.length === 0) return 'written';
  const lists = [
    writes.newUsers,
    writes.newKeys,
    ...columnsOf(writes.demands.map(demandValues), DEMAND_COLUMNS),
    ...columnsOf(writes.contacts.map(contactValues), CONTACT_COLUMNS.length),
    ...columnsOf(writes.rows.map(decisionValues), DECISION_COLUMNS.length),
  ];
  const texts = lists.map((list) => list.join(SEPARATOR));
  const [row] = await queryPrepared<{ readonly written: WrittenDecisions }>(manager, CALL, texts);
  return row?.written ?? 'full';
}

/** What the function of the migration `append-at-once` takes items apart by. No text that is stored holds it. */
const SEPARATOR = '\u001f';
const DEMAND_COLUMNS = 6;
const LISTS = 2 + DEMAND_COLUMNS + CONTACT_COLUMNS.length + DECISION_COLUMNS.length;
const CALL = prepared(
  `select append_decisions(${Array.from({ length: LISTS }, (_, index) => `$${index + 1}`).join(',')}) as written`,
);

function demandValues({ strategy, offer, issued, micros, mostIssued, mostMicros }: CounterDemand): readonly unknown[] {
  return [strategy, offer, issued, micros, mostIssued, mostMicros];
}

function columnsOf(rows: readonly (readonly unknown[])[], count: number): readonly (readonly unknown[])[] {
  return Array.from({ length: count }, (_, column) => rows.map((row) => row[column]));
}
