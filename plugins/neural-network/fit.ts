import { type EncodedFrame, seededRandom, type SeededRandom, type TrainingRun, type TrainingSet } from '#sdk';
import { Adam } from './adam.js';
import { openBackend } from './backend.js';
import { type Batch, writeGradient } from './gradient.js';
import { type Network, type Parameters, parametersOf, type Target } from './network.js';
import { type Options } from './options.js';
import { score } from './score.js';

/** Trains by Adam on shuffled batches, with a learning rate that falls to zero along a cosine. */
export async function fit(set: TrainingSet<EncodedFrame>, options: Options, run: TrainingRun): Promise<Network> {
  const backend = await openBackend();
  run.backend(backend.name);
  const random = seededRandom(run.seed);
  const target = targetOf(set);
  const widths = [set.frame.columns.length, ...options.hidden, 1];
  const parameters = initialise(widths, random, outputMean(set, target));
  const gradient = parametersOf(widths);
  const adam = new Adam(parameters.flat.length);
  const { learning, held } = split(set, options.validation, random);
  const best = new BestEpoch(set, held, { layers: parameters.layers, target }, parameters.flat);
  const batches = Math.ceil(learning.length / options.batchSize);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    random.shuffle(learning);
    for (let index = 0; index < batches; index++) {
      run.signal.throwIfAborted();
      const share = (epoch + index / batches) / options.epochs;
      const rows = learning.subarray(index * options.batchSize, (index + 1) * options.batchSize);
      const batch = batchOf(set, rows, target, options, random);
      writeGradient(backend, parameters, batch, target.kind, gradient);
      penalise(parameters, gradient, options.l2 / learning.length);
      adam.update(parameters.flat, gradient.flat, options.learningRate * 0.5 * (1 + Math.cos(Math.PI * share)));
      if (index % 50 === 0) run.progress(share, `epoch ${epoch + 1} of ${options.epochs}`);
    }
    best.consider();
  }
  run.progress(1, `${options.epochs} epochs`);
  return { layers: parametersOf(widths, best.parameters()).layers, target };
}

function targetOf({ task, label, weight }: TrainingSet): Target {
  if (task === 'binary') return { kind: 'probability' };
  const mean = weightedMean(label, weight);
  const variance = weightedMean(
    label.map((value) => (value - mean) ** 2),
    weight,
  );
  return { kind: 'value', mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
}

function weightedMean(values: Float64Array, weight: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  values.forEach((value, row) => {
    const w = weight?.[row] ?? 1;
    sum += w * value;
    total += w;
  });
  return sum / total;
}

/** The output that predicts the average row, so that training need not find it. */
function outputMean({ label, weight }: TrainingSet, target: Target): number {
  if (target.kind === 'value') return 0;
  const mean = Math.min(1 - 1e-6, Math.max(1e-6, weightedMean(label, weight)));
  return Math.log(mean / (1 - mean));
}

/** Weights as by He et al. (2015) for rectified units, smaller for the output. */
function initialise(widths: readonly number[], random: SeededRandom, output: number): Parameters {
  const parameters = parametersOf(widths);
  parameters.layers.forEach(({ inputs, weights, biases }, index) => {
    const last = index === parameters.layers.length - 1;
    const deviation = Math.sqrt((last ? 0.1 : 2) / inputs);
    for (let at = 0; at < weights.length; at++) weights[at] = deviation * random.normal();
    if (last) biases[0] = output;
  });
  return parameters;
}

function split({ label }: TrainingSet, share: number, random: SeededRandom) {
  const rows = random.shuffle(Int32Array.from(label.keys()));
  const held = Math.round(share * rows.length);
  return { held: rows.slice(0, held), learning: rows.slice(held) };
}

function batchOf(
  { frame, label, weight }: TrainingSet<EncodedFrame>,
  rows: Int32Array,
  target: Target,
  { hidden, dropout }: Options,
  random: SeededRandom,
): Batch {
  const width = frame.columns.length;
  const values = new Float32Array(rows.length * width);
  const weights = new Float32Array(rows.length);
  const labels = new Float32Array(rows.length);
  let total = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    values.set(frame.values.subarray(row * width, (row + 1) * width), index * width);
    const y = label[row] ?? 0;
    labels[index] = target.kind === 'value' ? (y - target.mean) / target.deviation : y;
    weights[index] = weight?.[row] ?? 1;
    total += weights[index] ?? 0;
  }
  if (total > 0) for (let index = 0; index < weights.length; index++) weights[index] = (weights[index] ?? 0) / total;
  const batch = { rows: rows.length, values, label: labels, weight: weights };
  if (dropout === 0) return batch;
  const kept = 1 / (1 - dropout);
  const maskOf = (units: number) =>
    Float32Array.from({ length: rows.length * units }, () => (random.uniform() < dropout ? 0 : kept));
  return { ...batch, masks: hidden.map(maskOf) };
}

/** Adds the gradient of l2/2 × |weights|². */
function penalise(parameters: Parameters, gradient: Parameters, l2: number): void {
  parameters.layers.forEach(({ weights }, index) => {
    const slopes = gradient.layers[index]?.weights;
    if (slopes === undefined) return;
    for (let at = 0; at < weights.length; at++) slopes[at] = (slopes[at] ?? 0) + l2 * (weights[at] ?? 0);
  });
}

/** Keeps the parameters of the epoch with the least loss on the rows set aside; without such rows, the last ones. */
class BestEpoch {
  #least = Infinity;
  #kept: Float32Array | null = null;
  readonly #frame: EncodedFrame;
  readonly #scores: Float64Array;

  constructor(
    private readonly set: TrainingSet<EncodedFrame>,
    private readonly held: Int32Array,
    private readonly network: Network,
    private readonly current: Float32Array,
  ) {
    const width = set.frame.columns.length;
    const values = new Float32Array(held.length * width);
    held.forEach((row, index) => {
      values.set(set.frame.values.subarray(row * width, (row + 1) * width), index * width);
    });
    this.#frame = { ...set.frame, rows: held.length, values };
    this.#scores = new Float64Array(held.length);
  }

  consider(): void {
    if (this.held.length === 0) return;
    // Another network each time: its parameters are not those of the epoch before.
    score({ ...this.network }, this.#frame, this.#scores);
    const loss = this.held.reduce((sum, row, index) => {
      const w = this.set.weight?.[row] ?? 1;
      return sum + w * this.#lossOf(this.set.label[row] ?? 0, this.#scores[index] ?? 0);
    }, 0);
    if (loss >= this.#least) return;
    this.#least = loss;
    this.#kept = this.current.slice();
  }

  parameters(): Float32Array {
    return this.#kept ?? this.current;
  }

  #lossOf(label: number, predicted: number): number {
    if (this.network.target.kind === 'value') return (predicted - label) ** 2;
    return -Math.log(Math.max(1e-12, label === 1 ? predicted : 1 - predicted));
  }
}
