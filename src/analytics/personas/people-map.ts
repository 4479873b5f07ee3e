import { type PrincipalComponents } from '#strata/statistics';
import { type EncodedFrame } from '#sdk';
import { type Encoding, type FeatureSpec } from '#strata/scoring/encoding';
import { type PersonasReport } from './report/personas-report.js';

/** Facts that an axis is named by, and the least weight they have. */
const NAMED = { most: 3, least: 0.3 };

interface Mapped {
  readonly frame: EncodedFrame;
  readonly encoding: Encoding;
  readonly features: readonly FeatureSpec[];
  readonly labels: Int32Array;
  readonly groups: number;
}

/** People by the two directions in which they differ most. @param shown the rows to show */
export function mapOf(mapped: Mapped, components: PrincipalComponents, shown: Uint32Array): PersonasReport['map'] {
  const { frame, labels, groups } = mapped;
  const width = frame.columns.length;
  const { means, directions } = components;
  const along = (at: (column: number) => number, axis: number) => {
    let sum = 0;
    for (let column = 0; column < width; column++)
      sum += (at(column) - (means[column] ?? 0)) * (directions[axis * width + column] ?? 0);
    return Math.round(sum * 100) / 100;
  };
  const place = (at: (column: number) => number): readonly [number, number] => [
    along(at, 0),
    width < 2 ? 0 : along(at, 1),
  ];
  const middles = middlesOf(frame, labels, groups);
  return {
    axes: [0, 1].slice(0, width).map((axis) => axisOf(mapped, components, axis)),
    points: Array.from(
      shown,
      (row) => [...place((column) => frame.values[row * width + column] ?? 0), labels[row] ?? -1] as const,
    ),
    middles: Array.from({ length: groups }, (_, group) => place((column) => middles[group * width + column] ?? 0)),
  };
}

function axisOf({ encoding, features }: Mapped, { directions, variances }: PrincipalComponents, axis: number) {
  const width = variances.length;
  const total = variances.reduce((sum, each) => sum + each, 0);
  const weights = new Map<string, number>();
  encoding.columns.forEach((column, at) => {
    const fact = features[encoding.owners[at] ?? 0]?.name ?? column;
    const weight = directions[axis * width + at] ?? 0;
    // A fact counts by its own column, and not by the mark of what is missing.
    if (column === fact) weights.set(fact, weight);
  });
  const facts = [...weights]
    .filter(([, weight]) => Math.abs(weight) >= NAMED.least)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, NAMED.most)
    .map(([fact, weight]) => ({ fact, weight: Math.round(weight * 1000) / 1000 }));
  return { share: Math.round((1e4 * (variances[axis] ?? 0)) / Math.max(total, 1e-12)) / 1e4, facts };
}

function middlesOf({ columns, values }: EncodedFrame, labels: Int32Array, groups: number): Float64Array {
  const width = columns.length;
  const [sums, sizes] = [new Float64Array(groups * width), new Float64Array(groups)];
  labels.forEach((label, row) => {
    if (label < 0) return;
    sizes[label] = (sizes[label] ?? 0) + 1;
    for (let column = 0; column < width; column++) {
      const at = label * width + column;
      sums[at] = (sums[at] ?? 0) + (values[row * width + column] ?? 0);
    }
  });
  return sums.map((sum, at) => sum / Math.max(1, sizes[Math.floor(at / width)] ?? 1));
}
