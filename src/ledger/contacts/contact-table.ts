import { type EntityManager } from 'typeorm';
import { type CompiledRelease } from '#strata/engine/plan';
import { type Contact } from '#strata/engine';
import { RELATIONS } from '#strata/profiles/store';

/** A contact as it is stored: the running number counts a person's contacts of one strategy. */
export interface StoredContact extends Contact {
  /** The id that was asked about. */
  readonly userId: string;
  readonly number: number;
  /** The running number of the person's contacts of all strategies; null where no contact policy counts them. */
  readonly ordinal: number | null;
  /** The exposure that it was made by, and where that came from: of a decision, its id and `decision`. */
  readonly exposure: string;
  readonly source: string;
}

/** The source of contacts and exposures that decisions make. */
export const DECISION = 'decision';

/** The person of an id, and whom it was contacted by under any of its ids. */
export interface ContactedPerson {
  readonly person: string;
  /** The oldest first. */
  readonly contacts: readonly StoredContact[];
  /** The last running number of each strategy. */
  readonly numbers: ReadonlyMap<string, number>;
  /** The last one over all strategies; 0 where there is none. */
  readonly ordinal: number;
}

interface ContactRow {
  readonly asked: string;
  readonly person: string;
  /** Null where the person was never contacted. */
  readonly strategy: string | null;
  readonly userId: string;
  readonly number: number;
  readonly ordinal: number | null;
  readonly offer: string;
  readonly channel: string | null;
  readonly exposure: string;
  readonly source: string;
  readonly at: Date;
  readonly reachedAt: Date | null;
  /** False for a contact of an id that has since turned out to be somebody else's: only its number is still taken. */
  readonly own: boolean;
}

/**
 * Everybody's person and its contacts, by the asked id: whichever of the person's ids a contact was made under, and
 * however late it was learned that they are one person. A contact whose goal was reached since says so: by an outcome
 * that was reported, or a goal event in the window of its strategy's goal, counted already or not.
 */
export async function findContacts(
  manager: EntityManager,
  userIds: readonly string[],
  releases: Iterable<CompiledRelease>,
): Promise<ReadonlyMap<string, ContactedPerson>> {
  if (userIds.length === 0) return new Map();
  const goals = goalsOf(releases);
  const rows: ContactRow[] = await manager.query(FIND, [
    userIds,
    goals.map(({ strategy }) => strategy),
    goals.map(({ event }) => event),
    goals.map(({ within }) => within),
  ]);
  const found = new Map<string, KnownContacts>();
  for (const row of rows) {
    let known = found.get(row.asked);
    if (known === undefined) {
      found.set(row.asked, (known = { person: row.person, contacts: [], numbers: new Map(), ordinal: 0 }));
    }
    if (row.strategy === null) continue;
    if (row.own) known.contacts.push(contactOf(row, row.strategy));
    known.numbers.set(row.strategy, Math.max(row.number, known.numbers.get(row.strategy) ?? 0));
    known.ordinal = Math.max(row.ordinal ?? 0, known.ordinal);
  }
  return found;
}

interface KnownContacts {
  readonly person: string;
  readonly contacts: StoredContact[];
  readonly numbers: Map<string, number>;
  ordinal: number;
}

function contactOf(row: ContactRow, strategy: string): StoredContact {
  const { userId, number, ordinal, offer, exposure, source, at, reachedAt } = row;
  const channel = row.channel === null ? {} : { channel: row.channel };
  const decision = source === DECISION ? { decision: exposure } : {};
  const reached = reachedAt === null ? {} : { goalReachedAt: reachedAt.getTime() };
  const own = { userId, strategy, number, ordinal, offer, ...channel, exposure, source, at: at.getTime() };
  return { ...own, ...decision, ...reached };
}

/** A contact that is committed was made before `now`, whatever the clock of the process that made it says. */
export function contactsAt(contacts: readonly StoredContact[], now: number): readonly Contact[] {
  return contacts.map(({ strategy, offer, channel, at, decision, goalReachedAt }) => {
    const by = channel === undefined ? {} : { channel };
    const decided = decision === undefined ? {} : { decision };
    const reached = goalReachedAt === undefined ? {} : { goalReachedAt };
    return Object.freeze({ strategy, offer, ...by, at: Math.min(at, now), ...decided, ...reached });
  });
}

interface Goal {
  readonly strategy: string;
  readonly event: string;
  /** Milliseconds. */
  readonly within: number;
}

