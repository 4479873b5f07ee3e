import { nearestName, type RawFrame, seededRandom, type TrainingRun, type TrainingSet } from '#sdk';
import { type BagFit, boostBag, type Division } from '../boosting/bag.js';
import { type Target, type Term } from '../boosting/bag-rows.js';
import { binCount, type FeatureBins, fitBins, writeBins } from '../model/bins.js';
import { categoryStep, numberStep } from '../boosting/curve-step.js';
import { assemble } from './assemble.js';
import { type Candidate, candidatePairs, pairTerm } from './interactions.js';
import { type Model } from '../model/model.js';
import { type Options } from './options.js';
import { type Direction } from '../boosting/sums.js';

/** Of the work: learning the curves; the pairs take the rest. */
const CURVES_SHARE = 0.7;

/**
 * An explainable boosting machine (Lou, Caruana, Gehrke, 2012; with pairs, GA2M: Lou et al., 2013): one curve a feature,
 * learned by cyclic boosting in several bags, then the pairs of features that the rows set aside confirm.
 */
export function train(set: TrainingSet<RawFrame>, options: Options, run: TrainingRun): Model {
  run.backend('javascript');
  const { columns, rows } = set.frame;
  const directions = directionsOf(options.monotone, columns);
  const features = fitBins(columns, rows, options.bins, run.seed);
  const curves = features.map((feature, position): Term => {
    const bins = new Uint8Array(rows);
    writeBins(feature, columns[position], { from: 0, to: rows }, bins);
    return { bins, size: binCount(feature), stepper: stepperOf(feature, options, directions[position] ?? 0) };
  });
  const target = {
    task: set.task === 'binary' ? 'binary' : 'regression',
    label: set.label,
    weight: meanOne(set),
  } as const;
  const divisions = divide(target, options, run.seed);
  const work: Work = { target, divisions, options, run };

  const start = new Float64Array(rows).fill(interceptOf(target));
  const learned = boostAll(work, curves, () => start, [0, CURVES_SHARE]);
  const links = learned.map(({ effects }) => linksOf(start, curves, effects));
  const pairs = learnPairs(work, features, curves, learned, links, directions);
  return assemble({
    task: target.task,
    intercept: start[0] ?? 0,
    features,
    curves,
    learned,
    target,
    divisions,
    ...pairs,
  });
}

/** What every stage of learning works with. */
interface Work {
  readonly target: Target;
  /** One a bag. */
  readonly divisions: readonly Division[];
  readonly options: Options;
  readonly run: TrainingRun;
}

function stepperOf(feature: FeatureBins, options: Options, direction: Direction): Term['stepper'] {
  const size = binCount(feature);
  return feature.type === 'number' ? () => numberStep(size, options, direction) : () => categoryStep(size, options);
}

/** One fit a bag. @param startOf the links that are there already, by bag */
function boostAll(
  { target, divisions, options, run }: Work,
  terms: readonly Term[],
  startOf: (bag: number) => Float64Array,
  [from, to]: readonly [number, number],
): BagFit[] {
  return divisions.map((division, bag) =>
    boostBag(terms, target, startOf(bag), division, options, {
      signal: run.signal,
      round(round, loss) {
        if (round % 10 !== 0) return;
        const share = (bag + Math.min(1, round / options.rounds)) / divisions.length;
        run.progress(
          from + (to - from) * share,
          `bag ${bag + 1} of ${divisions.length}, round ${round}, loss ${loss.toFixed(5)}`,
        );
      },
    }),
  );
}

