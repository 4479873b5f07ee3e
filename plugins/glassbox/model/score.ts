import { type Explanation, type RawFrame } from '#sdk';
import { writeBins } from './bins.js';
import { type Model, type Pair, SIDE, sigmoid } from './model.js';

/** Rows whose bins are held at a time. */
const BLOCK = 1024;

/** Adds up one cell of every curve and pair. */
export function score(model: Model, frame: RawFrame, out: Float64Array): void {
  const { task, intercept, curves, pairs } = model;
  const links = new Float64Array(Math.min(BLOCK, frame.rows));
  for (let from = 0; from < frame.rows; from += BLOCK) {
    const rows = { from, to: Math.min(frame.rows, from + BLOCK) };
    const bins = binsOf(model, frame, rows);
    links.fill(intercept);
    curves.forEach(({ effect }, position) => {
      const own = bins[position] ?? new Uint8Array();
      for (let row = 0; row < own.length; row++) links[row] = (links[row] ?? 0) + (effect[own[row] ?? 0] ?? 0);
    });
    for (const pair of pairs) {
      for (let row = 0; row < rows.to - from; row++) links[row] = (links[row] ?? 0) + pairEffect(pair, bins, row);
    }
    for (let row = from; row < rows.to; row++) {
      const link = links[row - from] ?? 0;
      out[row] = task === 'binary' ? sigmoid(link) : link;
    }
  }
}

/** Exactly what `score` adds up; what a pair adds is shared by its two features in halves, as Shapley values would. */
export function explain(model: Model, frame: RawFrame, row: number): Explanation {
  const { task, intercept, curves, pairs } = model;
  const bins = binsOf(model, frame, { from: row, to: row + 1 });
  const parts = Float64Array.from(curves, ({ effect }, position) => effect[bins[position]?.[0] ?? 0] ?? 0);
  for (const pair of pairs) {
    const half = pairEffect(pair, bins, 0) / 2;
    for (const feature of pair.features) parts[feature] = (parts[feature] ?? 0) + half;
  }
  return { link: task === 'binary' ? 'logit' : 'identity', base: intercept, parts };
}

function binsOf(
  { features }: Model,
  frame: RawFrame,
  rows: { readonly from: number; readonly to: number },
): readonly Uint8Array[] {
  return features.map((feature, position) => {
    const bins = new Uint8Array(rows.to - rows.from);
    writeBins(feature, frame.columns[position], rows, bins);
    return bins;
  });
}

function pairEffect({ features, cells, effect }: Pair, bins: readonly Uint8Array[], row: number): number {
  const first = cells[0][bins[features[0]]?.[row] ?? 0] ?? 0;
  const second = cells[1][bins[features[1]]?.[row] ?? 0] ?? 0;
  return effect[first * SIDE + second] ?? 0;
}
