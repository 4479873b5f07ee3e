import { type EncodedFrame, seededRandom, type Task } from '#sdk';
import { expect, test } from 'vitest';
import { openBackend } from './backend.js';
import { fit } from './fit.js';
import { outputsOf, writeGradient } from './gradient.js';
import plugin from './index.js';
import { type Network, parametersOf, toTarget } from './network.js';

const WIDTH = 4;
const random = seededRandom(21);

const base = () => Promise.reject(new Error('no base here'));

function run(signal = new AbortController().signal, seed = 3) {
  return { seed, signal, progress: () => undefined, log: () => undefined, backend: () => undefined, base };
}

function people(rows: number): EncodedFrame {
  const values = Float32Array.from({ length: rows * WIDTH }, () => random.normal());
  return { kind: 'encoded', rows, columns: ['a', 'b', 'c', 'd'], values };
}

/** A product that no straight line can see. */
function bent({ values, rows }: EncodedFrame): Float64Array {
  return Float64Array.from(
    { length: rows },
    (_, row) => 2 * (values[row * WIDTH] ?? 0) * (values[row * WIDTH + 1] ?? 0),
  );
}

function train(frame: EncodedFrame, task: Task, label: Float64Array, changed: object = {}, seed = 3): Promise<Network> {
  const options = plugin.options.parse({ hidden: [16, 8], epochs: 30, batchSize: 64, l2: 0, ...changed });
  return fit({ frame, task, label }, options, run(undefined, seed));
}

function scores(network: Network, frame: EncodedFrame): Float64Array {
  const out = new Float64Array(frame.rows);
  void plugin.score(network, frame, out);
  return out;
}

test('learns what depends on two features together', async () => {
  const frame = people(2000);
  const label = bent(frame).map((link) => Number(link > 0));
  const out = scores(await train(frame, 'binary', label), frame);
  const right = out.reduce((count, score, row) => count + Number(score > 0.5 === (label[row] === 1)), 0);
  expect(right / frame.rows).toBeGreaterThan(0.9);
});

test('learns values on their own scale', async () => {
  const frame = people(2000);
  const label = bent(frame).map((value) => 1000 + 100 * value);
  const out = scores(await train(frame, 'regression', label), frame);
  const error = Math.sqrt(out.reduce((sum, score, row) => sum + (score - (label[row] ?? 0)) ** 2, 0) / frame.rows);
  expect(error).toBeLessThan(80);
});

test.each(['binary', 'regression'] as const)('plain scoring equals TensorFlow.js to 1e-6 (%s)', async (task) => {
  const frame = people(400);
  const label = bent(frame).map((value) => (task === 'binary' ? Number(value > 0) : value));
  const network = await train(frame, task, label, { epochs: 3 });
  const outputs = outputsOf(await openBackend(), network.layers, frame.values, frame.rows);
  scores(network, frame).forEach((score, row) => {
    expect(Math.abs(score - toTarget(network.target, outputs[row] ?? NaN))).toBeLessThan(
      1e-6 * Math.max(1, Math.abs(score)),
    );
  });
});

test('the gradient is the slope of the loss', async () => {
  const backend = await openBackend();
  const parameters = parametersOf([WIDTH, 5, 3, 1]);
  parameters.flat.forEach((_, at) => (parameters.flat[at] = 0.5 * random.normal()));
  const gradient = parametersOf([WIDTH, 5, 3, 1]);
  const frame = people(16);
  const batch = {
    rows: 16,
    values: frame.values,
    label: Float32Array.from({ length: 16 }, (_, row) => row % 2),
    weight: Float32Array.from({ length: 16 }, () => 1 / 16),
  };
  const loss = () => {
    const out = scores({ layers: parameters.layers, target: { kind: 'probability' } }, frame);
    return out.reduce((sum, p, row) => sum - Math.log(batch.label[row] === 1 ? p : 1 - p) / 16, 0);
  };
  writeGradient(backend, parameters, batch, 'probability', gradient);
  for (let at = 0; at < parameters.flat.length; at += 7) {
    const value = parameters.flat[at] ?? 0;
    parameters.flat[at] = value + 1e-3;
    const above = loss();
    parameters.flat[at] = value - 1e-3;
    const below = loss();
    parameters.flat[at] = value;
    expect(Math.abs((above - below) / 2e-3 - (gradient.flat[at] ?? NaN))).toBeLessThan(2e-3);
  }
});

test('the same seed gives the same bytes, another seed others', async () => {
  const frame = people(200);
  const label = bent(frame).map((link) => Number(link > 0));
  const options = { epochs: 2, dropout: 0.2, validation: 0.2 };
  const [one, again, other] = [
    plugin.save(await train(frame, 'binary', label, options)),
    plugin.save(await train(frame, 'binary', label, options)),
    plugin.save(await train(frame, 'binary', label, options, 4)),
  ];
  expect(Buffer.compare(one, again)).toBe(0);
  expect(Buffer.compare(one, other)).not.toBe(0);
});

test('a saved network scores as it did', async () => {
  const frame = people(100);
  const network = await train(frame, 'regression', bent(frame), { epochs: 1 });
  const loaded = await plugin.load(plugin.save(network), plugin.options.parse({}));
  expect(scores(loaded, frame)).toEqual(scores(network, frame));
});

test('with rows set aside it keeps the epoch that did best on them', async () => {
  const frame = people(150);
  const label = Float64Array.from({ length: 150 }, () => Number(random.uniform() < 0.5));
  const overfitting = { epochs: 200, batchSize: 16, learningRate: 0.02 };
  const spread = (network: Network) => scores(network, frame).reduce((sum, p) => sum + (p - 0.5) ** 2, 0);
  const stopped = await train(frame, 'binary', label, { ...overfitting, validation: 0.3 });
  expect(spread(stopped)).toBeLessThan(0.5 * spread(await train(frame, 'binary', label, overfitting)));
});

test('stops when it is cancelled', async () => {
  const frame = people(50);
  const training = fit(
    { frame, task: 'binary', label: new Float64Array(50) },
    plugin.options.parse({}),
    run(AbortSignal.abort()),
  );
  await expect(training).rejects.toThrow();
});
