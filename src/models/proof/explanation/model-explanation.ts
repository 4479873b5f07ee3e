import { type ShapeValues } from '#sdk';

/**
 * What drives a model over all people: plain data for tables, pages and machines.
 *
 * All effects are in the unit that people read: points of probability (0.01 is one point) for a binary model and for the
 * difference that an offer makes, the label's own unit for regression.
 */
export interface ModelExplanation {
  readonly modelId: string;
  readonly version: number;
  readonly plugin: string;
  /** `effect`: what is explained is the difference that the best offer makes, of an uplift model. */
  readonly of: 'score' | 'effect';
  readonly unit: EffectUnit;
  /** People whose scores were explained: a sample of the file. */
  readonly people: number;
  /** The score of the average person, where all parts begin. */
  readonly base: number;
  /** Every feature, the strongest first. */
  readonly drivers: readonly Driver[];
  /** One a feature, in the order of the drivers. */
  readonly curves: readonly EffectCurve[];
  /** The pairs that the model holds beyond its curves, the strongest first; their parts are shared by both features. */
  readonly pairs: readonly PairEffect[];
  /** Of the most uncertain part of anybody, where they were sampled; absent where they are exact. */
  readonly standardError?: number;
  /** What a reader should know, for example that parts were sampled. */
  readonly notes: readonly string[];
}

/** `points`: of probability, 0 to 1; `value`: the label's unit. */
export type EffectUnit = 'points' | 'value';

/** How much a feature moves scores. */
export interface Driver {
  readonly feature: string;
  /** What the catalogue calls it, else its name. */
  readonly words: string;
  /** Mean size of its part over people, in the report's unit. */
  readonly effect: number;
  /** Of all parts' sizes, 0 to 1. */
  readonly share: number;
  /** The share that the plugin itself measured when it learned; absent where it measures none. */
  readonly importance?: number;
  /** Whether a higher value raises or lowers the score; mixed where it does both, or where there is no order. */
  readonly direction: 'raises' | 'lowers' | 'mixed';
}

/** What each stretch of a feature's values does to the score. */
export interface EffectCurve {
  readonly feature: string;
  readonly words: string;
  /**
   * What `low` and `high` are. `error`: the 95 % interval of the effect, from the model's own bags.
   * `people`: where eight in ten people with such values stand, since other features take part.
   */
  readonly band: 'error' | 'people';
  /** Whether all values that were seen are whole numbers. */
  readonly whole: boolean;
  readonly bins: readonly {
    readonly values: ShapeValues;
    /** The values in words: "12 to 24", "above 0.5 up to 1.2", "Shanghai", "missing". */
    readonly words: string;
    readonly effect: number;
    readonly low: number;
    readonly high: number;
    /** Share of people, 0 to 1. */
    readonly weight: number;
  }[];
}

/** How strongly two features act together, beyond what each does alone. */
export interface PairEffect {
  readonly features: readonly [string, string];
  /** Mean size of what the pair adds, over people, in the report's unit. */
  readonly effect: number;
}
