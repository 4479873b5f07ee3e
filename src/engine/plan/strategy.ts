import { StrataError } from '#sdk';
import { type CompiledCondition, type FactRef } from '../conditions/index.js';
import {
  asksModel,
  type FixedRate,
  type ModelReference,
  type Offer,
  type PlacedCondition,
  type RankBy,
  readsOf,
  type Strategy,
} from '../index.js';
import { type Cap } from './caps.js';
import { type CouponKind, couponKinds } from './coupon-kinds.js';
import { type Draws, drawsOf } from './draws.js';
import { type CompiledPolicy } from './policy.js';
import { sureThings } from './sure-things.js';
import { durationMilliseconds, compareText, hashShares, type HashShares } from '#strata/kernel';

/** An offer with its condition compiled. */
export interface CompiledOffer {
  readonly document: Offer;
  readonly when: CompiledCondition | null;
  /** `strategy/offer`, as the availability names it. */
  readonly key: string;
  /** Where decisions fall on [0, 1) when a policy draws among offers, by the decision's id. */
  readonly points: HashShares;
  /** The models that its condition reads. */
  readonly whenModels: readonly string[];
  /** The models that its money reads: its response and the goal's natural conversion. */
  readonly moneyModels: readonly string[];
}

/** A strategy, ready to decide. */
export interface CompiledStrategy {
  readonly document: Strategy;
  /** [from, to) in milliseconds since 1970. */
  readonly active: { readonly from: number; readonly to: number };
  /** All of its conditions, in the order of a decision. */
  readonly conditions: readonly CompiledCondition[];
  readonly segment: CompiledCondition;
  readonly trigger: CompiledCondition | null;
  readonly predictive: CompiledCondition | null;
  /** Holds, of those for whom `predictive` does not, for who would convert anyway; null where it does not ask. */
  readonly sureThings: CompiledCondition | null;
  /** The models that `predictive.when` reads. */
  readonly predictiveModels: readonly string[];
  readonly baselineWhen: CompiledCondition | null;
  readonly baselineOffer: CompiledOffer;
  readonly offers: readonly CompiledOffer[];
  /** Of which kinds it has several coupons; mostly of none. */
  readonly couponKinds: readonly CouponKind[];
  /** How long after an offer its goal counts, in milliseconds. */
  readonly goalWithin: number;
  /** The per-user cap. */
  readonly cap: Cap | null;
  /** The contact policy of the release; null where it has none, or nobody asks for it. */
  readonly policy: CompiledPolicy | null;
  /** Who is in which arm, and who is held out. */
  readonly draws: Draws;
  /** Ids of the models that each way through the strategy may read. */
  readonly needs: { readonly model: readonly string[]; readonly baseline: readonly string[] };
  /** The same of a campaign, which also puts people in the orders of `rankBy`. */
  readonly campaignNeeds: CompiledStrategy['needs'];
  /** Models whose rank the strategy asks for. */
  readonly rankedModels: readonly string[];
}

/** Compiles a condition of a strategy that stands at the pointer. */
export type CompileCondition = (condition: PlacedCondition, strategy: string) => CompiledCondition;

