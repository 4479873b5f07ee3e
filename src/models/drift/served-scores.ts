import { type PluginHost, referenceQuantiles, sameRank } from '../../plugin-host/index.js';
import { type FeatureColumn } from '../../sdk/index.js';
import { pickRows } from '../table-column.js';
import { scoresOf } from './check-pool.js';
import { evenlySpaced, type ReferenceScores } from './reference.js';

/** The fits of a version, and what the hold-out says of the first one. */
export interface FittedVersion {
  readonly host: PluginHost;
  /** What decides. */
  readonly served: Uint8Array;
  /** The fit that the hold-out judged, where another one decides. */
  readonly judged?: Uint8Array;
  /** All examples. */
  readonly columns: readonly FeatureColumn[];
  /** The rows that the first fit learned from. */
  readonly training: Uint32Array;
  /** Scores of the hold-out by the first fit. */
  readonly heldOut: Float64Array;
}

/** So many rows say how scores are spread. */
const SCORED_ROWS = 20_000;

/**
 * The scores that later ones of what decides are compared with. A version that was fitted again learned from its hold-out,
 * too, so that nobody is left whom it does not know. Their scores are those of the hold-out by the first fit, moved to
 * where the second fit puts scores: each to the one of the same rank among the rows that both learned from.
 *
 * @throws StrataError SCORER_…
 */
export async function servedScores(version: FittedVersion): Promise<ReferenceScores> {
  const { host, served, judged, columns, training, heldOut } = version;
  const shared = sampled(columns, training);
  if (judged === undefined) return { unseen: heldOut, learned: await scored(host, served, shared) };
  const before = referenceQuantiles(await scored(host, judged, shared));
  const after = referenceQuantiles(await scored(host, served, shared));
  const all = Uint32Array.from({ length: training.length + heldOut.length }, (_, row) => row);
  return {
    unseen: heldOut.map((score) => sameRank(before, after, score)),
    learned: await scored(host, served, sampled(columns, all)),
  };
}

function sampled(columns: readonly FeatureColumn[], rows: Uint32Array): readonly FeatureColumn[] {
  const some = evenlySpaced(rows.length, SCORED_ROWS).map((place) => rows[place] ?? 0);
  return columns.map((column) => pickRows(column, some));
}

async function scored(host: PluginHost, bytes: Uint8Array, columns: readonly FeatureColumn[]): Promise<Float64Array> {
  const scorer = await host.load(bytes, 'batch');
  try {
    return await scoresOf(scorer, columns);
  } finally {
    await scorer.close();
  }
}