function goalsOf(releases: Iterable<CompiledRelease>): readonly Goal[] {
  const goals = new Map<string, Goal>();
  for (const { strategies } of new Set(releases)) {
    for (const { document, goalWithin } of strategies) {
      goals.set(document.id, { strategy: document.id, event: document.goal.event, within: goalWithin });
    }
  }
  return [...goals.values()];
}

const FIND = `
  with asked as (select distinct id from unnest($1::text[]) a (id)),
  persons as (
    select a.id, coalesce(i.person, a.id) as person from asked a left join ${RELATIONS.merged} i on i.id = a.id),
  members as (
    select id, person, person as member from persons
    union select id, person, id from persons
    union select p.id, p.person, i.id from persons p join ${RELATIONS.merged} i on i.person = p.person),
  goals as (select * from unnest($2::text[], $3::text[], $4::float8[]) g (strategy, event, within)),
  found as (
    select m.id, m.person, c.*, coalesce(c.asked_as, c.user_id) as contacted
    from members m join contacts c on c.user_id = m.member
    union
    select m.id, m.person, c.*, c.asked_as
    from members m join contacts c on c.asked_as = m.member where c.asked_as is not null)
  select p.id as asked, p.person, f.contacted as "userId", f.strategy, f.number, f.ordinal, f.offer,
    f.channel, f.exposure_id as exposure, f.source, f.at,
    reached.at as "reachedAt", f.contacted in (select member from members m where m.id = p.id) as own
  from persons p
  left join found f on f.id = p.id
  left join goals g on g.strategy = f.strategy
  left join lateral (
    select min(r.at) as at from (
      select o.at from outcomes o where o.exposure_id = f.exposure_id and (o.redeemed or o.event = g.event)
      union all
      select o.at from members m join outcomes o on o.user_id = m.member
      where m.id = p.id and o.event = g.event and o.at >= f.at and o.at < f.at + g.within * interval '1 millisecond'
      union all
      select e.at from ${RELATIONS.events} e
      where e.user_id = p.person and e.name = g.event
        and e.at >= f.at and e.at < f.at + g.within * interval '1 millisecond') r) reached on true
  order by p.id, f.at, f.strategy`;

/** The columns of a contact as a decision makes it, in the order of {@link contactValues}. */
export const CONTACT_COLUMNS = [
  'user_id',
  'strategy',
  'number',
  'offer',
  'exposure_id',
  'at',
  'channel',
  'ordinal',
] as const;

/** A contact as the values of its columns; what is null there is empty here. */
export function contactValues(contact: StoredContact): readonly (string | number)[] {
  const { userId, strategy, number, offer, exposure, at, channel, ordinal } = contact;
  return [userId, strategy, number, offer, exposure, new Date(at).toISOString(), channel ?? '', ordinal ?? ''];
}

/**
 * Stores contacts, each under the person that its id leads to now. Where another process has just contacted one of the
 * persons, the running number is taken and the statement fails as a unique violation.
 */
export async function insertContacts(manager: EntityManager, contacts: readonly StoredContact[]): Promise<void> {
  if (contacts.length === 0) return;
  const rows = contacts.map(contactValues);
  await manager.query(
    `insert into contacts (user_id, asked_as, strategy, number, offer, exposure_id, at, channel, ordinal, source)
     select coalesce(i.person, v.user_id), case when i.person <> v.user_id then v.user_id end, v.strategy, v.number,
       v.offer, v.exposure_id, v.at, nullif(v.channel, ''), nullif(v.ordinal, '')::integer, v.source
     from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[],
       $9::text[]) v (user_id, strategy, number, offer, exposure_id, at, channel, ordinal, source)
     left join ${RELATIONS.merged} i on i.id = v.user_id
     order by 1, v.strategy`,
    [...CONTACT_COLUMNS.map((_, column) => rows.map((row) => row[column])), contacts.map(({ source }) => source)],
  );
}

/** In one order everywhere, so that two processes that contact the same users wait in one direction only. */
export function inOrder(contacts: readonly StoredContact[]): readonly StoredContact[] {
  return contacts.toSorted((a, b) => compare(a.userId, b.userId) || compare(a.strategy, b.strategy));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const OF_PERSON = 'contacts where user_id = any($1) or asked_as = any($1)';

/** Deletes the contacts of these ids. @returns how many there were */
export async function forgetContacts(manager: EntityManager, ids: readonly string[]): Promise<number> {
  const [, count]: [unknown, number] = await manager.query(`delete from ${OF_PERSON}`, [ids]);
  return count;
}

/** The contacts of these ids as they are stored, the oldest first. */
export async function exportContacts(manager: EntityManager, ids: readonly string[]): Promise<readonly unknown[]> {
  return await manager.query(`select * from ${OF_PERSON} order by at`, [ids]);
}
