import { type EntityManager } from 'typeorm';
import { type CompiledStrategy } from '#strata/engine/plan';
import { type Database } from '#strata/platform/database';
import { RELATIONS } from '#strata/profiles/store';
import { DECISION } from './contact-table.js';

/** What is asked about people. */
interface KnownQuestion {
  readonly strategy: CompiledStrategy;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** What is known of a person beside the profile. */
export interface KnownPerson {
  readonly id: string;
  readonly suppressed: boolean;
  /** The last word about the strategy's purpose; null where there is none. */
  readonly consent: boolean | null;
  /** The id that arm and hold-out are drawn by, where it is another. */
  readonly drawnAs: string | null;
  /** Offers of the strategy that the person got before, as far as they count. */
  readonly contacts: readonly {
    /** Milliseconds since 1970, UTC. */
    readonly at: number;
    /** Whether a decision made it. */
    readonly decided: boolean;
    /** Whether the goal was reached in its window. */
    readonly goalReached: boolean;
  }[];
}

/** Ids of each table that a page looks at. */
const AT_ONCE = 10_000;

/**
 * Everybody of whom something is known beside the profile, each id once and in order, some at a time: suppressions, consents,
 * earlier offers of the strategy, and ids that belong to another one.
 */
export async function* knownPeople(
  database: Database,
  question: KnownQuestion,
): AsyncGenerator<readonly KnownPerson[]> {
  let after: string | null = null;
  for (;;) {
    const page = await pageAfter(database, question, after);
    if (page.people.length > 0) yield page.people;
    if (page.until === null) return;
    after = page.until;
  }
}

interface Page {
  /** Null where it is the last. */
  readonly until: string | null;
  readonly people: readonly KnownPerson[];
}

async function pageAfter(database: Database, question: KnownQuestion, after: string | null): Promise<Page> {
  return await database.run(async (manager) => {
    const until = await endOfPage(manager, after);
    return { until, people: await knownIn(manager, { ...question, after, until }) };
  });
}

/**
 * The id up to which a page goes, so that no table has many more than `AT_ONCE` ids in it; null where it goes to the end. All
 * tables are gone through by their indexes, once.
 */
async function endOfPage(manager: EntityManager, after: string | null): Promise<string | null> {
  const [row] = await manager.query<[{ readonly until: string | null }]>(
    `select min(last) as until from (${TABLES.map(
      (table) => `
        select case when count(*) = ${String(AT_ONCE)} then max(id) end as last from (
          select ${table.id} as id from ${table.from} where $1::text is null or ${table.id} > $1
          order by 1 limit ${String(AT_ONCE)}) ids`,
    ).join(' union all ')}) ends`,
    [after],
  );
  return row.until;
}

const TABLES = [
  { id: 'user_id', from: `${RELATIONS.suppressed} s` },
  { id: 'user_id', from: `${RELATIONS.consents} c` },
  { id: 'user_id', from: 'contacts' },
  { id: 'id', from: `${RELATIONS.merged} m` },
] as const;

interface KnownRow {
  readonly id: string;
  readonly person: string;
  readonly suppressed: boolean;
  readonly consent: boolean | null;
  readonly contacts: readonly { readonly at: number; readonly source: string; readonly reached: boolean }[] | null;
}

async function knownIn(
  manager: EntityManager,
  { strategy, now, after, until }: KnownQuestion & { readonly after: string | null; readonly until: string | null },
): Promise<readonly KnownPerson[]> {
  const { id, consent, goal } = strategy.document;
  const rows = await manager.query<KnownRow[]>(KNOWN, [
    after,
    until,
    consent ?? null,
    id,
    new Date(contactsSince(strategy, now)).toISOString(),
    goal.event,
    strategy.goalWithin,
  ]);
  return rows.map((row) => ({
    id: row.id,
    suppressed: row.suppressed,
    consent: row.consent,
    drawnAs: row.person === row.id ? null : row.person,
    contacts: (row.contacts ?? []).map(({ at, source, reached }) => ({
      at: Math.min(at, now),
      decided: source === DECISION,
      goalReached: reached,
    })),
  }));
}

/** Older contacts count for nothing. */
function contactsSince({ cap, goalWithin }: CompiledStrategy, now: number): number {
  return now - Math.max(goalWithin, cap?.within ?? 0);
}

const IN_PAGE = (id: string) => `($1::text is null or ${id} > $1) and ($2::text is null or ${id} <= $2)`;

const KNOWN = `
  with ids as (
    select user_id as id, user_id as person from ${RELATIONS.suppressed} s where ${IN_PAGE('user_id')}
    union select user_id, user_id from ${RELATIONS.consents} c where purpose = $3 and ${IN_PAGE('user_id')}
    union select user_id, user_id from contacts where strategy = $4 and at > $5 and ${IN_PAGE('user_id')}
    union select id, person from ${RELATIONS.merged} m where ${IN_PAGE('id')}),
  people as (
    select i.id, coalesce(m.person, i.person) as person from ids i left join ${RELATIONS.merged} m on m.id = i.id)
  select p.id, p.person, s.user_id is not null as suppressed, c.granted as consent, made.contacts
  from (select distinct id, person from people) p
  left join ${RELATIONS.suppressed} s on s.user_id = p.person
  left join ${RELATIONS.consents} c on c.user_id = p.person and c.purpose = $3
  left join lateral (
    select json_agg(json_build_object('at', (extract(epoch from t.at) * 1000)::float8, 'source', t.source, 'reached',
      exists (
        select from ${RELATIONS.events} e where e.user_id = p.person and e.name = $6
          and e.at >= t.at and e.at < t.at + $7::float8 * interval '1 millisecond')
      or exists (select from outcomes o where o.exposure_id = t.exposure_id and (o.redeemed or o.event = $6))
      ) order by t.at) as contacts
    from contacts t
    where t.user_id = any(array(select p.person union all select m.id from ${RELATIONS.merged} m where m.person = p.person))
      and t.strategy = $4 and t.at > $5) made on true
  order by p.id`;
