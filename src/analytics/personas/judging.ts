import { type FittedPlugin, type PluginHost } from '#strata/plugin-host';
import { type PrincipalComponents } from '#strata/statistics';
import { type TableColumn } from '#strata/tables/columns';
import { type ClusterDescription, type EncodedFrame, OUTLIER, seededRandom, silhouette } from '#sdk';
import { type DivisionQuality, type PersonasReport } from './report/personas-report.js';

/** Refits that agree less (adjusted Rand index) find other groups each time. */
const STABLE = 0.75;
/** Below it groups lie on each other: Kaufman and Rousseeuw (1990) find no structure. */
const APART = 0.25;

/** How good a division is. @param frame the rows of the labels */
export function qualityOf(frame: EncodedFrame, labels: Int32Array, seed: number): DivisionQuality {
  return { silhouette: known(silhouette(frame, labels, seed)), explained: known(explainedBy(frame, labels)) };
}

/** Rounded to four digits; null for what is not known. */
export function known(figure: number | undefined): number | null {
  return figure === undefined || Number.isNaN(figure) ? null : Math.round(figure * 1e4) / 1e4;
}

/** The share of the variance that lies between groups; outliers are left out. */
function explainedBy({ columns, values }: EncodedFrame, labels: Int32Array): number {
  const width = columns.length;
  const groups = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const [sums, sizes, all] = [new Float64Array(groups * width), new Float64Array(groups), new Float64Array(width)];
  let [rows, squares] = [0, 0];
  labels.forEach((label, row) => {
    if (label === OUTLIER) return;
    rows++;
    sizes[label] = (sizes[label] ?? 0) + 1;
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column] ?? 0;
      squares += value * value;
      all[column] = (all[column] ?? 0) + value;
      sums[label * width + column] = (sums[label * width + column] ?? 0) + value;
    }
  });
  const middle = all.reduce((sum, each) => sum + each * each, 0) / Math.max(1, rows);
  const between = sums.reduce(
    (sum, each, at) => sum + (each * each) / Math.max(1, sizes[Math.floor(at / width)] ?? 1),
    0,
  );
  return squares - middle > 0 ? (between - middle) / (squares - middle) : Number.NaN;
}

/** The dumb rival: as many equal parts by one fact, the one that explains most. */
export function slicesOf(
  frame: EncodedFrame,
  {
    columns,
    groups,
    seed,
  }: { readonly columns: readonly TableColumn[]; readonly groups: number; readonly seed: number },
): PersonasReport['rivals']['slices'] {
  const parts = columns.flatMap((column) => {
    if (column.kind !== 'number' || groups < 2) return [];
    const labels = equalParts(column.values, groups);
    return [{ fact: column.name, labels, explained: explainedBy(frame, labels) }];
  });
  const [best] = parts.filter(({ explained }) => !Number.isNaN(explained)).sort((a, b) => b.explained - a.explained);
  return best === undefined ? null : { fact: best.fact, ...qualityOf(frame, best.labels, seed) };
}

/** Parts of equally many rows: equal values stay together, and those that are not known are the last part. */
function equalParts(values: Float64Array, parts: number): Int32Array {
  const sorted = values.slice().sort();
  const places = new Map<number, number>();
  sorted.forEach((value, place) => {
    if (!places.has(value)) places.set(value, place);
  });
  return Int32Array.from(values, (value) => Math.floor(((places.get(value) ?? 0) * parts) / values.length));
}

/** Rows of the cloud. */
const CLOUD_ROWS = 4000;

/**
 * The widest silhouette that the same plugin finds in a cloud without groups: as many rows, at most 4,000, of one normal
 * distribution with the means and covariances of all (as Liu et al., 2008, compare).
 *
 * @returns null where it finds no groups there
 */
export async function silhouetteOfCloud(
  { plugin, options, kind }: FittedPlugin,
  { means, directions, variances }: PrincipalComponents,
  work: {
    readonly host: PluginHost;
    readonly rows: number;
    readonly columns: readonly string[];
    readonly seed: number;
    readonly signal: AbortSignal;
  },
): Promise<number | null> {
  const { host, columns, seed, signal } = work;
  const [rows, width] = [Math.min(CLOUD_ROWS, work.rows), columns.length];
  const random = seededRandom(seed);
  const values = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    values.set(means, row * width);
    for (let direction = 0; direction < width; direction++) {
      const far = Math.sqrt(variances[direction] ?? 0) * random.normal();
      for (let column = 0; column < width; column++) {
        const at = row * width + column;
        values[at] = (values[at] ?? 0) + far * (directions[direction * width + column] ?? 0);
      }
    }
  }
  const frame: EncodedFrame = { kind: 'encoded', rows, columns, values };
  const fitted = await host.openFitted(await host.fit({ kind, plugin, options, input: frame, seed, signal }));
  try {
    const { clusters } = (await fitted.ask('describe')) as ClusterDescription;
    return clusters < 2 ? null : known(silhouette(frame, (await fitted.ask('assign', frame)) as Int32Array, seed));
  } finally {
    await fitted.close();
  }
}

/** Whether people are in groups, or one cloud was cut into slices. */
export function verdictOf(
  { silhouette: width }: DivisionQuality,
  stability: number | null,
  cloud: number | null,
): PersonasReport['quality']['verdict'] {
  const isApart = width !== null && width >= APART && width > (cloud ?? 0);
  return isApart && (stability ?? 1) >= STABLE ? 'groups' : 'slices';
}
