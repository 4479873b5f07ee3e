import { type EntityManager } from 'typeorm';
import { z } from 'zod';
import { checkedJson } from '#strata/platform/stored-json';
import { StrataError } from '#sdk';
import { type GuardrailJudgement } from './judge.js';

/** What a guardrail found last. */
export interface GuardrailState extends GuardrailJudgement {
  readonly strategy: string;
  /** As `guardrailKey` names it. */
  readonly guardrail: string;
  /** When it came to this; milliseconds since 1970, UTC, as all here. */
  readonly since: number;
  readonly lookedAt: number;
  /** When it acted last; null where it never did. */
  readonly actedAt: number | null;
}

interface StoredState extends Omit<GuardrailState, 'since' | 'lookedAt' | 'actedAt' | 'figures'> {
  readonly since: Date;
  readonly lookedAt: Date;
  readonly actedAt: Date | null;
  readonly figures: string;
}

const STATES = `select strategy, guardrail, state, since, words, figures, looked_at as "lookedAt", acted_at as "actedAt"
  from guardrail_states`;

/** What the guardrails of a strategy found last, by their keys. */
export async function findStates(
  manager: EntityManager,
  strategy: string,
): Promise<ReadonlyMap<string, GuardrailState>> {
  const rows: StoredState[] = await manager.query(`${STATES} where strategy = $1`, [strategy]);
  return new Map(rows.map((row) => [row.guardrail, stateOf(row)]));
}

/** All that are crossed now. */
export async function findCrossed(manager: EntityManager): Promise<readonly GuardrailState[]> {
  const rows: StoredState[] = await manager.query(`${STATES} where state = 'crossed' order by strategy, guardrail`);
  return rows.map(stateOf);
}

/** What a guardrail found now. */
export interface Found {
  readonly strategy: string;
  readonly guardrail: string;
  readonly judgement: GuardrailJudgement;
  /** What happened before this moment was settled by whoever resumed the strategy; null where nobody did. */
  readonly from: number | null;
  readonly now: number;
}

/** One that is crossed again within so long acts no second time. */
const REST_MS = 3_600_000;

/**
 * Keeps what a guardrail found, in the transaction in which it acts: once each time that it is crossed, whichever of several
 * processes is first.
 *
 * @returns whether it is to act now
 */
export async function keepFound(
  manager: EntityManager,
  { strategy, guardrail, judgement, from, now }: Found,
): Promise<boolean> {
  const at = new Date(now).toISOString();
  await manager.query(
    `insert into guardrail_states (strategy, guardrail, state, since, words, figures, looked_at)
     values ($1, $2, 'waiting', $3, '', '{}', $3) on conflict do nothing`,
    [strategy, guardrail, at],
  );
  const rows = await manager.query<{ state: string; acted: Date | null }[]>(
    'select state, acted_at as acted from guardrail_states where strategy = $1 and guardrail = $2 for update',
    [strategy, guardrail],
  );
  const acted = rows[0]?.acted?.getTime() ?? null;
  const isSettled = acted !== null && from !== null && acted < from;
  const before = rows[0]?.state === 'crossed' && !isSettled ? 'crossed' : 'quiet';
  const isCrossed = judgement.state === 'crossed';
  const acts = isCrossed && before !== 'crossed' && (acted === null || isSettled || Math.abs(now - acted) >= REST_MS);
  const state = isCrossed && before !== 'crossed' && !acts ? 'quiet' : judgement.state;
  await manager.query(
    `update guardrail_states set since = case when state = $3 and not $7 then since else $6 end, state = $3, words = $4,
       figures = $5, looked_at = $6, acted_at = case when $7 then $6::timestamptz else acted_at end
     where strategy = $1 and guardrail = $2`,
    [strategy, guardrail, state, judgement.words, JSON.stringify(judgement.figures), at, acts],
  );
  return acts;
}

/** A strategy is looked at about once a minute, no more often, and for at most a twentieth of the time. */
export const LOOK_EVERY_MS = 55_000;
const SHARE = 20;

/** Takes the turn of looking at a strategy; false where it was looked at a moment ago, by whomever. */
export async function takeLook(manager: EntityManager, strategy: string, now: number): Promise<boolean> {
  // A look in the future is one of a clock that was ahead.
  const rows = await manager.query<unknown[]>(
    `insert into guardrail_looks as l (strategy, at) values ($1, $2)
     on conflict (strategy) do update set at = excluded.at
       where l.at > excluded.at
         or l.at <= excluded.at - greatest($3::float8, $4 * l.took_ms) * interval '1 millisecond'
     returning strategy`,
    [strategy, new Date(now).toISOString(), LOOK_EVERY_MS, SHARE],
  );
  return rows.length > 0;
}

/** How long the look took. */
export async function noteLook(manager: EntityManager, strategy: string, tookMs: number): Promise<void> {
  await manager.query('update guardrail_looks set took_ms = $2 where strategy = $1', [strategy, Math.round(tookMs)]);
}

function stateOf({ since, lookedAt, actedAt, figures, ...row }: StoredState): GuardrailState {
  return {
    ...row,
    figures: checkedJson(FIGURES, figures, damaged),
    since: since.getTime(),
    lookedAt: lookedAt.getTime(),
    actedAt: actedAt?.getTime() ?? null,
  };
}

const FIGURES: z.ZodType<GuardrailJudgement['figures']> = z.record(z.string(), z.number().nullable());

function damaged(why: string): StrataError {
  return new StrataError('INTERNAL', `What is stored about a guardrail is damaged: ${why}.`);
}
