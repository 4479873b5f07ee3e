import { type FactCatalogue } from '#strata/engine';
import { type ModelDescription } from '#sdk';
import { type Driver } from './model-explanation.js';
import { type ExplainedPerson, featureWords, meanOf } from './people.js';

/** From here on values and effects go the same way, or against each other: a rank correlation. */
const CLEAR = 0.5;

/** Every feature by how much it moves scores: the mean size of its effect over people, the strongest first. */
export function driversOf(
  features: readonly string[],
  people: readonly ExplainedPerson[],
  description: ModelDescription | null,
  facts: FactCatalogue,
): readonly Driver[] {
  const sizes = features.map((_, index) => meanOf(people, ({ effects }) => Math.abs(effects[index] ?? 0)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const importance = new Map(description?.importance.map(({ feature, share }) => [feature, share]));
  return features
    .map((feature, index): Driver => {
      const effect = sizes[index] ?? 0;
      const own = importance.get(feature);
      return {
        feature,
        words: featureWords(feature, facts),
        effect,
        share: total > 0 ? effect / total : 0,
        ...(own === undefined ? {} : { importance: own }),
        direction: directionOf(index, people),
      };
    })
    .sort((a, b) => b.effect - a.effect);
}

function directionOf(index: number, people: readonly ExplainedPerson[]): Driver['direction'] {
  const pairs = people.flatMap(({ contributions, effects }) => {
    const value = contributions.parts[index]?.value;
    return typeof value === 'number' ? [{ value, effect: effects[index] ?? 0 }] : [];
  });
  const correlation = correlationOf(
    ranksOf(pairs.map(({ value }) => value)),
    ranksOf(pairs.map(({ effect }) => effect)),
  );
  if (correlation >= CLEAR) return 'raises';
  return correlation <= -CLEAR ? 'lowers' : 'mixed';
}

/** Ranks from 0, equal values sharing their mean rank. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let at = from; at < to; at++) ranks[order[at] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** Pearson's, of ranks Spearman's; 0 where one of them does not vary. */
function correlationOf(a: Float64Array, b: Float64Array): number {
  const middle = (a.length - 1) / 2;
  let both = 0;
  let first = 0;
  let second = 0;
  for (let index = 0; index < a.length; index++) {
    const x = (a[index] ?? 0) - middle;
    const y = (b[index] ?? 0) - middle;
    both += x * y;
    first += x * x;
    second += y * y;
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : 0;
}
