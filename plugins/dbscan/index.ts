import { type ClusterDescription, defineClusterer, packArrays, unpackArrays } from '#sdk';
import { type Dense, learn, nearestCores } from './learn.js';
import { options } from './options.js';

const FORM = 1;
/** What is saved as JSON: the rest as arrays. */
type Header = Omit<Dense, 'cores' | 'labels' | 'centres'> & { readonly version: number; readonly coreRows: number };

export default defineClusterer({
  options,
  train: learn,
  save({ cores, labels, centres, ...rest }) {
    const header: Header = { version: FORM, coreRows: cores.rows, ...rest };
    return packArrays(header, [centres, cores.values, labels]);
  },
  load(bytes): Dense {
    const { header, take } = unpackArrays<Header>(bytes, FORM);
    const { coreRows, ...rest } = header;
    const { columns, clusters } = rest;
    const centres = take(Float64Array, clusters * columns.length);
    const values = take(Float32Array, coreRows * columns.length);
    const cores = { kind: 'encoded', rows: coreRows, columns, values } as const;
    return { ...rest, centres, cores, labels: take(Int32Array, coreRows) };
  },
  assign: (dense, frame) => nearestCores(dense, frame),
  describe: ({ clusters, centres, silhouette, stability, epsilon, neighbours, rows }): ClusterDescription => ({
    clusters,
    centres,
    choices: [{ clusters, silhouette: silhouette ?? Number.NaN, stability, taken: true }],
    notes: [
      `Neighbours are at most ${epsilon.toPrecision(3)} standard deviations apart, and ${String(neighbours)} of them make a group; learned from ${String(rows)} rows.`,
      ...(clusters === 0 ? ['Nowhere are rows that close together: all of them are outliers.'] : []),
      ...(clusters === 1 ? ['All rows but the outliers are one group.'] : []),
    ],
  }),
});
