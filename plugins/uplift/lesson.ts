import { type BaseModel, type BaseScorer, type RawFrame, seededRandom, type TrainingRun, type TrainingSet } from '#sdk';
import { type Options } from './options.js';
import { pickNumbers, pickRows } from './rows.js';

/** What a learner learns from and with. */
export interface Lesson {
  readonly frame: RawFrame;
  readonly seed: number;
  readonly label: Float64Array;
  /** Whether outcomes are values, such as revenue, rather than successes. */
  readonly values: boolean;
  /** 1 where the data have no weights. */
  readonly weight: Float64Array;
  /** 0 for control, 1 … T. */
  readonly treatment: Uint8Array;
  /** Treatments, T ≥ 1. */
  readonly treatments: number;
  /** P(arm): the propensity of a random test, control first; they sum to 1. */
  readonly shares: readonly number[];
  /** Whether the base sees only the interactions that columns say. */
  readonly dense: boolean;
  /** The mean outcome, learned from some rows: P(success), or a value. */
  fitOutcome(rows: Int32Array, note: string): Promise<BaseModel>;
  /** The mean outcome, or P(class = 1), learned from some rows of a frame. All arrays have an entry for each row of the frame. */
  fitClass(frame: RawFrame, label: Float64Array, weight: Float64Array, note: string): Promise<BaseModel>;
  /** A value, learned from some rows; `effect` has one entry for each of them. */
  fitEffect(rows: Int32Array, effect: Float64Array, note: string): Promise<BaseModel>;
  /** Rows of an arm, ascending. */
  rowsOf(arm: number): Int32Array;
}

/** @param fits how many models will be trained, for progress */
export async function prepareLesson(
  set: TrainingSet<RawFrame>,
  options: Options,
  run: TrainingRun,
  fits: (treatments: number) => number,
): Promise<Lesson> {
  const { frame, label, treatment } = set;
  if (treatment === undefined) throw new Error('There is no treatment to learn the effect of.');
  const weight = set.weight ?? new Float64Array(label.length).fill(1);
  const treatments = treatment.reduce((most, arm) => Math.max(most, arm), 0);
  const base = await run.base(options.base, options.baseOptions);
  const effectBase = await run.base(options.base, effectOptionsOf(options));
  const trainer = new Trainer(run, fits(treatments));
  const values = label.some((outcome) => outcome !== 0 && outcome !== 1);
  const task = values ? 'regression' : 'binary';
  const rowsOf = (arm: number) => Int32Array.from(treatment.keys()).filter((row) => treatment[row] === arm);
  return {
    frame,
    seed: run.seed,
    label,
    values,
    weight,
    treatment,
    treatments,
    shares:
      options.propensity === undefined
        ? sharesOf(treatment, weight, treatments)
        : designed(options.propensity, treatments),
    dense: base.input === 'encoded',
    rowsOf,
    fitOutcome: (rows, note) => {
      const set = { frame: pickRows(frame, rows), label: pickNumbers(label, rows), weight: pickNumbers(weight, rows) };
      return trainer.train(base, { ...set, task }, note);
    },
    fitClass: (all, classes, weights, note) =>
      trainer.train(base, { frame: all, label: classes, weight: weights, task }, note),
    fitEffect: (rows, effect, note) => {
      const set = { frame: pickRows(frame, rows), label: effect, weight: pickNumbers(weight, rows) };
      return trainer.train(effectBase, { ...set, task: 'regression' }, note);
    },
  };
}

/** Trees that learn effects: simpler, on more rows, because an effect is small beside the noise of one row. */
const SIMPLE: Readonly<Record<string, object>> = { 'tree-ensemble': { maxLeaves: 8, minRows: 200 } };

function effectOptionsOf({ base, baseOptions, effectOptions }: Options): Record<string, unknown> {
  return effectOptions ?? { ...SIMPLE[base], ...baseOptions };
}

/** Trains one base model after the other, each by a seed of its own. */
class Trainer {
  readonly #seeds;
  #done = 0;

  constructor(
    private readonly run: TrainingRun,
    private readonly fits: number,
  ) {
    this.#seeds = seededRandom(run.seed);
  }

  async train(
    base: BaseScorer,
    set: Omit<Parameters<BaseScorer['train']>[0], 'seed'>,
    note: string,
  ): Promise<BaseModel> {
    const { run, fits } = this;
    run.signal.throwIfAborted();
    const done = this.#done++;
    const progress = (share: number) => {
      run.progress((done + share) / fits, `${note} (model ${done + 1} of ${fits})`);
    };
    return base.train({ ...set, seed: this.#seeds.integer(2 ** 32), progress });
  }
}

function sharesOf(treatment: Uint8Array, weight: Float64Array, treatments: number): readonly number[] {
  const sums = Array.from({ length: treatments + 1 }, () => 0);
  treatment.forEach((arm, row) => (sums[arm] = (sums[arm] ?? 0) + (weight[row] ?? 0)));
  const total = sums.reduce((sum, one) => sum + one, 0);
  if (sums.some((sum) => sum === 0)) throw new Error('An arm has no rows, or all of its weights are zero.');
  return sums.map((sum) => sum / total);
}

function designed(propensity: readonly number[], treatments: number): readonly number[] {
  if (propensity.length !== treatments + 1) {
    throw new Error(`"propensity" has ${propensity.length} shares and the data ${treatments + 1} arms.`);
  }
  const total = propensity.reduce((sum, share) => sum + share, 0);
  return propensity.map((share) => share / total);
}
