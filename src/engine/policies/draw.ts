import { type ArmPolicy } from '../index.js';

/** The least probability of an offer unless the arm says another. */
const EXPLORE = 0.01;

/**
 * The probabilities of some offers with the arm's exploration added: p ← ε + (1 − k ε) p, so that each of k offers has at least
 * ε, and which of them is likelier stays. What a policy says of other offers is left out, and its probabilities of these are
 * taken to 1; where they are all 0, each offer has the same.
 */
export function explored(probabilities: readonly number[], { explore = EXPLORE }: ArmPolicy): readonly number[] {
  const offers = probabilities.length;
  const least = Math.min(explore, 1 / offers);
  const sum = probabilities.reduce((total, probability) => total + probability, 0);
  return probabilities.map((probability) => {
    const own = sum > 0 ? probability / sum : 1 / offers;
    return least + (1 - offers * least) * own;
  });
}

/**
 * Draws one of several with these probabilities, by a point of its own for each, uniform on [0, 1): the one of the least
 * −ln(1 − u) / p. So whoever is left when one of them is taken away is drawn with the probabilities that are left, and the
 * one that was drawn stays so where another one is taken away.
 */
export function drawnPlace(probabilities: readonly number[], points: readonly number[]): number {
  let drawn = 0;
  let least = Infinity;
  probabilities.forEach((probability, place) => {
    const waits = -Math.log1p(-(points[place] ?? 0)) / probability;
    if (probability > 0 && waits < least) [drawn, least] = [place, waits];
  });
  return drawn;
}
