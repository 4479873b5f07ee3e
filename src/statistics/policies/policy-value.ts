import { fixedWords } from '#strata/kernel';
import { bootstrapEstimate, type BootstrapSums, bootstrapSums, clusterSums, type Estimate, at } from '../index.js';

/** What a policy is judged by: decisions that another one made, with the probabilities by which it made them. */
export interface PolicyLog {
  /** What followed each logged action: a conversion, an amount of money. */
  readonly reward: ArrayLike<number>;
  /** P(the logged action) at the time, above 0. */
  readonly propensity: ArrayLike<number>;
  /** P(the judged policy would have taken the logged action), 0 to 1; 0 and 1 for a deterministic policy. */
  readonly agreement: ArrayLike<number>;
  /** What a model of the reward expects; with it the direct and the doubly robust estimate. */
  readonly predicted?: {
    /** For the logged action. */
    readonly logged: ArrayLike<number>;
    /** For the judged policy: the mean over its actions. */
    readonly policy: ArrayLike<number>;
  };
  /** Rows of one person, drawn together: see `bootstrapSums`. */
  readonly clusters?: ArrayLike<number>;
}

/** How to judge. */
export interface PolicyValueOptions {
  /** A seeded source of numbers on [0, 1). */
  readonly uniform: () => number;
  readonly replicates?: number;
  readonly level?: number;
}

/** The weights agreement ÷ propensity: how much of the log speaks about the policy. */
export interface PolicyWeights {
  readonly rows: number;
  /** Rows with a weight above 0. */
  readonly matched: number;
  /** (Σw)² ÷ Σw² (Kish, 1965), of people: as many equally weighted ones would say as much. */
  readonly effectiveSampleSize: number;
  /** Of one person. */
  readonly largest: number;
  /** Of the sum of all weights, 0 to 1. */
  readonly largestShare: number;
  /** About 1 where the recorded probabilities are right and every action of the policy was possible. */
  readonly mean: number;
}

/** The mean reward a row, had the policy decided; or why this log cannot tell. */
export type PolicyValue =
  | {
      readonly status: 'estimated';
      readonly weights: PolicyWeights;
      /** Inverse-propensity weighting: Σwr ÷ n (Horvitz and Thompson, 1952). */
      readonly ipw: Estimate;
      /** Self-normalised: Σwr ÷ Σw (Hájek, 1971; Swaminathan and Joachims, 2015). */
      readonly snipw: Estimate;
      /** The model's own expectation (direct method); null without a model. */
      readonly dm: Estimate | null;
      /** dm + Σw(r − q) ÷ n: right where either the probabilities or the model are (Dudík et al., 2011). */
      readonly dr: Estimate | null;
      /** What the log itself brought: Σr ÷ n. */
      readonly logged: Estimate;
      /** The doubly robust estimate, without a model the self-normalised one, minus what the log brought, on the same draws. */
      readonly ahead: Estimate;
    }
  | { readonly status: 'refused'; readonly weights: PolicyWeights; readonly reason: string };

/** Below so many effective rows, or where one row holds such a share of the weight, an estimate is an anecdote. */
export const POLICY_FLOOR = { effectiveSampleSize: 100, largestShare: 0.05 } as const;

/**
 * What a policy would have earned, from the log of another one. Refuses where the effective sample size is below
 * {@link POLICY_FLOOR}, or where a single row dominates. Intervals are of the percentile bootstrap.
 */
export function policyValue(log: PolicyLog, { uniform, replicates, level = 0.95 }: PolicyValueOptions): PolicyValue {
  const weight = Float64Array.from(log.reward, (_, row) => at(log.agreement, row) / at(log.propensity, row));
  const weights = policyWeights(weight, log.clusters);
  const reason = refusalOf(weights);
  if (reason !== null) return { status: 'refused', weights, reason };
  const sums = sumsOf(log, weight, uniform, replicates);
  const estimate = (figure: (sums: Float64Array) => number) => bootstrapEstimate(sums, figure, level);
  const [rows, ofWeight, ofReward, ofLog, ofPolicy, ofResidual] = [0, 1, 2, 3, 4, 5];
  const ratio = (above: number, below: number) => (sum: Float64Array) => at(sum, above) / at(sum, below);
  const modelled = log.predicted !== undefined;
  const doublyRobust = (sum: Float64Array) => (at(sum, ofPolicy) + at(sum, ofResidual)) / at(sum, rows);
  const best = modelled ? doublyRobust : ratio(ofReward, ofWeight);
  return {
    status: 'estimated',
    weights,
    ipw: estimate(ratio(ofReward, rows)),
    snipw: estimate(ratio(ofReward, ofWeight)),
    dm: modelled ? estimate(ratio(ofPolicy, rows)) : null,
    dr: modelled ? estimate(doublyRobust) : null,
    logged: estimate(ratio(ofLog, rows)),
    ahead: estimate((sum) => best(sum) - at(sum, ofLog) / at(sum, rows)),
  };
}

