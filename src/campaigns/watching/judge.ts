import { type CostGuardrail, type FallbackGuardrail, type LiftGuardrail } from '#strata/engine';
import { durationWords, fixedWords, moneyWords, numberWords, percentWords } from '#strata/kernel';
import {
  exceedsAtLook,
  sampleRatio,
  sequentialCriticalValue,
  sequentialSharesPValue,
} from '#strata/statistics/experiments';

/** What a guardrail comes to: too few people yet, all is well, or what it watches went too far. */
export interface GuardrailJudgement {
  readonly state: 'waiting' | 'quiet' | 'crossed';
  /** In numbers, for people. */
  readonly words: string;
  /** The numbers of the words. */
  readonly figures: Readonly<Record<string, number | null>>;
}

/** People of a group, and how many of them converted until now. */
export interface WatchedGroup {
  readonly people: number;
  readonly conversions: number;
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
export function watchedLift(treated: WatchedGroup, heldOut: WatchedGroup, level: number): WatchedLift | null {
  if (Math.min(treated.people, heldOut.people) < LEAST.people) return null;
  if (treated.conversions + heldOut.conversions < LEAST.conversions) return null;
  const value = treated.conversions / treated.people - heldOut.conversions / heldOut.people;
  const error = Math.sqrt(variance(treated) + variance(heldOut));
  const reach = error * sequentialCriticalValue(treated.people + heldOut.people, level, PEEKING);
  return { value, lower: value - reach, upper: value + reach, level };
}

/** Of a share, with one success and one failure more (Agresti and Caffo, 2000): a group without conversions is not certain. */
function variance({ people, conversions }: WatchedGroup): number {
  const share = (conversions + 1) / (people + 2);
  return (share * (1 - share)) / people;
}

/** Crossed where the lift is below for certain. */
export function judgeLift(
  { below, level = 0.95 }: LiftGuardrail,
  { treated, heldOut }: { readonly treated: WatchedGroup; readonly heldOut: WatchedGroup },
): GuardrailJudgement {
  const lift = watchedLift(treated, heldOut, level);
  const seen = convertedWords(treated, heldOut);
  const figures = {
    treated: treated.people,
    treatedConversions: treated.conversions,
    heldOut: heldOut.people,
    heldOutConversions: heldOut.conversions,
    ...{ lift: lift?.value ?? null, lower: lift?.lower ?? null, upper: lift?.upper ?? null, below, level },
  };
  if (lift === null) return { state: 'waiting', words: `${seen}: too few people to tell`, figures };
  const range = `${pointsWords(lift.value)}, between ${numberWords(round(100 * lift.lower))} and ${numberWords(round(100 * lift.upper))} (${percentWords(level)} certain at any time)`;
  const crossed = lift.upper < below;
  const limit = crossed ? `for certain below ${pointsWords(below)}` : `not for certain below ${pointsWords(below)}`;
  return { state: crossed ? 'crossed' : 'quiet', words: `${seen}: ${range}, ${limit}`, figures };
}

function convertedWords(treated: WatchedGroup, heldOut: WatchedGroup): string {
  if (treated.people === 0) return 'nobody got the offer yet';
  if (heldOut.people === 0) return 'nobody was held out yet';
  return `${rateWords(treated)} of those who got the offer and ${rateWords(heldOut)} of those who were held out converted`;
}

function rateWords({ people, conversions }: WatchedGroup): string {
  return `${percentWords(round(conversions / people))} (${fixedWords(conversions, 0)} of ${fixedWords(people, 0)})`;
}

/** What was spent, and what was planned for the same time; money. */
export interface WatchedCost {
  readonly spent: number;
  readonly planned: number;
  /** Of which time, for people: `of the last 24 hours`. */
  readonly time: string;
  readonly currency: string | undefined;
}

/** Crossed where more was spent than planned and allowed ahead. */
export function judgeCost(
  { ahead = 0 }: CostGuardrail,
  { spent, planned, time, currency }: WatchedCost,
): GuardrailJudgement {
  const allowed = planned * (1 + ahead);
  const crossed = spent > allowed;
  const more = ahead === 0 ? '' : `, at most ${moneyWords(allowed, currency)} are allowed`;
  const words = `its offers ${time} cost ${moneyWords(spent, currency)} if all are redeemed that may still be, ${moneyWords(planned, currency)} were planned${more}`;
  return { state: crossed ? 'crossed' : 'quiet', words, figures: { spent, planned, allowed } };
}

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
  const words = `${percentWords(round(share))} of the decisions of the last ${durationWords(within)} that needed a model did without (${fixedWords(without, 0)} of ${fixedWords(needed, 0)}), ${percentWords(above)} are allowed`;
  const figures = { needed, without, share, above };
  if (needed < LEAST_DECISIONS) return { state: 'waiting', words: `${words}: too few to tell`, figures };
  if (exceedsAtLook(without, needed, above, { look, level: FALLBACK_LEVEL }))
    return { state: 'crossed', words, figures };
  return { state: 'quiet', words: share > above ? `${words}: not more for certain` : words, figures };
}

/** People who came somewhere, and the share that should have. */
export interface DrawnGroup {
  readonly name: string;
  readonly people: number;
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
    const told = groups.map(
      (group) =>
        `${fixedWords(group.people, 0)} ${group.name} (${percentWords(round(group.people / Math.max(1, people)))}, drawn ${percentWords(round(group.share / shares))})`,
    );
    return { people, chiSquare, pValue, words: told.join(', ') };
  });
  const worst = judged.toSorted((a, b) => a.pValue - b.pValue)[0];
  if (worst === undefined) return { state: 'waiting', words: 'nobody was drawn yet', figures: {} };
  const figures = { chiSquare: worst.chiSquare, pValue: worst.pValue, people: worst.people };
  if (judged.every(({ people }) => people === 0)) return { state: 'waiting', words: 'nobody was drawn yet', figures };
  if (judged.every(({ people }) => people < LEAST.people)) {
    return { state: 'waiting', words: `${worst.words}: too few people to tell`, figures };
  }
  const crossed = worst.pValue < 1 - SAMPLE_RATIO_LEVEL && worst.people >= LEAST.people;
  const chance = crossed
    ? `χ² ${numberWords(round(worst.chiSquare))}, by chance less than once in a hundred, however often it is looked`
    : `p ${numberWords(round(worst.pValue))}`;
  return { state: crossed ? 'crossed' : 'quiet', words: `${worst.words}: ${chance}`, figures };
}

/** "−1.2 percentage points". */
function pointsWords(difference: number): string {
  return `${numberWords(round(100 * difference))} percentage points`;
}

function round(figure: number): number {
  return Number(figure.toPrecision(3));
}
