import { type Language } from '#strata/kernel/texts';
import { areShares, type Estimate, meanOutcome, shareDifference } from '#strata/statistics';
import {
  type KnownBefore,
  largestSure,
  standardisedDifferences,
  type StandardisedDifference,
  type TreatmentBalance,
  treatmentBalance,
} from '#strata/statistics/populations';
import { policyRefusal, policyWeights } from '#strata/statistics/policies';
import { pickRows } from '#strata/tables/columns';
import { modelPhrases, type WeightingRefusal } from '../../words/index.js';

/** Whether the treated and the controls were alike before: only then what differs afterwards is an effect. Plain data. */
export interface Balance extends Pick<TreatmentBalance, 'classifier' | 'differs'> {
  /** The five largest. */
  readonly differences: readonly StandardisedDifference[];
  /** What was found, as half a sentence. */
  readonly words: string;
  /** What the treatment changes once both sides are weighted to look alike; null where they look alike as they are. */
  readonly weighting: Weighting | null;
}

/** Inverse-propensity weighting: a way to read people who were chosen, and no proof. */
type Weighting =
  | {
      readonly status: 'weighted';
      /** Mean outcome of the treated minus that of the controls, weighted (Hájek, 1971). */
      readonly effect: Estimate;
      /** Rows whose arm could nearly be foreseen, and which are left out (Crump et al., 2009). */
      readonly trimmed: number;
      /** So many equally weighted rows would say as much (Kish, 1965). */
      readonly effectiveSampleSize: { readonly treated: number; readonly controls: number };
    }
  | {
      readonly status: 'refused';
      /** As half a sentence. */
      readonly reason: string;
      /** The same as figures; absent from what was stored before these were kept. */
      readonly refusal?: WeightingRefusal;
    };

/** People of one treatment and of none. */
export interface ArmsToCompare {
  /** What was known of them before; a row each. */
  readonly columns: readonly KnownBefore[];
  /** 1 for treated, 0 for control. */
  readonly treated: Uint8Array;
  /** 1 for success, 0 for none; or any value. */
  readonly labels: Float64Array;
  /** The number of each row's person, from 0, where people have several rows. */
  readonly clusters?: Uint32Array;
}

/** What was found, and the rows that weighting leaves with their weights; null where it is refused or not needed. */
export interface ComparedArms {
  readonly balance: Balance;
  readonly weighted: { readonly rows: Uint32Array; readonly weights: Float64Array } | null;
}

/** A row is left out where its P(treated) is nearer to 0 or 1 than this. */
const TRIM = 0.05;
const NAMED = 5;

/** Compares the treated with the controls, before any effect is told. */
export function compareArms(arms: ArmsToCompare): ComparedArms {
  const found = treatmentBalance(arms.columns, arms.treated, arms.clusters);
  const balance = {
    classifier: found.classifier,
    differs: found.differs,
    differences: found.differences.slice(0, NAMED),
    words: balanceWords(found),
    weighting: null,
  };
  if (!found.differs) return { balance, weighted: null };
  const weighted = weighArms(arms, found.propensity);
  const weighting = weightingOf(arms, weighted);
  return { balance: { ...balance, weighting }, weighted: weighting.status === 'refused' ? null : weighted };
}

/** What sets those with and those without apart, as half a sentence; that nothing does, where nothing does. In English unless told. */
export function balanceWords(
  { classifier, differences, differs }: Pick<TreatmentBalance, 'classifier' | 'differences' | 'differs'>,
  language?: Language,
): string {
  const { balance } = modelPhrases(language);
  const told = balance.classifier(classifier);
  const largest = largestSure(differences);
  if (!differs) return balance.alike(told);
  return largest === undefined ? told : balance.apart(told, balance.difference(largest.name, largest.difference));
}

/** Why weighting is refused, as half a sentence, in English unless told; where its figures are not known, as it was told. */
export function weightingReason(
  { reason, refusal }: Omit<Extract<Weighting, { readonly status: 'refused' }>, 'status'>,
  language?: Language,
): string {
  return refusal === undefined ? reason : refusalWords(refusal, language);
}

function refusalWords(refusal: WeightingRefusal, language?: Language): string {
  const { balance } = modelPhrases(language);
  if (refusal.kind === 'few rows') return balance.fewRows(refusal.rows, refusal.effective, refusal.needed);
  if (refusal.kind === 'one row') return balance.oneRow(refusal.share);
  return balance.evenWeighted(balance.difference(refusal.name, refusal.difference));
}

function weighArms({ treated }: ArmsToCompare, propensity: Float64Array): NonNullable<ComparedArms['weighted']> {
  const rows = Uint32Array.from(propensity.keys()).filter((row) => {
    const chance = propensity[row] ?? 0;
    return chance >= TRIM && chance <= 1 - TRIM;
  });
  const weights = Float64Array.from(rows, (row) => {
    const chance = propensity[row] ?? Number.NaN;
    return 1 / (treated[row] === 1 ? chance : 1 - chance);
  });
  return { rows, weights };
}

/** Refuses where too few rows would decide, or where the two sides still differ. */
function weightingOf(
  { columns, treated, labels, clusters }: ArmsToCompare,
  { rows, weights }: NonNullable<ComparedArms['weighted']>,
): Weighting {
  const arm = (own: number) => Uint32Array.from(rows.keys()).filter((place) => treated[rows[place] ?? 0] === own);
  const [controls, offered] = [arm(0), arm(1)];
  const people = clusters && rows.map((row) => clusters[row] ?? 0);
  const [ofControls, ofTreated] = [controls, offered].map((places) =>
    policyWeights(
      Float64Array.from(places, (place) => weights[place] ?? 0),
      people && places.map((place) => people[place] ?? 0),
    ),
  ) as [ReturnType<typeof policyWeights>, ReturnType<typeof policyWeights>];
  const refusal = policyRefusal(ofControls) ?? policyRefusal(ofTreated);
  if (refusal !== null) return refused(refusal);
  const left = largestSure(
    standardisedDifferences(
      columns.map((column) => pickRows(column, rows)),
      Uint8Array.from(rows, (row) => treated[row] ?? 0),
      weights,
      people,
    ),
  );
  if (left !== undefined) return refused({ kind: 'differs', name: left.name, difference: left.difference });
  const outcomes = {
    labels: Float64Array.from(rows, (row) => labels[row] ?? Number.NaN),
    weights,
    ...(people && { clusters: people }),
  };
  const mean = (places: Uint32Array) => meanOutcome(outcomes, places, areShares(labels));
  return {
    status: 'weighted',
    effect: shareDifference(mean(offered), mean(controls)),
    trimmed: treated.length - rows.length,
    effectiveSampleSize: {
      treated: ofTreated.effectiveSampleSize,
      controls: ofControls.effectiveSampleSize,
    },
  };
}

function refused(refusal: WeightingRefusal): Weighting {
  return { status: 'refused', reason: refusalWords(refusal), refusal };
}