/** Tries the strongest pairs on top of the curves, and keeps those that earn their place on rows set aside. */
function learnPairs(
  work: Work,
  features: readonly FeatureBins[],
  curves: readonly Term[],
  learned: readonly BagFit[],
  links: readonly Float64Array[],
  directions: readonly Direction[],
): { readonly pairs: readonly Candidate[]; readonly pairFits: readonly BagFit[] } {
  const none = { pairs: [], pairFits: [] };
  const { options, run, target } = work;
  if (options.interactions === 0) return none;
  const candidates = candidatePairs({
    features,
    curves,
    learned,
    links,
    target,
    directions,
    options,
    signal: run.signal,
  });
  if (candidates.length === 0) return none;
  const startOf = (bag: number) => links[bag] ?? new Float64Array();
  const tried = boostAll(
    work,
    candidates.map((pair) => pairTerm(pair, curves, options)),
    startOf,
    [CURVES_SHARE, 0.9],
  );
  const pairs = candidates.filter((_, position) => earnsItsPlace(tried.map(({ worth }) => worth[position] ?? 0)));
  run.log(`${pairs.length} of ${candidates.length} pairs earned their place on rows set aside`);
  if (pairs.length === 0) return none;
  if (pairs.length === candidates.length) return { pairs, pairFits: tried };
  return {
    pairs,
    pairFits: boostAll(
      work,
      pairs.map((pair) => pairTerm(pair, curves, options)),
      startOf,
      [0.9, 1],
    ),
  };
}

/** So many standard errors over bags must what a pair is worth be above nothing. */
const CLEARLY = 2;

/** Bags agree that leaving the pair out would cost something. */
function earnsItsPlace(worth: readonly number[]): boolean {
  const mean = worth.reduce((sum, own) => sum + own, 0) / worth.length;
  const variance = worth.reduce((sum, own) => sum + (own - mean) ** 2, 0) / Math.max(1, worth.length - 1);
  return mean > CLEARLY * Math.sqrt(variance / worth.length);
}

/** Weights with mean 1; without weights, all 1. */
function meanOne({ weight, label }: TrainingSet): Float64Array {
  if (weight === undefined) return new Float64Array(label.length).fill(1);
  const mean = weight.reduce((sum, w) => sum + w, 0) / weight.length;
  if (!(mean > 0)) throw new Error('All weights are zero.');
  return weight.map((w) => w / mean);
}

/** The weighted mean label on the link's scale. */
function interceptOf({ task, label, weight }: Target): number {
  const mean = label.reduce((sum, y, row) => sum + y * (weight[row] ?? 0), 0) / Math.max(1, label.length);
  if (task === 'regression') return mean;
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, mean));
  return Math.log(inside / (1 - inside));
}

/** The links after some terms. */
function linksOf(start: Float64Array, terms: readonly Term[], effects: readonly Float64Array[]): Float64Array {
  const links = start.slice();
  terms.forEach(({ bins }, position) => {
    const effect = effects[position];
    for (let row = 0; row < links.length; row++) links[row] = (links[row] ?? 0) + (effect?.[bins[row] ?? 0] ?? 0);
  });
  return links;
}

/** Every bag sets aside other rows, of both outcomes the same share. */
function divide({ task, label }: Target, { bags, validation }: Options, seed: number): Division[] {
  const random = seededRandom(seed);
  const all = Int32Array.from(label.keys());
  const groups =
    task === 'binary' ? [all.filter((row) => label[row] === 1), all.filter((row) => label[row] !== 1)] : [all];
  return Array.from({ length: bags }, () => {
    const isHeld = new Uint8Array(label.length);
    for (const group of groups) {
      const drawn = random.shuffle(group.slice());
      for (const row of drawn.subarray(0, Math.round(validation * drawn.length))) isHeld[row] = 1;
    }
    return { taught: all.filter((row) => isHeld[row] === 0), held: all.filter((row) => isHeld[row] === 1) };
  });
}

function directionsOf(monotone: Options['monotone'], columns: RawFrame['columns']): Direction[] {
  const numbers = columns.filter(({ type }) => type === 'number').map(({ name }) => name);
  for (const name of Object.keys(monotone)) {
    if (numbers.includes(name)) continue;
    const nearest = nearestName(name, numbers);
    const hint = nearest === undefined ? '' : ` Is it "${nearest}"?`;
    throw new Error(`"monotone" names "${name}", which is no number among the features.${hint}`);
  }
  return columns.map(({ name }) => {
    const direction = Object.hasOwn(monotone, name) ? monotone[name] : undefined;
    return direction === undefined ? 0 : direction === 'rising' ? 1 : -1;
  });
}
