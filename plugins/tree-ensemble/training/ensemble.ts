import { nearestName, type RawFrame, seededRandom, type TrainingRun, type TrainingSet } from '#sdk';
import { fitBins } from '../bins/binning.js';
import { boost } from './boosting.js';
import { plantForest } from './forest.js';
import { Grower } from '../trees/grow.js';
import { importanceOf, logImportance } from '../model/importance.js';
import { Matrix } from '../bins/matrix.js';
import { type Model } from '../model/model.js';
import { type Options } from './options.js';
import { type Direction } from '../trees/rules.js';
import { type Learning, type Settings } from './settings.js';

/** Bins the features, grows the trees of the chosen mode, and logs what they learned from. */
export function train(set: TrainingSet<RawFrame>, options: Options, run: TrainingRun): Model {
  const { columns, rows } = set.frame;
  const settings = settingsOf(options, set.frame);
  const features = fitBins(columns, rows, settings.bins, run.seed);
  const matrix = new Matrix(features, columns, rows, histogramsOf(settings, rows));
  run.backend(matrix.backend);
  const random = seededRandom(run.seed);
  const learning: Learning = {
    matrix,
    grower: new Grower(matrix, random, run.signal),
    random,
    target: { task: set.task === 'binary' ? 'binary' : 'regression', label: set.label, weight: meanOne(set) },
    run,
  };
  const { intercept, trees, grown } =
    settings.mode === 'boosting' ? boost(learning, settings) : plantForest(learning, settings);
  const importance = importanceOf(grown, columns.length);
  logImportance(importance, columns, run);
  return { task: learning.target.task, intercept, features, trees, importance };
}

/** Weights with mean 1; without weights, all 1. */
function meanOne({ weight, label }: TrainingSet): Float64Array {
  if (weight === undefined) return new Float64Array(label.length).fill(1);
  const mean = weight.reduce((sum, w) => sum + w, 0) / weight.length;
  if (!(mean > 0)) throw new Error('All weights are zero.');
  return weight.map((w) => w / mean);
}

/** Every open leaf holds a histogram, and a split takes one more. */
function histogramsOf({ maxLeaves, minRows }: Settings, rows: number): number {
  return Math.min(maxLeaves, Math.ceil(rows / minRows)) + 1;
}

function settingsOf(options: Options, { columns }: RawFrame): Settings {
  const share = options.features ?? (options.mode === 'forest' ? Math.sqrt(columns.length) / columns.length : 1);
  return {
    ...options,
    trees: options.mode === 'tree' ? 1 : options.trees,
    features: Math.max(1, Math.round(share * columns.length)),
    directions: directionsOf(options.monotone, columns),
  };
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
