import { type RawFrame, isStrataError } from '#sdk';
import { type PluginHost, type TrainedModel, type TrainRequest } from '../index.js';
import { frameOf } from '#strata/scoring/encoding';
import { type Scorer } from '#strata/scoring';
import { type Check } from './contract-suite.js';
import { head, only, sampleSet } from './sample.js';

/** What a check looks at. */
export interface Subject {
  readonly host: PluginHost;
  readonly set: TrainRequest;
  readonly model: TrainedModel;
  readonly scorer: Scorer;
}

/** Rows and single scores may differ by the rounding of another order of sums. */
const ROUNDING = 1e-9;
const ROWS = 64;

/** Every promise, in the order in which it is reported. */
export const SCORER_CHECKS: readonly Check<Subject>[] = [
  { name: 'the same seed gives the same model', run: deterministic },
  { name: 'a loaded model scores as it did before', run: reloaded },
  { name: 'a batch equals its rows one by one', run: batched },
  { name: 'scores missing values', run: missing },
  { name: 'scores unseen categories', run: unseen },
  { name: 'scores an empty frame', run: empty },
  { name: 'learns beside a column without values', run: blankColumn },
  { name: 'stops when it is cancelled', run: cancellation },
  { name: 'contributions add up to the score', run: contributions },
  { name: 'describes its features, where it does', run: description },
];

async function deterministic({ host, set, model }: Subject): Promise<string | null> {
  const again = await host.train(set);
  return Buffer.compare(again.bytes, model.bytes) === 0 ? null : 'two trainings with one seed gave different bytes';
}

async function reloaded({ host, set, model, scorer }: Subject): Promise<string | null> {
  const frame = head(set, ROWS);
  const before = await scorer.score(frame);
  const second = await host.load(model.bytes);
  try {
    const after = await second.score(frame);
    return before.values.every((value, index) => value === after.values[index]) ? null : 'the scores differ';
  } finally {
    await second.close();
  }
}

async function batched({ set, scorer }: Subject): Promise<string | null> {
  const frame = head(set, ROWS);
  const together = await scorer.score(frame);
  for (let row = 0; row < frame.rows; row++) {
    const alone = await scorer.score(only(frame, row));
    for (const [output, value] of alone.values.entries()) {
      const difference = Math.abs(value - (together.values[row * scorer.outputs + output] ?? NaN));
      if (!(difference <= ROUNDING * Math.max(1, Math.abs(value)))) return `row ${row} differs by ${difference}`;
    }
  }
  return null;
}

async function missing({ scorer }: Subject): Promise<string | null> {
  return finite(scorer, frameOf(scorer.features, [{}]));
}

async function unseen({ scorer }: Subject): Promise<string | null> {
  return finite(scorer, frameOf(scorer.features, [{ age: 30, spend: 20, member: 1, city: 'Atlantis' }]));
}

async function finite(scorer: Scorer, frame: RawFrame): Promise<string | null> {
  const { values } = await scorer.score(frame);
  const within =
    scorer.task === 'binary' || scorer.task === 'uplift'
      ? (value: number) => value >= 0 && value <= 1
      : Number.isFinite;
  return values.length === frame.rows * scorer.outputs && values.every(within) ? null : `scored ${values.join(', ')}`;
}

async function empty({ scorer }: Subject): Promise<string | null> {
  const { values } = await scorer.score(frameOf(scorer.features, []));
  return values.length === 0 ? null : `an empty frame gave ${values.length} scores`;
}

/** Of a set in which nobody's age is known. */
async function blankColumn({ host, set }: Subject): Promise<string | null> {
  const [age, ...others] = set.columns;
  if (age?.type !== 'number') return null;
  const columns = [{ ...age, values: new Float64Array(set.label.length).fill(NaN) }, ...others];
  const scorer = await host.load((await host.train({ ...set, columns })).bytes);
  try {
    return await finite(scorer, head(set, ROWS));
  } finally {
    await scorer.close();
  }
}

/** Rows that take a while, for a plugin whose work grows with them. */
const MANY_ROWS = 16_000;
const PATIENCE_MS = 60_000;

async function cancellation({ host, set }: Subject): Promise<string | null> {
  const controller = new AbortController();
  const { columns, label, ...arms } = sampleSet(set.task, set.plugin, MANY_ROWS);
  const training = host.train({
    ...set,
    ...arms,
    columns,
    label,
    signal: controller.signal,
    graceMs: PATIENCE_MS,
    begun: () => {
      controller.abort();
    },
  });
  const error: unknown = await training.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  // It was done before anybody could stop it.
  if (error === null) return null;
  if (!isStrataError(error)) return describe(error);
  if (error.code !== 'CANCELLED') return error.message;
  return error.problems[0]?.message ?? null;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'it threw something that is no error';
}

async function contributions({ set, scorer }: Subject): Promise<string | null> {
  const frame = head(set, 4);
  for (let row = 0; row < frame.rows; row++) {
    const { link, score, base, parts } = await scorer.explain(frame, row);
    const sum = parts.reduce((total, { part }) => total + part, base);
    const target = link === 'logit' ? Math.log(score / (1 - score)) : score;
    if (!(Math.abs(sum - target) <= ROUNDING * Math.max(1, Math.abs(target))))
      return `row ${row}: ${sum} is not ${target}`;
  }
  return null;
}

async function description({ scorer }: Subject): Promise<string | null> {
  const described = await scorer.describe();
  if (described === null) return null;
  const { importance, curves, pairs } = described;
  // One-hot columns are called after their feature: `city=Shanghai`.
  const known = (name: string) => scorer.features.some((own) => name === own.name || name.startsWith(`${own.name}=`));
  const names = [...importance, ...curves].map(({ feature }) => feature);
  const stranger = [...names, ...pairs.flatMap(({ features }) => features)].find((name) => !known(name));
  if (stranger !== undefined) return `there is no feature "${stranger}"`;
  const total = importance.reduce((sum, { share }) => sum + share, 0);
  if (importance.length > 0 && Math.abs(total - 1) > 0.001) return `the shares of the features add up to ${total}`;
  for (const { feature, bins } of curves) {
    const weight = bins.reduce((sum, bin) => sum + bin.weight, 0);
    if (!(Math.abs(weight - 1) <= 0.001)) return `the weights of the curve of "${feature}" add up to ${weight}`;
    if (!bins.every(({ effect, low, high }) => low <= effect && effect <= high)) {
      return `an effect of the curve of "${feature}" is outside of its interval`;
    }
  }
  return null;
}
