import { type ClusterDescription, defineClusterer, packArrays, unpackArrays } from '#sdk';
import { chosen, learn, type Means, STABLE } from './learn.js';
import { nearestMeans } from './lloyd.js';
import { options } from './options.js';

const FORM = 1;
/** What is saved as JSON: the means as an array. */
type Header = Omit<Means, 'means'> & { readonly version: number; readonly clusters: number };

export default defineClusterer({
  options,
  train: learn,
  save({ means, ...rest }) {
    const header: Header = { version: FORM, clusters: means.length / rest.columns, ...rest };
    return packArrays(header, [means]);
  },
  load(bytes): Means {
    const { header, take } = unpackArrays<Header>(bytes, FORM);
    const { columns, inertia, clusters } = header;
    // JSON has no NaN: a silhouette that is not known is null there.
    const tried = header.tried.map((each) => ({
      ...each,
      silhouette: (each.silhouette as number | null) ?? Number.NaN,
    }));
    return { columns, inertia, tried, means: take(Float64Array, clusters * columns) };
  },
  assign: ({ means }, frame) => nearestMeans(frame, means),
  describe: ({ columns, means, inertia, tried }): ClusterDescription => ({
    clusters: means.length / columns,
    centres: means,
    choices: tried.map((each) => ({ ...each, taken: each === chosen(tried) })),
    notes: [
      `The rows are ${inertia.toPrecision(6)} from their means in all (inertia: the sum of squared distances).`,
      ...(tried.length > 1 && tried.every(({ stability }) => stability < STABLE)
        ? ['No number of groups stays the same when other rows are looked at: the most stable one was taken.']
        : []),
    ],
  }),
});
