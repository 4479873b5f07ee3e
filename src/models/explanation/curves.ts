import { type FactCatalogue } from '../../engine/index.js';
import { type ModelDescription, type ShapeValues } from '../../sdk/index.js';
import { type EffectCurve, type PairEffect } from './model-explanation.js';
import { type ExplainedPerson } from './people.js';

type CurveBin = EffectCurve['bins'][number];
type Curve = Pick<EffectCurve, 'band' | 'bins'>;

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
  facts: FactCatalogue,
): Curve {
  const points = people.map(({ contributions, effects }): Point => ({
    value: contributions.parts[index]?.value ?? null,
    effect: effects[index] ?? 0,
  }));
  const bins = description?.curves.find((curve) => curve.feature === feature)?.bins;
  if (bins === undefined || description === null) return { band: 'people', bins: binsOfPeople(points, feature, facts) };
  const rate = rateOf(people, description);
  return {
    band: 'error',
    bins: bins.map(({ values, effect, low, high, weight }) => ({
      values,
      words: rangeWords(values, feature, facts),
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

function binsOfPeople(points: readonly Point[], feature: string, facts: FactCatalogue): readonly CurveBin[] {
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
        words: rangeWords(values, feature, facts),
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

/**
 * A curve with at most so many bins, for tables: the neighbours that differ least become one, again and again (Ward, 1963).
 * Categories are neighbours in the order of their effects; missing values stay alone.
 */
export function fewerBins(curve: EffectCurve, most: number, facts: FactCatalogue = {}): readonly CurveBin[] {
  const missing = curve.bins.filter(({ values }) => values.kind === 'missing');
  const bins = curve.bins.filter(({ values }) => values.kind !== 'missing');
  while (bins.length + missing.length > Math.max(most, missing.length + 1)) {
    let at = 0;
    let least = Infinity;
    bins.slice(1).forEach((next, index) => {
      const cost = costOf(bins[index] ?? next, next);
      if (cost < least) {
        least = cost;
        at = index;
      }
    });
    const [first, second] = bins.slice(at, at + 2);
    if (first === undefined || second === undefined) break;
    bins.splice(at, 2, joined(first, second, curve.feature, facts));
  }
  return [...bins, ...missing];
}

function costOf(a: CurveBin, b: CurveBin): number {
  return ((a.weight * b.weight) / Math.max(a.weight + b.weight, Number.MIN_VALUE)) * (a.effect - b.effect) ** 2;
}

function joined(a: CurveBin, b: CurveBin, feature: string, facts: FactCatalogue): CurveBin {
  const weight = a.weight + b.weight;
  const mean = (of: (bin: CurveBin) => number) =>
    weight > 0 ? (of(a) * a.weight + of(b) * b.weight) / weight : (of(a) + of(b)) / 2;
  const values = joinedValues(a.values, b.values);
  return {
    values,
    words: values.kind === 'category' ? `${a.words}, ${b.words}` : rangeWords(values, feature, facts),
    effect: mean(({ effect }) => effect),
    low: mean(({ low }) => low),
    high: mean(({ high }) => high),
    weight,
  };
}

function joinedValues(a: ShapeValues, b: ShapeValues): ShapeValues {
  if (a.kind === 'range' && b.kind === 'range') return { kind: 'range', from: a.from, to: b.to };
  return a;
}

/** "up to 12", "above 12 up to 24", "above 24", "Shanghai", "missing". */
function rangeWords(values: ShapeValues, feature: string, facts: FactCatalogue): string {
  if (values.kind === 'missing') return 'missing';
  if (values.kind === 'category') return values.category;
  const type = Object.hasOwn(facts, feature) ? facts[feature]?.type : undefined;
  const { from, to } = values;
  if (type === 'boolean') return from === null ? (to === null ? 'any' : 'no') : 'yes';
  const end = (value: number) =>
    type === 'date' ? new Date(value).toISOString().slice(0, 10) : String(Number(value.toPrecision(5)));
  if (from === null) return to === null ? 'any' : `up to ${end(to)}`;
  return to === null ? `above ${end(from)}` : `above ${end(from)} up to ${end(to)}`;
}
