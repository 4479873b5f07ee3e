import { durationMilliseconds } from '#strata/kernel';
import { type CostGuardrail, type FallbackGuardrail, type LiftGuardrail } from '#strata/engine';
import {
  exceedsAtLook,
  sampleRatio,
  sequentialCriticalValue,
  sequentialSharesPValue,
} from '#strata/statistics/experiments';
import { drawnFigures } from './telling/drawn-figures.js';
import { campaignPhrases, type DrawnSubject, type GroupSubject } from '../words/index.js';

/** What a guardrail comes to: too few people yet, all is well, or what it watches went too far. */
export interface GuardrailJudgement {
  readonly state: 'waiting' | 'quiet' | 'crossed';
  /** In numbers, for people. */
  readonly words: string;
  /** The numbers of the words. */
  readonly figures: Readonly<Record<string, number | null>>;
}

/** An always-valid interval is tightest at so many people, who are told apart soon and still not by chance. */
export const PEEKING = { tightestAt: 5_000 } as const;

/** Sums of fewer are not normal yet, so that intervals would not hold. */
const LEAST = { people: 100, conversions: 20 } as const;

/** The difference of two conversion rates, treated less held-out, with the interval that holds at all moments at once. */
export interface WatchedLift {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/**
 * The lift of everybody who was exposed until now, whose windows may still be open: of treated and held-out people alike, so
 * that without an effect each conversion comes with the groups' odds, and the sum of conversions is a martingale in time.
 * Null where there are too few.
 */
export function watchedLift(treated: GroupSubject, heldOut: GroupSubject, level: number): WatchedLift | null {
  if (Math.min(treated.people, heldOut.people) < LEAST.people) return null;
  if (treated.conversions + heldOut.conversions < LEAST.conversions) return null;
  const value = treated.conversions / treated.people - heldOut.conversions / heldOut.people;
  const error = Math.sqrt(variance(treated) + variance(heldOut));
  const reach = error * sequentialCriticalValue(treated.people + heldOut.people, level, PEEKING);
  return { value, lower: value - reach, upper: value + reach, level };
}

/** Of a share, with one success and one failure more (Agresti and Caffo, 2000): a group without conversions is not certain. */
function variance({ people, conversions }: GroupSubject): number {
  const share = (conversions + 1) / (people + 2);
  return (share * (1 - share)) / people;
}

/** Crossed where the lift is below for certain. */
export function judgeLift(
  { below, level = 0.95 }: LiftGuardrail,
  { treated, heldOut }: { readonly treated: GroupSubject; readonly heldOut: GroupSubject },
): GuardrailJudgement {
  const lift = watchedLift(treated, heldOut, level);
  const figures = {
    treated: treated.people,
    treatedConversions: treated.conversions,
    heldOut: heldOut.people,
    heldOutConversions: heldOut.conversions,
    ...{ lift: lift?.value ?? null, lower: lift?.lower ?? null, upper: lift?.upper ?? null, below, level },
  };
  const words = campaignPhrases().found({ watch: 'lift', treated, heldOut, lift, below });
  if (lift === null) return { state: 'waiting', words, figures };
  return { state: lift.upper < below ? 'crossed' : 'quiet', words, figures };
}

/** What was spent, and what was planned for the same time; money. */
export interface WatchedCost {
  readonly spent: number;
  readonly planned: number;
  /** Of which time back, as an ISO 8601 duration; null of the last 24 hours. */
  readonly time: string | null;
  readonly currency: string | undefined;
}

/** Crossed where more was spent than planned and allowed ahead. */
export function judgeCost(
  { ahead = 0 }: CostGuardrail,
  { spent, planned, time, currency }: WatchedCost,
): GuardrailJudgement {
  const allowed = planned * (1 + ahead);
  const crossed = spent > allowed;
  const limit = ahead === 0 ? null : allowed;
  const words = campaignPhrases().found({ watch: 'cost', spent, planned, allowed: limit, time, currency });
  const hours = time === null ? null : (durationMilliseconds(time) ?? 0) / HOUR;
  return { state: crossed ? 'crossed' : 'quiet', words, figures: { spent, planned, allowed, hours } };
}

const HOUR = 3_600_000;

/** Of how many decisions a share is told. */
const LEAST_DECISIONS = 20;
/** Of all looks together. */
const FALLBACK_LEVEL = 0.95;

/** Decisions of the last `within` of a guardrail. */
export interface WatchedFallbacks {
  /** Those that needed a model. */
  readonly needed: number;
  /** Those of them that did without. */
  readonly without: number;
  /** How often it was looked since the guardrail stands there or somebody resumed the strategy, this time included. */
  readonly look: number;
}

/** Crossed where the share of decisions without their model is above the limit, beyond chance, however often it is looked. */
export function judgeFallback(
  { above, within }: FallbackGuardrail,
  { needed, without, look }: WatchedFallbacks,
): GuardrailJudgement {
  const share = needed === 0 ? 0 : without / needed;
  const figures = { needed, without, share, above };
  const found = (doubt: 'tooFew' | 'byChance' | null): Pick<GuardrailJudgement, 'words' | 'figures'> => ({
    words: campaignPhrases().found({ watch: 'fallback', needed, without, share, above, within, doubt }),
    figures,
  });
  if (needed < LEAST_DECISIONS) return { state: 'waiting', ...found('tooFew') };
  if (exceedsAtLook(without, needed, above, { look, level: FALLBACK_LEVEL }))
    return { state: 'crossed', ...found(null) };
  return { state: 'quiet', ...found(share > above ? 'byChance' : null) };
}

/** People who came somewhere, and the share that should have. */
export interface DrawnGroup extends Pick<DrawnSubject, 'group' | 'people'> {
  /** Any sum. */
  readonly share: number;
}

/** Of all looks together. */
const SAMPLE_RATIO_LEVEL = 0.99;

/** Crossed where people came to one of the draws in shares that chance does not explain, however often it is looked. */
export function judgeSampleRatio(draws: readonly (readonly DrawnGroup[])[]): GuardrailJudgement {
  const judged = draws.map((groups) => {
    const people = groups.reduce((sum, group) => sum + group.people, 0);
    const shares = groups.reduce((sum, group) => sum + group.share, 0);
    const drawn = groups.filter(({ share }) => share > 0);
    const [seen, planned] = [drawn.map((group) => group.people), drawn.map(({ share }) => share)] as const;
    const { chiSquare } = sampleRatio(seen, planned);
    const pValue = sequentialSharesPValue(seen, planned, SAMPLE_RATIO_LEVEL, PEEKING);
    const told = groups.map((group): DrawnSubject => ({
      group: group.group,
      people: group.people,
      share: group.people / Math.max(1, people),
      drawn: group.share / shares,
    }));
    return { people, chiSquare, pValue, groups: told };
  });
  const worst = judged.toSorted((a, b) => a.pValue - b.pValue)[0];
  const { found } = campaignPhrases();
  const nobody = found({ watch: 'sampleRatio', groups: null });
  if (worst === undefined) return { state: 'waiting', words: nobody, figures: {} };
  const { chiSquare, pValue, people, groups } = worst;
  const figures = { chiSquare, pValue, people, ...drawnFigures(groups) };
  if (judged.every((each) => each.people === 0)) return { state: 'waiting', words: nobody, figures };
  if (judged.every((each) => each.people < LEAST.people)) {
    return { state: 'waiting', words: found({ watch: 'sampleRatio', groups, found: 'tooFew' }), figures };
  }
  const crossed = pValue < 1 - SAMPLE_RATIO_LEVEL && people >= LEAST.people;
  const words = found({ watch: 'sampleRatio', groups, found: crossed ? { chiSquare } : { pValue } });
  return { state: crossed ? 'crossed' : 'quiet', words, figures };
}
