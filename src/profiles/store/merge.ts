import { type EntityManager } from 'typeorm';
import { uuidv7 } from '#strata/kernel';
import { moveEvents } from './event-table.js';
import { type Claim, personsOf } from './persons/identity-graph.js';

/** Somebody says that one id belongs to another. */
export interface IdentityClaim {
  readonly from: string;
  readonly into: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly reason: 'identify' | 'alias';
}

/** Those claims that nobody has made yet, or not so early. */
export async function newClaims(
  manager: EntityManager,
  claims: readonly IdentityClaim[],
): Promise<readonly IdentityClaim[]> {
  if (claims.length === 0) return [];
  const rows: { from_id: string; into_id: string; at: Date }[] = await manager.query(
    `select from_id, into_id, at from merges
     where (from_id, into_id) in (select * from unnest($1::text[], $2::text[]))`,
    [claims.map(({ from }) => from), claims.map(({ into }) => into)],
  );
  const known = new Map(rows.map(({ from_id, into_id, at }) => [pair(from_id, into_id), at.getTime()]));
  return claims.filter(({ from, into, at }) => at < (known.get(pair(from, into)) ?? Infinity));
}

/** The claims that count of everybody who belongs to the person of a claim's id, and where the claim leads. */
export interface Reach {
  readonly claims: ReadonlyMap<string, Claim>;
  readonly persons: ReadonlyMap<string, string>;
  readonly target: string;
}

/** What a claim may change: who its id, and everybody who came with it, is. */
export async function reachOf(manager: EntityManager, { from, into }: IdentityClaim): Promise<Reach> {
  const rows: { anonymous_id: string; user_id: string; claimed_id: string; at: Date; target: string }[] =
    await manager.query(
      `with target as (select coalesce((select user_id from identities where anonymous_id = $2), $2) as id)
       select i.anonymous_id, i.user_id, i.claimed_id, i.at, target.id as target
       from target left join identities i
         on i.user_id = coalesce((select user_id from identities where anonymous_id = $1), $1)`,
      [from, into],
    );
  const members = rows.filter(({ anonymous_id }) => (anonymous_id as string | null) !== null);
  return {
    claims: new Map(
      members.map(({ anonymous_id, claimed_id, at }) => [anonymous_id, { claimed: claimed_id, at: at.getTime() }]),
    ),
    persons: new Map(members.map(({ anonymous_id, user_id }) => [anonymous_id, user_id])),
    target: rows[0]?.target ?? into,
  };
}

/** All ids that must keep still while the claim is merged. */
export function idsInReach({ from }: IdentityClaim, { claims, persons }: Reach): readonly string[] {
  return [from, ...claims.keys(), ...persons.values()];
}

/**
 * Records a claim and lets everything that was sent under the ids in question belong to whom it belongs to now.
 *
 * The earliest claim of an id counts (on a shared device the first user keeps what was done before anybody signed in);
 * the others are history. Whoever calls holds the locks of {@link idsInReach} exclusively and of `into` shared.
 *
 * @returns the persons whose ids changed; some of them may be no persons any more
 */
export async function mergeIds(manager: EntityManager, claim: IdentityClaim, reach: Reach): Promise<readonly string[]> {
  await recordClaim(manager, claim);
  if (!(await winsIdentity(manager, claim))) return [];
  const changed = new Set<string>();
  const now = personsAfter(claim, reach);
  for (const [id, to] of now) {
    const from = reach.persons.get(id) ?? id;
    if (from === to) continue;
    await moveEvents(manager, { id, from, to });
    changed.add(from).add(to);
  }
  await manager.query(
    `update identities set user_id = led.user_id from unnest($1::text[], $2::text[]) as led (id, user_id)
     where identities.anonymous_id = led.id`,
    [[...now.keys()], [...now.values()]],
  );
  return [...changed];
}

function personsAfter(
  { from, into, at }: IdentityClaim,
  { claims, persons, target }: Reach,
): ReadonlyMap<string, string> {
  // Where the claim leads out of the person, the target is where the way ends; else it may close a circle.
  const inside = target === (persons.get(from) ?? from);
  const after = new Map<string, Claim>(claims);
  after.set(from, { claimed: inside ? into : target, at });
  return personsOf(after);
}

async function recordClaim(manager: EntityManager, { from, into, at, reason }: IdentityClaim): Promise<void> {
  await manager.query(
    `insert into merges (id, from_id, into_id, at, reason) values ($1, $2, $3, $4, $5)
     on conflict (from_id, into_id) do update set at = excluded.at, reason = excluded.reason
     where excluded.at < merges.at`,
    [uuidv7(), from, into, new Date(at).toISOString(), reason],
  );
}

/** True where the claim is the earliest of its id and is new. */
async function winsIdentity(manager: EntityManager, { from, into, at }: IdentityClaim): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `insert into identities (anonymous_id, user_id, claimed_id, at) values ($1, $1, $2, $3)
     on conflict (anonymous_id) do update set claimed_id = excluded.claimed_id, at = excluded.at
     where (excluded.at, excluded.claimed_id) < (identities.at, identities.claimed_id)
     returning anonymous_id`,
    [from, into, new Date(at).toISOString()],
  );
  return rows.length > 0;
}

function pair(from: string, into: string): string {
  return JSON.stringify([from, into]);
}
