import { type EntityManager } from 'typeorm';
import { contactValues, CONTACT_COLUMNS, type StoredContact } from './contact-table.js';
import { DECISION_COLUMNS, decisionValues } from './decision-table.js';
import { type Demand } from './offer-counters.js';
import { type DecisionRow } from './stored-decision.js';

/** Everything that a group of decisions changes. */
interface Writes {
  readonly rows: readonly DecisionRow[];
  readonly contacts: readonly StoredContact[];
  readonly demands: readonly Demand[];
}

/**
 * Counts, reserves and appends in one statement: everything, or nothing where a limit has no room for all of it.
 *
 * The statement is its own transaction. It locks the counters in their order, so that processes wait for each other and
 * never in a circle; a unique violation (a user contacted or a key used at the same moment elsewhere) undoes all of it.
 *
 * @returns false where nothing was written for lack of room
 */
export async function writeAtOnce(manager: EntityManager, { rows, contacts, demands }: Writes): Promise<boolean> {
  if (rows.length === 0) return true;
  const parameters: unknown[] = [];
  const guard = demands.length === 0 ? '' : ', room where room.enough';
  const parts = [
    ...(demands.length === 0 ? [] : reserving(demands, parameters)),
    ...(contacts.length === 0
      ? []
      : [
          `contacted as (insert into contacts (${CONTACT_COLUMNS.map(({ name }) => name).join(', ')})
          select v.* from (values ${values(contacts.map(contactValues), CONTACT_COLUMNS, parameters)}) v ${guard})`,
        ]),
  ];
  const statement = `${parts.length === 0 ? '' : `with ${parts.join(',\n')}`}
    insert into decisions (${DECISION_COLUMNS.map(({ name }) => name).join(', ')})
    select v.* from (values ${values(rows.map(decisionValues), DECISION_COLUMNS, parameters)}) v ${guard}
    returning 1`;
  const written: unknown[] = await manager.query(statement, parameters);
  return written.length === rows.length;
}

const DEMAND_COLUMNS: readonly Column[] = [
  { name: 'strategy', type: 'text' },
  { name: 'offer', type: 'text' },
  { name: 'issued', type: 'bigint' },
  { name: 'micros', type: 'bigint' },
  { name: 'most_issued', type: 'bigint' },
  { name: 'most_micros', type: 'bigint' },
];

/** A column with its type in PostgreSQL. */
interface Column {
  readonly name: string;
  readonly type: string;
}

/** Locks the counters, looks whether there is room for all demands, and if so counts them. */
function reserving(demands: readonly Demand[], parameters: unknown[]): readonly string[] {
  const rows = demands.map((demand) => [
    demand.strategy,
    demand.offer,
    demand.issued,
    demand.micros,
    demand.mostIssued,
    demand.mostMicros,
  ]);
  return [
    `wanted (${DEMAND_COLUMNS.map(({ name }) => name).join(', ')}) as (
      values ${values(rows, DEMAND_COLUMNS, parameters)})`,
    `locked as materialized (
      select strategy, offer, issued, reserved_micros from offer_counters
      where (strategy, offer) in (select strategy, offer from wanted)
      order by strategy, offer for update)`,
    `room as materialized (
      select count(*) = ${String(demands.length)} and
        bool_and(l.issued + w.issued <= w.most_issued and l.reserved_micros + w.micros <= w.most_micros) as enough
      from wanted w join locked l using (strategy, offer))`,
    `counted as (
      update offer_counters c set issued = c.issued + w.issued, reserved_micros = c.reserved_micros + w.micros
      from wanted w, room where room.enough and c.strategy = w.strategy and c.offer = w.offer)`,
  ];
}

/** The rows as a list of placeholders, the first one with types for all; their values go to `parameters`. */
function values(rows: readonly (readonly unknown[])[], columns: readonly Column[], parameters: unknown[]): string {
  const texts = rows.map((row, index) => {
    const first = parameters.length + 1;
    parameters.push(...row);
    const places = columns.map(({ type }, column) => `$${first + column}${index === 0 ? `::${type}` : ''}`);
    return `(${places.join(',')})`;
  });
  return texts.join(',');
}
