import { type ModelDescription, type ShapeValues } from '#sdk';
import { type EffectCurve, type PairEffect } from './model-explanation.js';
import { type ExplainedPerson } from './people.js';
import { type Naming, rangeWords } from './value-words.js';

type CurveBin = EffectCurve['bins'][number];
type Curve = Pick<EffectCurve, 'band' | 'bins' | 'whole'>;

/** Stretches that the values of a number are put into, where the model has no curve of its own. */
const STRETCHES = 8;
/** The share of people that the band of a stretch leaves out at each end. */
const TAIL = 0.1;

/** One person's value of a feature, and what it did to the score. */
interface Point {
  readonly value: number | string | null;
  readonly effect: number;
}

/** What each stretch of a feature's values does: the model's own curve where it has one, else from the people. */
export function curveOf(
  index: number,
  feature: string,
  people: readonly ExplainedPerson[],
  description: ModelDescription | null,
  { facts, columns }: Pick<Naming, 'facts' | 'columns'>,
): Curve {
  const points = people.map(({ contributions, effects }): Point => ({
    value: contributions.parts[index]?.value ?? null,
    effect: effects[index] ?? 0,
  }));
  const whole = points.every(({ value }) => typeof value !== 'number' || Number.isInteger(value));
  const naming = { feature, whole, facts, columns };
  const bins = description?.curves.find((curve) => curve.feature === feature)?.bins;
  if (bins === undefined || description === null) return { band: 'people', whole, bins: binsOfPeople(points, naming) };
  const rate = rateOf(people, description);
  return {
    band: 'error',
    whole,
    bins: bins.map(({ values, effect, low, high, weight }) => ({
      values,
      words: rangeWords(values, naming),
      effect: rate * effect,
      low: rate * low,
      high: rate * high,
      weight,
    })),
  };
}

/**
 * What one unit of the model's link is worth in the report's unit, over all people: least squares through 0 of the effects
 * that people have on those that the curves say. Calibration and the bend of the probability are in it.
 */
function rateOf(people: readonly ExplainedPerson[], { curves }: ModelDescription): number {
  let both = 0;
  let squared = 0;
  for (const { feature, bins } of curves) {
    for (const { contributions, effects } of people) {
      const index = contributions.parts.findIndex((part) => part.feature === feature);
      const value = contributions.parts[index]?.value ?? null;
      const own = bins.find(({ values }) => holds(values, value))?.effect ?? 0;
      both += own * (effects[index] ?? 0);
      squared += own * own;
    }
  }
  return squared > 0 ? both / squared : 0;
}

function holds(values: ShapeValues, value: Point['value']): boolean {
  if (values.kind === 'missing') return value === null;
  if (values.kind === 'category') return values.category === value;
  return typeof value === 'number' && value > (values.from ?? -Infinity) && value <= (values.to ?? Infinity);
}

/** How much the pairs add, in the report's unit. */
export function pairEffectsOf(
  people: readonly ExplainedPerson[],
  description: ModelDescription | null,
): readonly PairEffect[] {
  if (description === null || description.pairs.length === 0) return [];
  const rate = rateOf(people, description);
  return description.pairs
    .map(({ features, cells }) => ({
      features,
      effect: rate * cells.reduce((sum, { effect, weight }) => sum + Math.abs(effect) * weight, 0),
    }))
    .sort((a, b) => b.effect - a.effect);
}

function binsOfPeople(points: readonly Point[], naming: Naming): readonly CurveBin[] {
  const numbers = points.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  const categories = [...new Set(points.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])))];
  const stretches: readonly ShapeValues[] = [
    ...rangesOf(numbers),
    ...categories.map((category): ShapeValues => ({ kind: 'category', category })),
    { kind: 'missing' },
  ];
  const bins = stretches.flatMap((values): CurveBin[] => {
    const effects = points.filter(({ value }) => holds(values, value)).map(({ effect }) => effect);
    if (effects.length === 0) return [];
    effects.sort((a, b) => a - b);
    return [
      {
        values,
        words: rangeWords(values, naming),
        effect: effects.reduce((sum, effect) => sum + effect, 0) / effects.length,
        low: effects[Math.floor(TAIL * (effects.length - 1))] ?? 0,
        high: effects[Math.ceil((1 - TAIL) * (effects.length - 1))] ?? 0,
        weight: effects.length / points.length,
      },
    ];
  });
  const last = ({ values }: CurveBin) => Number(values.kind === 'missing');
  return categories.length === 0 ? bins : bins.sort((a, b) => last(a) - last(b) || a.effect - b.effect);
}

/** Equally full stretches; a value each where there are few. */
function rangesOf(numbers: readonly number[]): ShapeValues[] {
  if (numbers.length === 0) return [];
  const sorted = numbers.toSorted((a, b) => a - b);
  const distinct = [...new Set(sorted)];
  const ends =
    distinct.length <= STRETCHES
      ? distinct.slice(0, -1)
      : [
          ...new Set(
            Array.from(
              { length: STRETCHES - 1 },
              (_, cut) => sorted[Math.floor(((cut + 1) * sorted.length) / STRETCHES)] ?? 0,
            ),
          ),
        ];
  const inner = ends.filter((end) => end < (sorted.at(-1) ?? 0));
  return [...inner, null].map((to, at) => ({ kind: 'range', from: inner[at - 1] ?? null, to }));
}
