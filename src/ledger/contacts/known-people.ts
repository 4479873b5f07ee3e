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
  /** The attribute of profiles that holds a person's time zone; absent where nobody asks for it. */
  readonly zoneAttribute?: string | undefined;
  /** Ids that are asked about, some at a time; everybody's unless told. */
  readonly ids?: AsyncIterable<readonly string[]> | undefined;
}

/** What is known of a person beside the facts. */
export interface KnownPerson {
  readonly id: string;
  readonly suppressed: boolean;
  /** The last word about the strategy's purpose; null where there is none. */
  readonly consent: boolean | null;
  /** The id that arm and hold-out are drawn by, where it is another. */
  readonly drawnAs: string | null;
  /** Offers of the strategy that the person got before, as far as they count, the oldest first. */
  readonly contacts: readonly {
    /** Milliseconds since 1970, UTC. */
    readonly at: number;
    /** Whether a decision made it. */
    readonly decided: boolean;
    /** Whether the goal was reached in its window. */
    readonly goalReached: boolean;
  }[];
  /** Contacts by all strategies and campaigns that a cap of the contact policy may count, the oldest first. */
  readonly policyContacts: readonly {
    /** Milliseconds since 1970, UTC. */
    readonly at: number;
    /** Absent where it is not known. */
    readonly channel?: string;
  }[];
  /** What the profile says; null where it says nothing, or nobody asks. */
  readonly timeZone: string | null;
}

/** Ids of each table that a page looks at. */
const AT_ONCE = 10_000;

/**
 * Everybody of whom something is known beside the facts, each id once and in order, some at a time: suppressions, consents,
 * earlier offers of the strategy, what the contact policy counts, and ids that belong to another one. A person's contacts are
 * those that a single decision about it sees, under whichever of its ids they were made.
 */
export async function* knownPeople(
  database: Database,
  question: KnownQuestion,
): AsyncGenerator<readonly KnownPerson[]> {
  if (question.ids !== undefined) {
    for await (const ids of question.ids) yield await knownAmong(database, question, ids);
    return;
  }
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
    const until = await endOfPage(manager, question, after);
    return { until, people: await known(manager, KNOWN_IN_PAGE, { question, range: [after, until] }) };
  });
}

async function knownAmong(
  database: Database,
  question: KnownQuestion,
  ids: readonly string[],
): Promise<readonly KnownPerson[]> {
  return await database.run((manager) => known(manager, KNOWN_AMONG, { question, range: [ids, null] }));
}

/**
 * The id up to which a page goes, so that no table has many more than `AT_ONCE` ids in it; null where it goes to the end. All
 * tables are gone through by their indexes, once.
 */
async function endOfPage(
  manager: EntityManager,
  { zoneAttribute }: KnownQuestion,
  after: string | null,
): Promise<string | null> {
  const tables = zoneAttribute === undefined ? TABLES : [...TABLES, PROFILES];
  const [row] = await manager.query<[{ readonly until: string | null }]>(
    `select min(last) as until from (${tables
      .map(
        (table) => `
        select case when count(*) = ${String(AT_ONCE)} then max(id) end as last from (
          select ${table.id} as id from ${table.from} where $1::text is null or ${table.id} > $1
          order by 1 limit ${String(AT_ONCE)}) ids`,
      )
      .join(' union all ')}) ends`,
    [after],
  );
  return row.until;
}

const TABLES = [
  { id: 'user_id', from: `${RELATIONS.suppressed} s` },
  { id: 'user_id', from: `${RELATIONS.consents} c` },
  { id: 'user_id', from: 'contacts' },
  { id: 'id', from: `${RELATIONS.merged} m` },
  { id: 'person', from: `${RELATIONS.merged} m` },
] as const;
const PROFILES = { id: 'user_id', from: `${RELATIONS.profiles} p` } as const;

interface KnownRow {
  readonly id: string;
  readonly person: string;
  readonly suppressed: boolean;
  readonly consent: boolean | null;
  readonly own: readonly (readonly [at: number, source: string, reached: boolean])[] | null;
  readonly counted: readonly (readonly [at: number, channel: string | null])[] | null;
  readonly zone: string | null;
}

/** @param range the first two parameters of the statement */
async function known(
  manager: EntityManager,
  sql: string,
  {
    question: { strategy, now, zoneAttribute },
    range,
  }: { readonly question: KnownQuestion; readonly range: readonly unknown[] },
): Promise<readonly KnownPerson[]> {
  const { id, consent, goal } = strategy.document;
  const rows = await manager.query<KnownRow[]>(sql, [
    ...range,
    consent ?? null,
    id,
    new Date(contactsSince(strategy, now)).toISOString(),
    goal.event,
    strategy.goalWithin,
    countedSince(strategy, now),
    zoneAttribute ?? null,
  ]);
  return rows.map((row) => ({
    id: row.id,
    suppressed: row.suppressed,
    consent: row.consent,
    drawnAs: row.person === row.id ? null : row.person,
    contacts: (row.own ?? []).map(([at, source, reached]) => ({
      at: Math.min(at, now),
      decided: source === DECISION,
      goalReached: reached,
    })),
    policyContacts: (row.counted ?? []).map(([at, channel]) => ({
      at: Math.min(at, now),
      ...(channel === null ? {} : { channel }),
    })),
    timeZone: row.zone,
  }));
}