/**
 * How far ahead one policy would have been of another one, both judged from the same rows: their doubly robust estimates, without
 * models for both their self-normalised ones, on the same draws.
 */
export function policyLead(
  one: PolicyLog,
  other: PolicyLog,
  { uniform, replicates, level = 0.95 }: PolicyValueOptions,
): Estimate {
  const modelled = one.predicted !== undefined && other.predicted !== undefined;
  const parts = [one, other].map((log) => partsOf(log, modelled));
  const sums = bootstrapSums({
    columns: parts.flat(),
    uniform,
    ...(one.clusters === undefined ? {} : { clusters: one.clusters }),
    ...(replicates === undefined ? {} : { replicates }),
  });
  const ratio = (sum: Float64Array, above: number) => at(sum, above) / at(sum, above + 1);
  return bootstrapEstimate(sums, (sum) => ratio(sum, 0) - ratio(sum, 2), level);
}

/** What an estimate divides, and by what. */
function partsOf({ reward, propensity, agreement, predicted }: PolicyLog, modelled: boolean): readonly Float64Array[] {
  const weight = Float64Array.from(reward, (_, row) => at(agreement, row) / at(propensity, row));
  if (!modelled || predicted === undefined) return [weight.map((value, row) => value * at(reward, row)), weight];
  const { policy, logged } = predicted;
  const value = weight.map((own, row) => at(policy, row) + own * (at(reward, row) - at(logged, row)));
  return [value, weight.map(() => 1)];
}

/**
 * How much a log with these weights says.
 *
 * @param clusters for each row the number of its person, from 0: all rows of a person say as much as one of their weights
 *   together
 */
export function policyWeights(weights: ArrayLike<number>, clusters?: ArrayLike<number>): PolicyWeights {
  let [sum, squares, largest, matched] = [0, 0, 0, 0];
  for (let row = 0; row < weights.length; row++) {
    sum += at(weights, row);
    if (at(weights, row) > 0) matched++;
  }
  const [ofPeople = weights] = clusters === undefined ? [] : clusterSums([weights], clusters);
  for (let person = 0; person < ofPeople.length; person++) {
    squares += at(ofPeople, person) ** 2;
    largest = Math.max(largest, at(ofPeople, person));
  }
  return {
    rows: weights.length,
    matched,
    effectiveSampleSize: squares === 0 ? 0 : (sum * sum) / squares,
    largest,
    largestShare: sum === 0 ? 0 : largest / sum,
    mean: weights.length === 0 ? 0 : sum / weights.length,
  };
}

/** Why nothing can be said with such weights. */
export type PolicyRefusal =
  /** So many equally weighted rows would say as much, and so many are needed. */
  | { readonly kind: 'few rows'; readonly rows: number; readonly effective: number; readonly needed: number }
  /** One row holds this share of the weight. */
  | { readonly kind: 'one row'; readonly share: number };

/** Null where something can be said. */
export function policyRefusal({ effectiveSampleSize, largestShare, rows }: PolicyWeights): PolicyRefusal | null {
  if (effectiveSampleSize < POLICY_FLOOR.effectiveSampleSize) {
    return { kind: 'few rows', rows, effective: effectiveSampleSize, needed: POLICY_FLOOR.effectiveSampleSize };
  }
  return largestShare <= POLICY_FLOOR.largestShare ? null : { kind: 'one row', share: largestShare };
}

/** {@link policyRefusal} in a sentence. */
export function refusalOf(weights: PolicyWeights): string | null {
  const refusal = policyRefusal(weights);
  if (refusal === null) return null;
  if (refusal.kind === 'one row') {
    return `one row holds ${fixedWords(100 * refusal.share, 0)} % of the weight: what it did would decide alone`;
  }
  const { rows, effective, needed } = refusal;
  return `the ${rows} rows say as much as ${fixedWords(effective, effective < 100 ? 1 : 0)} would, and at least ${needed} are needed`;
}

function sumsOf(
  { reward, predicted, clusters }: PolicyLog,
  weight: Float64Array,
  uniform: () => number,
  replicates: number | undefined,
): BootstrapSums {
  const one = Float64Array.from(weight, () => 1);
  const weighted = weight.map((value, row) => value * at(reward, row));
  const modelled =
    predicted === undefined
      ? []
      : [predicted.policy, weight.map((value, row) => value * (at(reward, row) - at(predicted.logged, row)))];
  return bootstrapSums({
    columns: [one, weight, weighted, reward, ...modelled],
    uniform,
    ...(clusters === undefined ? {} : { clusters }),
    ...(replicates === undefined ? {} : { replicates }),
  });
}
