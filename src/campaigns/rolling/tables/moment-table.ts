import { type EntityManager } from 'typeorm';
import { idsOfPersons } from '#strata/profiles/store';

/** Somebody whose moment has come: several at once count as one. */
export interface DuePerson {
  readonly userId: string;
  /** The last of them, in milliseconds since 1970, UTC. */
  readonly due: number;
  /** Id of the decision that is being made about the person; null where none is. */
  readonly firing: string | null;
}

/** Somebody who is decided about, under an id that stays the same however often it is begun. */
export interface FiringPerson extends DuePerson {
  readonly firing: string;
}

/** Some of the people whose moments have come. */
interface DueStep {
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** No moment before this one is left. */
  readonly from: number;
  /** How many moments are looked at first. */
  readonly most: number;
}

/** Who is looked at in a step. */
interface DuePeople {
  /** Those who wait longest first. */
  readonly people: readonly DuePerson[];
  /** No moment before this one is left then, in milliseconds since 1970, UTC. */
  readonly until: number;
}

/** The people of the next moments that have come, with all of their moments until now under all of their ids. */
export async function duePeople(
  manager: EntityManager,
  campaign: string,
  { now, from, most }: DueStep,
): Promise<DuePeople> {
  const first = await manager.query<{ user_id: string; due: Date }[]>(
    `select m.user_id, m.due from rolling_moments m join rolling_progress p on p.campaign = m.campaign and p.state = 'running'
     where m.campaign = $1 and m.due <= $2 and m.due >= $3 and m.firing is null order by m.due, m.user_id limit $4`,
    [campaign, timestamp(now), timestamp(from), most],
  );
  const last = first.at(-1);
  if (last === undefined) return { people: [], until: now };
  const ids = await idsOfPersons(manager, [...new Set(first.map(({ user_id }) => user_id))]);
  const rows = await manager.query<{ user_id: string; due: Date }[]>(
    `select user_id, max(due) as due from rolling_moments
     where campaign = $1 and user_id = any($2) and due <= $3 and firing is null
     group by user_id order by min(due), user_id`,
    [campaign, ids, timestamp(now)],
  );
  const people = rows.map(({ user_id, due }) => ({ userId: user_id, due: due.getTime(), firing: null }));
  return { people, until: last.due.getTime() };
}

/**
 * Writes down under which id each of these people is decided about.
 *
 * @returns the ids under which somebody is: others were taken by another process in the meantime
 */
export async function claimMoments(
  manager: EntityManager,
  campaign: string,
  people: readonly FiringPerson[],
): Promise<ReadonlySet<string>> {
  const [rows] = await manager.query<[{ firing: string }[], number]>(
    `with ${locked(PEOPLE, 'm.firing is null')}
     update rolling_moments m set firing = l.firing from locked l where ${ITS_ROW} returning m.firing`,
    [campaign, ...columnsOf(people)],
  );
  return new Set(rows.map(({ firing }) => firing));
}

/** The people about whom nobody knows whether they were decided about: a process died, or the database was away. */
export async function claimedPeople(
  manager: EntityManager,
  campaign: string,
  most: number,
): Promise<readonly FiringPerson[]> {
  const rows = await manager.query<{ user_id: string; due: Date; firing: string }[]>(
    `select user_id, firing, max(due) as due from rolling_moments
     where campaign = $1 and firing in (
       select distinct firing from rolling_moments where campaign = $1 and firing is not null order by firing limit $2)
     group by user_id, firing order by min(due), user_id`,
    [campaign, most],
  );
  return rows.map(({ user_id, due, firing }) => ({ userId: user_id, due: due.getTime(), firing }));
}

/** Takes away the moments of these people that were looked at, as they were when they were. */
export async function forgetMoments(
  manager: EntityManager,
  campaign: string,
  people: readonly DuePerson[],
): Promise<void> {
  await manager.query(
    `with ${locked(PEOPLE, AS_LOOKED_AT)} delete from rolling_moments m using locked l where ${ITS_ROW}`,
    [campaign, ...columnsOf(people)],
  );
}

/** Somebody who cannot be reached until then. */
export interface PostponedPerson extends DuePerson {
  /** Milliseconds since 1970, UTC. */
  readonly until: number;
}

/** Puts off the moments of these people; those that come together then are one. */
export async function postponeMoments(
  manager: EntityManager,
  campaign: string,
  people: readonly PostponedPerson[],
): Promise<void> {
  await manager.query(
    `with ${locked(POSTPONED_PEOPLE, AS_LOOKED_AT)},
     gone as (
       delete from rolling_moments m using locked l where ${ITS_ROW} returning m.user_id, m.name, m.at, l.until)
     insert into rolling_moments (campaign, due, user_id, name, at)
     select $1, until, user_id, name, at from gone on conflict do nothing`,
    [campaign, ...columnsOf(people), people.map(({ until }) => timestamp(until))],
  );
}

/** Forgets all moments that are to come. */
export async function forgetAllMoments(manager: EntityManager, campaign: string): Promise<void> {
  await manager.query('delete from rolling_moments where campaign = $1 and firing is null', [campaign]);
}

const PEOPLE = 'unnest($2::text[], $3::timestamptz[], $4::text[]) p (user_id, due, firing)';
const POSTPONED_PEOPLE =
  'unnest($2::text[], $3::timestamptz[], $4::text[], $5::timestamptz[]) p (user_id, due, firing, until)';
const AS_LOOKED_AT = 'm.firing is not distinct from p.firing';
const ITS_ROW = 'm.campaign = $1 and m.user_id = l.user_id and m.due = l.moment';

/**
 * The moments of people until those that counted, locked one after the other in the order of their key: processes that are
 * at the same moments wait for each other, and never in a ring.
 */
function locked(people: string, firing: string): string {
  return `locked as (
    select p.*, m.due as moment from rolling_moments m join ${people} on m.user_id = p.user_id and m.due <= p.due
    where m.campaign = $1 and ${firing} order by m.user_id, m.due for update of m)`;
}

function columnsOf(people: readonly DuePerson[]): readonly unknown[] {
  return [
    people.map(({ userId }) => userId),
    people.map(({ due }) => timestamp(due)),
    people.map(({ firing }) => firing),
  ];
}

function timestamp(moment: number): string {
  return new Date(moment).toISOString();
}
