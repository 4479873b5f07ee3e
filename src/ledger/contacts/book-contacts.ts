import { type EntityManager } from 'typeorm';
import { type CompiledPolicy } from '#strata/engine/plan';
import { RELATIONS } from '#strata/profiles/store';

/** Offers of one strategy that are made to many people at once. */
export interface ContactBooking {
  readonly strategy: string;
  /** Where they come from, such as `campaign/<run>`. */
  readonly source: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** At most so many contacts of the strategy in (at − within, at]; null without a cap. `within` is in milliseconds. */
  readonly perUser: { readonly contacts: number; readonly within: number } | null;
  /** The contact policy, whose caps count contacts of all strategies; null or absent without one. */
  readonly policy?: CompiledPolicy | null;
  readonly people: readonly BookedPerson[];
}

export interface BookedPerson {
  readonly userId: string;
  readonly offer: string;
  /** The offer's, where it has one. */
  readonly channel?: string | undefined;
  /** Id of the exposure. */
  readonly exposure: string;
}

/**
 * Stores contacts in one statement, each under the person that its id leads to now and with the person's next running
 * number. Whoever has no room any more under the strategy's cap, or those of the contact policy, is left out. Where another
 * process contacts one of them at the same moment, the statement fails as a unique violation.
 *
 * @returns by id those who were left out, each with the place of the policy's cap that has no room; null: the strategy's own
 */
export async function bookContacts(
  manager: EntityManager,
  { strategy, source, at, perUser, policy, people }: ContactBooking,
): Promise<ReadonlyMap<string, number | null>> {
  if (people.length === 0) return new Map();
  const caps = policy?.caps ?? [];
  // Compiling the statement takes PostgreSQL five times as long as running it.
  await manager.query('set local jit = off');
  const rows = await manager.query<{ id: string; rule: number | null }[]>(BOOK, [
    people.map(({ userId }) => userId),
    people.map(({ offer }) => offer),
    people.map(({ exposure }) => exposure),
    strategy,
    source,
    new Date(at).toISOString(),
    perUser?.contacts ?? null,
    new Date(perUser === null ? at : at - perUser.within).toISOString(),
    people.map(({ channel }) => channel ?? ''),
    caps.map(({ channel }) => channel ?? ''),
    caps.map(({ contacts }) => contacts),
    caps.map(({ within }) => new Date(at - within).toISOString()),
  ]);
  return new Map(rows.map(({ id, rule }) => [id, rule]));
}

const BOOK = `
  with asked as (
    select v.user_id, v.offer, v.exposure_id, nullif(v.channel, '') as channel, v.place,
      coalesce(i.person, v.user_id) as person
    from unnest($1::text[], $2::text[], $3::text[], $9::text[]) with ordinality
      v (user_id, offer, exposure_id, channel, place)
    left join ${RELATIONS.merged} i on i.id = v.user_id),
  caps as (
    select nullif(k.channel, '') as channel, k.most, k.since, k.place
    from unnest($10::text[], $11::bigint[], $12::timestamptz[]) with ordinality k (channel, most, since, place)),
  persons as (select distinct person from asked),
  ids as (
    select person, person as id from persons
    union select p.person, m.id from persons p join ${RELATIONS.merged} m on m.person = p.person),
  found as (
    select i.person, c.strategy, c.exposure_id, c.at, c.user_id, c.number, c.channel, c.ordinal
    from ids i join contacts c on c.user_id = i.id
    union
    select i.person, c.strategy, c.exposure_id, c.at, c.user_id, c.number, c.channel, c.ordinal
    from ids i join contacts c on c.asked_as = i.id where c.asked_as is not null),
  before as (
    select person, count(distinct exposure_id) filter (where strategy = $4 and at > $8) as recent,
      max(number) filter (where strategy = $4 and user_id = person) as number, max(ordinal) as ordinal
    from found group by person),
  placed as (
    select a.*, coalesce(b.number, 0) as number, coalesce(b.recent, 0) as recent, coalesce(b.ordinal, 0) as ordinal,
      row_number() over (partition by a.person order by a.place) as nth
    from asked a left join before b using (person)),
  counted as (
    select f.person, k.place as cap, count(distinct f.exposure_id) as many
    from found f join caps k on f.at > k.since and (k.channel is null or f.channel is null or f.channel = k.channel)
    group by f.person, k.place),
  held as (
    select p.place, min(k.place) as full_cap
    from placed p join caps k on k.channel is null or k.channel = p.channel
    left join counted c on c.person = p.person and c.cap = k.place
    where p.nth > k.most - coalesce(c.many, 0) group by p.place),
  judged as (
    select p.*, $7::bigint is null or recent + nth <= $7 as fits, h.full_cap from placed p left join held h using (place)),
  booked as (
    insert into contacts (user_id, asked_as, strategy, number, offer, channel, ordinal, exposure_id, at, source)
    select person, case when person <> user_id then user_id end, $4, number + nth, offer, channel,
      case when cardinality($10::text[]) > 0 then ordinal + nth end, exposure_id, $6, $5
    from judged where fits and full_cap is null order by person, nth)
  select user_id as id, case when fits then (full_cap - 1)::integer end as rule
  from judged where not fits or full_cap is not null`;

/** Deletes the contacts of a source whose exposures these are. */
export async function unbookContacts(
  manager: EntityManager,
  source: string,
  people: readonly Pick<BookedPerson, 'userId' | 'exposure'>[],
): Promise<void> {
  await manager.query(
    `delete from contacts c using unnest($2::text[], $3::text[]) v (user_id, exposure_id)
     where c.exposure_id = v.exposure_id and c.source = $1
       and (c.user_id = v.user_id or c.asked_as = v.user_id)`,
    [source, people.map(({ userId }) => userId), people.map(({ exposure }) => exposure)],
  );
}
