import { type FactCatalogue } from '#strata/engine';
import { type ShapeValues } from '#sdk';
import { type EffectCurve } from './model-explanation.js';
import { type Naming, rangeWords } from './value-words.js';

type CurveBin = EffectCurve['bins'][number];

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
    bins.splice(at, 2, joined(first, second, { ...curve, facts, columns: {} }));
  }
  return [...bins, ...missing];
}

function costOf(a: CurveBin, b: CurveBin): number {
  return ((a.weight * b.weight) / Math.max(a.weight + b.weight, Number.MIN_VALUE)) * (a.effect - b.effect) ** 2;
}

function joined(a: CurveBin, b: CurveBin, naming: Naming): CurveBin {
  const weight = a.weight + b.weight;
  const mean = (of: (bin: CurveBin) => number) =>
    weight > 0 ? (of(a) * a.weight + of(b) * b.weight) / weight : (of(a) + of(b)) / 2;
  const values = joinedValues(a.values, b.values);
  return {
    values,
    words: values.kind === 'category' ? `${a.words}, ${b.words}` : rangeWords(values, naming),
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
