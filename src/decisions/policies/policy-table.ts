import { type EntityManager } from 'typeorm';
import { firstOpenTreatment, type SettledTreatment, settledTreatments } from '#strata/ledger/exposures';
import { type PolicyArm } from './policy-arm.js';

/** What is known of an arm's policy. */
export interface PolicyState {
  /** How often it has learned; 0 for nothing. */
  readonly version: number;
  /** Null for nothing. */
  readonly state: Uint8Array | null;
  /** All exposures before this moment are learned: milliseconds since 1970, UTC. */
  readonly learnedFrom: number;
}

const NOTHING: PolicyState = Object.freeze({ version: 0, state: null, learnedFrom: 0 });

/** The state of an arm; one of another policy, or of other options, counts as none. */
export async function findState(manager: EntityManager, { strategy, arm, hash }: PolicyArm): Promise<PolicyState> {
  const [row] = await manager.query<{ policy: string; version: number; state: Uint8Array; learnedFrom: Date }[]>(
    `select policy, version, state, learned_from as "learnedFrom" from policy_states where strategy = $1 and arm = $2`,
    [strategy, arm],
  );
  if (row?.policy !== hash) return NOTHING;
  return { version: row.version, state: new Uint8Array(row.state), learnedFrom: new Date(row.learnedFrom).getTime() };
}

/** How far a policy has come. */
export interface PolicyStanding {
  /** How often it learned. */
  readonly version: number;
  /** Offers that it learned from. */
  readonly rewards: number;
  /** When it last learned: milliseconds since 1970, UTC. */
  readonly at: number;
}

/** How far the policy of an arm has come; null where it has learned nothing. */
export async function findStanding(
  manager: EntityManager,
  { strategy, arm, hash }: PolicyArm,
): Promise<PolicyStanding | null> {
  const [row] = await manager.query<{ version: number; rewards: number; at: Date }[]>(
    `select version, rewards::float8 as rewards, learned_at as at from policy_states
     where strategy = $1 and arm = $2 and policy = $3`,
    [strategy, arm, hash],
  );
  return row === undefined ? null : { ...row, at: new Date(row.at).getTime() };
}

/** The versions of arms by their keys; 0 where there is no state of this policy. */
export async function findVersions(
  manager: EntityManager,
  arms: readonly PolicyArm[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await manager.query<{ strategy: string; arm: string; policy: string; version: number }[]>(
    'select strategy, arm, policy, version from policy_states where strategy = any($1)',
    [arms.map(({ strategy }) => strategy)],
  );
  return new Map(
    arms.map((arm) => {
      const row = rows.find((each) => each.strategy === arm.strategy && each.arm === arm.arm);
      return [arm.key, row?.policy === arm.hash ? row.version : 0];
    }),
  );
}

/**
 * Treatments that an arm has not learned from, the earliest first: its own, and those of other arms whose offers were drawn at
 * random too.
 */
export async function findLessons(
  manager: EntityManager,
  { strategy, arm }: PolicyArm,
  { learnedFrom, now, most }: { readonly learnedFrom: number; readonly now: number; readonly most: number },
): Promise<readonly SettledTreatment[]> {
  const learned = 'select exposure from policy_lessons where strategy = $1 and arm = $2';
  return settledTreatments(manager, { strategy, arm, from: learnedFrom, now, most, but: learned });
}

/** What was learned, to be kept. */
export interface Lesson {
  readonly before: PolicyState;
  readonly state: Uint8Array;
  readonly exposures: readonly SettledTreatment[];
  /** From how many of them something was learned. */
  readonly rewards: number;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/**
 * Keeps what an arm has learned, in a transaction that is rolled back where this returns false: another process learned meanwhile.
 */
export async function keepLesson(
  manager: EntityManager,
  { strategy, arm, hash }: PolicyArm,
  { before, state, exposures, rewards, now }: Lesson,
): Promise<boolean> {
  const at = new Date(now).toISOString();
  if (before.version === 0) {
    // Of other options, or of none.
    await manager.query('delete from policy_states where strategy = $1 and arm = $2 and policy <> $3', [
      strategy,
      arm,
      hash,
    ]);
    await manager.query('delete from policy_lessons where strategy = $1 and arm = $2', [strategy, arm]);
  }
  const kept = await manager.query<unknown[]>(
    `insert into policy_states (strategy, arm, policy, version, state, rewards, learned_from, learned_at)
     select $1, $2, $3, 1, $4, $5, to_timestamp(0), $6 where $7 = 0
     on conflict do nothing returning strategy`,
    [strategy, arm, hash, Buffer.from(state), rewards, at, before.version],
  );
  if (before.version > 0) {
    const [updated] = await manager.query<[unknown[], number]>(
      `update policy_states set state = $4, version = version + 1, rewards = rewards + $5, learned_at = $6
       where strategy = $1 and arm = $2 and policy = $3 and version = $7 returning strategy`,
      [strategy, arm, hash, Buffer.from(state), rewards, at, before.version],
    );
    if (updated.length === 0) return false;
  } else if (kept.length === 0) return false;
  await manager.query(
    `insert into policy_lessons (strategy, arm, exposure, at)
     select $1, $2, v.exposure, v.at from unnest($3::text[], $4::timestamptz[]) as v (exposure, at)`,
    [strategy, arm, exposures.map(({ id }) => id), exposures.map((each) => new Date(each.at).toISOString())],
  );
  return true;
}

const HOUR = 3_600_000;

/**
 * Remembers from where on exposures may still have to be learned, and forgets the lessons before: the first whose window is not
 * over for an hour, since exposures and events are written down a little late.
 */
export async function moveOn(
  manager: EntityManager,
  { strategy, arm, hash }: PolicyArm,
  { learnedFrom }: PolicyState,
  now: number,
): Promise<void> {
  const first = await firstOpenTreatment(manager, { strategy, from: learnedFrom, open: now - HOUR });
  const from = new Date(Math.min(first ?? Infinity, now - HOUR)).toISOString();
  await manager.query(
    `update policy_states set learned_from = greatest(learned_from, $4) where strategy = $1 and arm = $2 and policy = $3`,
    [strategy, arm, hash, from],
  );
  await manager.query('delete from policy_lessons where strategy = $1 and arm = $2 and at < $3', [strategy, arm, from]);
}