/** Compiles the conditions of a strategy and reads its periods and models. Throws `INVALID_DOCUMENT`. */
export function compileStrategy(
  document: Strategy,
  compile: CompileCondition,
  policy: CompiledPolicy | null = null,
): CompiledStrategy {
  const conditions = new Map(
    readsOf(document).conditions.map((condition) => [condition.pointer, compile(condition, document.id)]),
  );
  const at = (pointer: string) => conditions.get(pointer) ?? null;
  const segment = at('/segment');
  if (segment === null) throw invalidStrategy(document.id, { message: 'there is no segment', pointer: '/segment' });
  const natural = modelsOf(document.goal.natural);
  const offers = document.offers.map((offer, i) => {
    const when = at(`/offers/${i}/when`);
    const moneyModels = distinct([...modelsOf(offer.response), ...natural]);
    return Object.freeze({
      document: offer,
      when,
      key: `${document.id}/${offer.id}`,
      points: hashShares(`${document.id}/${offer.id}:offer:`),
      whenModels: scoresRead(when),
      moneyModels,
    });
  });
  const baselineOffer = offers.find((offer) => offer.document.id === document.baseline.offer);
  if (baselineOffer === undefined) {
    const expected = document.offers.map((offer) => offer.id).join(', ');
    throw invalidStrategy(document.id, {
      message: 'the baseline makes an unknown offer',
      pointer: '/baseline/offer',
      expected,
    });
  }
  const predictive = at('/predictive/when');
  const predictiveModels = scoresRead(predictive);
  const needs = Object.freeze({
    model: distinct([...predictiveModels, ...offers.flatMap(modelsRead)]),
    baseline: distinct(modelsRead(baselineOffer)),
  });
  const sure = sureThings(document);
  return Object.freeze({
    document,
    active: period(document),
    conditions: Object.freeze([...conditions.values()]),
    segment,
    trigger: at('/trigger'),
    predictive,
    sureThings:
      sure === null
        ? null
        : compile({ condition: sure, pointer: '/predictive/when', layer: 'predictive' }, document.id),
    predictiveModels,
    baselineWhen: at('/baseline/when'),
    baselineOffer,
    offers: Object.freeze(offers),
    couponKinds: couponKinds(document.offers),
    goalWithin: goalWithinOf(document),
    cap: capOf(document),
    policy,
    draws: drawsOf(document.experiment),
    needs,
    campaignNeeds: Object.freeze({
      model: distinct([...needs.model, ...modelsOf(document.predictive?.rankBy)]),
      baseline: distinct([...needs.baseline, ...modelsOf(document.baseline.rankBy)]),
    }),
    rankedModels: distinct([predictive, ...offers.map((offer) => offer.when)].flatMap(ranksRead)),
  });
}

function modelsRead(offer: CompiledOffer): string[] {
  return [...offer.whenModels, ...offer.moneyModels];
}

/** A date without a time in `to` includes that day (UTC). */
function period({ id, active }: Strategy): { from: number; to: number } {
  const from = active?.from === undefined ? -Infinity : Date.parse(active.from);
  const until = active?.to === undefined ? Infinity : Date.parse(active.to);
  if (Number.isNaN(from) || Number.isNaN(until)) {
    throw invalidStrategy(id, { message: 'not a date', pointer: '/active', expected: 'ISO-8601 dates or times' });
  }
  return { from, to: active?.to?.length === '2026-01-31'.length ? until + 86_400_000 : until };
}

function capOf({ id, limits, goal }: Strategy): CompiledStrategy['cap'] {
  if (limits?.perUser === undefined) return null;
  const within = durationMilliseconds(limits.perUser.within);
  if (within === null) {
    throw invalidStrategy(id, {
      message: 'not a duration',
      pointer: '/limits/perUser/within',
      expected: 'P7D, PT12H, …',
    });
  }
  const { contacts } = limits.perUser;
  return { contacts, within, standsFor: Math.min(within / contacts, goalWithinOf({ goal })) };
}

/** A duration that is none never passed validation; such a goal counts for ever. */
function goalWithinOf({ goal }: Pick<Strategy, 'goal'>): number {
  return durationMilliseconds(goal.within) ?? Infinity;
}

function modelsOf(source: ModelReference | FixedRate | RankBy | undefined): string[] {
  return asksModel(source) ? [source.model] : [];
}

/** Ids of the models whose scores a condition reads, ascending. */
function scoresRead(condition: CompiledCondition | null): readonly string[] {
  return distinct((condition?.facts ?? []).filter(isScore).map((ref) => String(ref.params?.['model'])));
}

function ranksRead(condition: CompiledCondition | null): readonly string[] {
  const ranks = (condition?.facts ?? []).filter((ref) => isScore(ref) && ref.params?.['as'] === 'rank');
  return ranks.map((ref) => String(ref.params?.['model']));
}

function isScore(ref: FactRef): boolean {
  return ref.fact === 'score' && ref.params !== undefined;
}

function distinct(texts: readonly string[]): readonly string[] {
  return Object.freeze([...new Set(texts)].sort(compareText));
}

/** A strategy that could not have passed validation. */
export function invalidStrategy(
  strategy: string,
  problem: { message: string; pointer: string; expected?: string },
): StrataError {
  return new StrataError('INVALID_DOCUMENT', `The strategy “${strategy}” is not valid`, { problems: [problem] });
}
