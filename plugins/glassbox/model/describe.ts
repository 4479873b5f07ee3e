import {
  type FeatureColumn,
  type ModelDescription,
  type RawFrame,
  type ShapeBin,
  type ShapePair,
  type ShapeValues,
} from '#sdk';
import { type FeatureBins } from './bins.js';
import { type Curve, type Model, type Pair, SIDE } from './model.js';

/** Half the width of a 95 % interval, in standard errors. */
const WIDTH = 1.96;

/** Every curve as bins with error bars, every pair as cells, and each curve's mean size as the feature's importance. */
export function describe({ task, features, curves, pairs }: Model, { columns }: RawFrame): ModelDescription {
  const nameOf = (position: number) => columns[position]?.name ?? '';
  const sizes = features.map((_, position) => sizeOf(position, curves, pairs));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return {
    link: task === 'binary' ? 'logit' : 'identity',
    importance: sizes.map((size, position) => ({ feature: nameOf(position), share: total > 0 ? size / total : 0 })),
    curves: features.map((feature, position) => ({
      feature: nameOf(position),
      bins: binsOf(feature, curves[position], columns[position]),
    })),
    pairs: pairs.map((pair) => pairOf(pair, features, columns)),
  };
}

/** Mean size of what a feature adds: its curve, and half of its pairs. */
function sizeOf(position: number, curves: readonly Curve[], pairs: readonly Pair[]): number {
  const own = pairs.filter((pair) => pair.features.includes(position));
  return meanSize(curves[position]) + own.reduce((sum, pair) => sum + meanSize(pair) / 2, 0);
}

function meanSize(cells: Pick<Curve, 'effect' | 'weight'> | undefined): number {
  return cells?.effect.reduce((sum, effect, bin) => sum + Math.abs(effect) * (cells.weight[bin] ?? 0), 0) ?? 0;
}

/** Numbers rising or categories from the lowest effect up, missing values last; bins without rows are left out. */
function binsOf(feature: FeatureBins, curve: Curve | undefined, column: FeatureColumn | undefined): ShapeBin[] {
  if (curve === undefined) return [];
  const bins = valuesOf(feature, column).flatMap(({ bin, values }): ShapeBin[] => {
    const effect = curve.effect[bin] ?? 0;
    const margin = WIDTH * (curve.error[bin] ?? 0);
    const weight = curve.weight[bin] ?? 0;
    return weight > 0 ? [{ values, effect, low: effect - margin, high: effect + margin, weight }] : [];
  });
  return feature.type === 'number' ? bins : bins.sort((a, b) => missingLast(a, b) || a.effect - b.effect);
}

function missingLast(a: ShapeBin, b: ShapeBin): number {
  return Number(a.values.kind === 'missing') - Number(b.values.kind === 'missing');
}

/** What each bin stands for. */
function valuesOf(
  feature: FeatureBins,
  column: FeatureColumn | undefined,
): { readonly bin: number; readonly values: ShapeValues }[] {
  const missing = { bin: 0, values: { kind: 'missing' } } as const;
  if (feature.type === 'number') {
    const { edges } = feature;
    const ranges = Array.from({ length: edges.length + 1 }, (_, index) => ({
      bin: index + 1,
      values: { kind: 'range' as const, from: edges[index - 1] ?? null, to: edges[index] ?? null },
    }));
    return [...ranges, missing];
  }
  const categories = column?.type === 'category' ? column.categories : [];
  const known = categories.flatMap((category, code) => {
    const bin = feature.bins[code] ?? 0;
    return bin === 0 ? [] : [{ bin, values: { kind: 'category' as const, category } }];
  });
  return [...known, missing];
}

function pairOf(
  { features, cells, effect, weight }: Pair,
  all: readonly FeatureBins[],
  columns: readonly FeatureColumn[],
): ShapePair {
  const [first, second] = features;
  const rows = linesOf(all[first], columns[first], cells[0]);
  const lines = linesOf(all[second], columns[second], cells[1]);
  return {
    features: [columns[first]?.name ?? '', columns[second]?.name ?? ''],
    cells: rows.flatMap(({ line: row, values: one }) =>
      lines.flatMap(({ line: column, values: other }) => {
        const at = row * SIDE + column;
        const share = weight[at] ?? 0;
        return share > 0 ? [{ values: [one, other] as const, effect: effect[at] ?? 0, weight: share }] : [];
      }),
    ),
  };
}

/** What each row or column of a grid stands for: neighbouring bins of a number are one stretch, categories stand alone. */
function linesOf(
  feature: FeatureBins | undefined,
  column: FeatureColumn | undefined,
  cells: Uint8Array,
): { readonly line: number; readonly values: ShapeValues }[] {
  if (feature === undefined) return [];
  const lines = new Map<number, ShapeValues>();
  for (const { bin, values } of valuesOf(feature, column)) {
    const line = cells[bin] ?? 0;
    const known = lines.get(line);
    lines.set(line, known === undefined ? values : joined(known, values));
  }
  return [...lines].map(([line, values]) => ({ line, values }));
}

function joined(known: ShapeValues, next: ShapeValues): ShapeValues {
  if (known.kind === 'range' && next.kind === 'range') return { kind: 'range', from: known.from, to: next.to };
  if (known.kind === 'category' && next.kind === 'category') {
    return { kind: 'category', category: `${known.category}, ${next.category}` };
  }
  return known.kind === 'missing' ? next : known;
}
