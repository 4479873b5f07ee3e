import { type FeatureColumn } from '#sdk';
import { type Estimate } from '#strata/statistics';
import { type QiniPoint, type UpliftBin, type UpliftEstimates } from '#strata/statistics/uplift';
import { type Balance } from './balance.js';

/** Whether an outcome is a success, of which shares are told, or a value, such as revenue, of which means are told. */
type UpliftOutcome = 'success' | 'value';

/** How an uplift model does in a random test, beside the dumb rivals. Plain data. */
export interface UpliftReport {
  readonly outcome: UpliftOutcome;
  readonly rows: number;
  readonly controls: number;
  /** One for each treatment against the control. */
  readonly treatments: readonly TreatmentReport[];
  /** What each person gets: only with several treatments. */
  readonly choices: ChoiceReport | null;
  /** What a marketer should take away; one sentence for each treatment, and one for the choice among several. */
  readonly verdicts: readonly string[];
}

/** How well people are ranked by what one treatment changes in them. */
export interface TreatmentReport {
  readonly treatment: string;
  readonly rows: { readonly treated: number; readonly controls: number };
  /** Null where nothing is known that was there before the treatment. */
  readonly balance: Balance | null;
  /**
   * Mean outcome of the treated minus that of the controls: what treating everybody brings, where chance chose the treated
   * (`balance`), and a mere difference elsewhere.
   */
  readonly effect: Estimate;
  /** Share of people that `upliftAt` is measured among. */
  readonly topShare: number;
  /** The model first. Weighted where the treated were chosen and weighting makes both sides alike: see `balance`. */
  readonly contenders: readonly UpliftContender[];
  /** People by the model's uplift, the highest tenth first; weighted likewise. */
  readonly deciles: readonly UpliftBin[];
  readonly verdict: UpliftVerdict;
}

/** A way to rank people. */
export interface UpliftContender {
  readonly selector: 'model' | 'response model' | 'random' | 'human rule';
  /** What it does, in words. */
  readonly title: string;
  readonly metrics: UpliftEstimates;
  /** The model minus this one, paired; null for the model itself. */
  readonly modelAhead: UpliftEstimates | null;
  readonly curve: readonly QiniPoint[];
}

/** An uplift model's scores of people whose arm was drawn at random, and what happened. All arrays have a row each. */
export interface UpliftScores {
  /** Names of the treatments 1 … T. */
  readonly treatments: readonly string[];
  /** rows × (1 + T), row-major: p₀, p₁ … p_T. */
  readonly values: Float64Array;
  /** 0 or 1; or values. */
  readonly label: Float64Array;
  /** 0 for control, 1 … T. */
  readonly treatment: Uint8Array;
  /** What was known of each person before: treated and controls are compared by it. */
  readonly columns?: readonly FeatureColumn[];
  /** The number of each row's person, from 0, where people have several rows: intervals count people. */
  readonly people?: Uint32Array;
  /** P(success | treatment) for each treatment, by a model of the treated alone; p_t of the uplift model unless told. */
  readonly response?: readonly Float64Array[];
  readonly human?: HumanRule;
  /** Of the bootstrap; 1 unless told. */
  readonly seed?: number;
}

/** What people do by hand. */
export interface HumanRule {
  readonly title: string;
  /** The higher, the sooner it treats: to compare rankings. */
  readonly scores?: Float64Array;
  /** The arm that it gives each person, 0 for none: to compare choices among several treatments. */
  readonly arms?: Uint8Array;
}

/** What would happen if everybody got what somebody chooses for them, among several treatments and none. */
export interface ChoiceReport {
  /** The model first. */
  readonly choosers: readonly Chooser[];
  readonly verdict: UpliftVerdict;
}

/** A way to choose the treatment of each person. */
export interface Chooser {
  readonly selector: 'model' | 'human rule' | 'same for all';
  readonly title: string;
  /** Mean outcome if everybody got what it chooses (inverse-propensity weighted). */
  readonly outcome: Estimate;
  /** The model's minus this one's, paired; null for the model itself. */
  readonly modelAhead: Estimate | null;
  /** Share of people by what they would get, control first. */
  readonly shares: readonly number[];
}

/** Who wins, by paired differences with intervals, and in a sentence. */
export interface UpliftVerdict {
  /**
   * `draw`: the best cannot be told from the model. `nobody`: not even from chance. `wrong way round`: surely worse than
   * chance. `not random`: something else than chance chose the treated, so that nothing is proven.
   */
  readonly winner:
    'model' | 'response model' | 'human rule' | 'same for all' | 'draw' | 'nobody' | 'wrong way round' | 'not random';
  readonly words: string;
}
