import { phrasesOf } from '#strata/engine/words';
import { type Contributions, type Scorer } from '#strata/scoring';
import { type EffectUnit } from './model-explanation.js';

/** A score taken apart in the unit that people read: base + sum of effects = score. */
export interface Effects {
  readonly unit: EffectUnit;
  readonly score: number;
  /** The score of the average person. */
  readonly base: number;
  /** One a feature, in the order of the contributions. */
  readonly effects: Float64Array;
  /** Of the most uncertain effect; 0 where they are exact. */
  readonly standardError: number;
}

/** A smaller way from the base to the score than this has no slope of its own. */
const NO_WAY = 1e-9;

/**
 * Turns contributions into effects: the one place where it is done.
 *
 * Contributions of a probability add up on the logit. On the probability's own scale every part keeps its share of the way
 * from the base to the score: effect = part × (p − p₀) / (logit p − logit p₀), p₀ the average person's probability. The
 * factor is the mean slope of the probability on that way, so it is never negative: signs and order stay, and base and
 * effects add up to the score exactly. Where score and base are the same the slope is p₀ (1 − p₀). Parts of values, and of
 * the difference that an offer makes, are on their own scale already.
 */
export function effectsOf(
  { link, score, base, parts, standardError = 0 }: Contributions,
  task: Scorer['task'],
): Effects {
  const own = Float64Array.from(parts, ({ part }) => part);
  if (link === 'identity') {
    return { unit: task === 'uplift' ? 'points' : 'value', score, base, effects: own, standardError };
  }
  const start = 1 / (1 + Math.exp(-base));
  const way = own.reduce((sum, part) => sum + part, 0);
  const slope = Math.abs(way) < NO_WAY ? start * (1 - start) : (score - start) / way;
  return {
    unit: 'points',
    score,
    base: start,
    effects: own.map((part) => slope * part),
    standardError: slope * standardError,
  };
}

/** An effect for people: "+3.2 points", "−12 points", "+14.5". */
export function effectWords(effect: number, unit: EffectUnit): string {
  return phrasesOf().scores.effect(effect, unit);
}

/** A score for people: "15.8 %", "412.5". */
export function scoreWords(score: number, unit: EffectUnit): string {
  return phrasesOf().scores.score(score, unit);
}
