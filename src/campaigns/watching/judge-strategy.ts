import { type EntityManager } from 'typeorm';
import { armsOf, currencyOf, type Guardrail, type Strategy } from '#strata/engine';
import { type CompiledRelease, type CompiledStrategy } from '#strata/engine/plan';
import { durationMilliseconds } from '#strata/kernel';
import { countFallbacks } from '#strata/decisions/log';
import { committedCost, countDrawn, countFirstRoles, countGroups } from '#strata/ledger/results';
import { LOOK_EVERY_MS } from './guardrail-table.js';
import {
  type DrawnGroup,
  judgeCost,
  judgeFallback,
  judgeLift,
  judgeSampleRatio,
  type GuardrailJudgement,
  type WatchedCost,
} from './judge.js';

/** A strategy that is judged now. */
export interface JudgedStrategy {
  readonly strategy: CompiledStrategy;
  readonly release: Pick<CompiledRelease, 'documents'>;
  /** Only what came from this moment on counts: somebody resumed the strategy then; null where nobody did. */
  readonly from: number | null;
  /** Since when people are drawn as they are now, and since when its guardrails stand there; null where that is not known. */
  readonly since: StandsSince;
  /** Milliseconds since 1970, UTC, as all here. */
  readonly now: number;
}

/** Since when parts of a strategy's document say what they say; milliseconds since 1970, UTC. */
export interface StandsSince {
  readonly experiment: number | null;
  readonly guardrails: number | null;
}

/** What a guardrail comes to, by what is counted now. Reads only. */
export async function judge(
  manager: EntityManager,
  guardrail: Guardrail,
  judged: JudgedStrategy,
): Promise<GuardrailJudgement> {
  const { strategy, from, since, now } = judged;
  const { id } = strategy.document;
  switch (guardrail.watch) {
    case 'lift':
      return judgeLift(guardrail, await liftCounts(manager, id, from));
    case 'cost':
      return judgeCost(guardrail, await costOf(manager, guardrail.perDay, judged));
    case 'fallback': {
      const begin = now - (durationMilliseconds(guardrail.within) ?? 0);
      const counted = await countFallbacks(manager, { strategy: id, from: latest(begin, from) ?? begin });
      return judgeFallback(guardrail, { ...counted, look: lookNumber(now, latest(since.guardrails, from)) });
    }
    case 'sampleRatio':
      return judgeSampleRatio(await drawsOf(manager, strategy.document, latest(since.experiment, from)));
  }
}

/** So many looks there can have been at most. */
function lookNumber(now: number, since: number | null): number {
  return 1 + Math.floor(Math.max(0, now - (since ?? 0)) / LOOK_EVERY_MS);
}

async function liftCounts(manager: EntityManager, strategy: string, from: number | null) {
  const question = { strategy, level: 0.95, ...(from === null ? {} : { from: new Date(from).toISOString() }) };
  const groups = await countGroups(manager, question, 'all');
  const group = (isHeldOut: boolean) => {
    const { users = 0, conversions = 0 } = groups.find(({ heldOut }) => heldOut === isHeldOut) ?? {};
    return { people: users, conversions };
  };
  return { treated: group(false), heldOut: group(true) };
}

const DAY = 86_400_000;

async function costOf(
  manager: EntityManager,
  perDay: number | undefined,
  { strategy: { document, active }, release, from, now }: JudgedStrategy,
): Promise<WatchedCost> {
  const currency = currencyOf(release.documents);
  const { id: strategy, limits } = document;
  if (perDay !== undefined) {
    const spent = await committedCost(manager, { strategy, from: latest(now - DAY, from) });
    return { spent, planned: perDay, time: null, currency };
  }
  const since = latest(active.from, from) ?? active.from;
  const spent = await committedCost(manager, { strategy, from: since });
  // At the very beginning everything is ahead of plan: a day's share may be spent at once.
  const elapsed = Math.min(Math.max(now - since, DAY), active.to - active.from);
  const planned = ((limits?.budget ?? 0) * elapsed) / (active.to - active.from);
  const hours = Math.max(1, Math.round((now - since) / 3_600_000));
  return {
    spent,
    planned,
    time: hours < 48 ? `PT${String(hours)}H` : `P${String(Math.round(hours / 24))}D`,
    currency,
  };
}

async function drawsOf(
  manager: EntityManager,
  { id: strategy, experiment }: Strategy,
  from: number | null,
): Promise<readonly (readonly DrawnGroup[])[]> {
  const { holdout = 0 } = experiment ?? {};
  const arms = armsOf(experiment);
  const draws: (readonly DrawnGroup[])[] = [];
  if (holdout > 0 && holdout < 1) {
    const { treated, heldOut } = await countFirstRoles(manager, { strategy, from });
    draws.push([
      { group: 'heldOut', people: heldOut, share: holdout },
      { group: 'treated', people: treated, share: 1 - holdout },
    ]);
  }
  if (arms.length > 1) {
    const drawn = await countDrawn(manager, { strategy, from });
    draws.push(arms.map(({ id, share }) => ({ group: { arm: id }, people: drawn.get(id) ?? 0, share })));
  }
  return draws;
}

/** The later of two moments, either of which may be unknown. */
function latest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