/** Older contacts of the strategy count for nothing. */
function contactsSince({ cap, goalWithin }: CompiledStrategy, now: number): number {
  return now - Math.max(goalWithin, cap?.within ?? 0);
}

/** No cap of the contact policy counts older ones. */
function countedSince({ policy }: CompiledStrategy, now: number): string {
  return policy === null || policy.caps.length === 0 ? 'infinity' : new Date(now - policy.longest).toISOString();
}

const IN_PAGE = (id: string) => `($1::text is null or ${id} > $1) and ($2::text is null or ${id} <= $2)`;
const AMONG = (id: string) => `${id} = any($1::text[]) and $2::text is null`;
const COUNTS = '((t.strategy = $4 and t.at > $5) or t.at > $8::text::timestamptz)';

/**
 * `related` has the other ids of the same person. Contacts of most people are under their own id: they are read in its order,
 * and only those of related ids are looked up.
 */
const knownSql = (isAsked: (id: string) => string): string => `
  with related as (
    select id, person as other from ${RELATIONS.merged} m where ${isAsked('id')}
    union select m.person, m.id from ${RELATIONS.merged} m where ${isAsked('m.person')}
    union select m.id, o.id from ${RELATIONS.merged} m join ${RELATIONS.merged} o on o.person = m.person and o.id <> m.id
      where ${isAsked('m.id')}),
  found as (
    select t.user_id as id, t.* from contacts t where t.asked_as is null and ${COUNTS} and ${isAsked('t.user_id')}
    union all
    select t.asked_as, t.* from contacts t where t.asked_as is not null and ${COUNTS} and ${isAsked('t.asked_as')}
    union all
    select r.id, t.* from related r join contacts t on t.user_id = r.other where t.asked_as is null and ${COUNTS}
    union all
    select r.id, t.* from related r join contacts t on t.asked_as = r.other where t.asked_as is not null and ${COUNTS}),
  made as (
    select f.id,
      json_agg(json_build_array(f.ms, f.channel) order by f.at) filter (where f.at > $8::text::timestamptz) as counted,
      json_agg(json_build_array(f.ms, f.source, f.reached) order by f.at) filter (where f.is_own) as own
    from (
      select t.id, t.at, t.channel, t.source, o.is_own, (extract(epoch from t.at) * 1000)::float8 as ms,
        o.is_own and (
          exists (
            select from ${RELATIONS.events} e where e.name = $6
              and e.user_id = coalesce((select m.person from ${RELATIONS.merged} m where m.id = t.id), t.id)
              and e.at >= t.at and e.at < t.at + $7::float8 * interval '1 millisecond')
          or exists (select from outcomes o where o.exposure_id = t.exposure_id and (o.redeemed or o.event = $6))
        ) as reached
      from found t, lateral (select t.strategy = $4 and t.at > $5 as is_own) o) f
    group by f.id),
  zones as (
    select user_id as id, attributes->>($9::text) as zone from ${RELATIONS.profiles} p
    where $9::text is not null and attributes->>($9::text) is not null and ${isAsked('user_id')}),
  ids as (
    select user_id as id from ${RELATIONS.suppressed} s where ${isAsked('user_id')}
    union select user_id from ${RELATIONS.consents} c where purpose = $3 and ${isAsked('user_id')}
    union select id from ${RELATIONS.merged} m where ${isAsked('id')}
    union select id from made
    union select id from zones),
  people as (
    select i.id, coalesce(m.person, i.id) as person from ids i left join ${RELATIONS.merged} m on m.id = i.id)
  select p.id, p.person, s.user_id is not null as suppressed, c.granted as consent, made.own, made.counted,
    coalesce(z.zone, (
      select r.attributes->>($9::text) from ${RELATIONS.profiles} r where $9::text is not null and p.person <> p.id and r.user_id = p.person)) as zone
  from people p
  left join ${RELATIONS.suppressed} s on s.user_id = p.person
  left join ${RELATIONS.consents} c on c.user_id = p.person and c.purpose = $3
  left join made on made.id = p.id
  left join zones z on z.id = p.id
  order by p.id`;

const KNOWN_IN_PAGE = knownSql(IN_PAGE);
const KNOWN_AMONG = knownSql(AMONG);
