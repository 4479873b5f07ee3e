import { type Tensor, type Tensor2D } from '@tensorflow/tfjs';
import { type Backend } from './backend.js';
import { type Layer, type Parameters } from './network.js';

/** Rows of one training step. */
export interface Batch {
  readonly rows: number;
  /** rows × inputs */
  readonly values: Float32Array;
  /** On the network's output scale. */
  readonly label: Float32Array;
  /** Sums to 1. */
  readonly weight: Float32Array;
  /** One a hidden layer, rows × outputs: 0, or 1 / (1 − dropout). Absent without dropout. */
  readonly masks?: readonly Float32Array[];
}

/**
 * Writes the gradient of a batch's mean loss (log loss, or half the squared error: both have output − label as their
 * derivative) by back-propagation. The matrix products run on the backend; written out because the layers API spends
 * most of a small network's step on bookkeeping.
 */
export function writeGradient(
  { tf }: Backend,
  parameters: Parameters,
  batch: Batch,
  kind: 'probability' | 'value',
  gradient: Parameters,
): void {
  tf.tidy(() => {
    const weights = parameters.layers.map((layer) => tf.tensor2d(layer.weights, [layer.inputs, layer.outputs]));
    const masks = batch.masks?.map((mask) => tf.tensor2d(mask, [batch.rows, mask.length / batch.rows]));
    const inputs = activations(tf, parameters.layers, weights, batch, masks);
    const output = inputs.pop();
    if (output === undefined) return;
    const predicted = kind === 'probability' ? tf.sigmoid(output) : output;
    const error = tf.sub(predicted, tf.tensor2d(batch.label, [batch.rows, 1]));
    let delta = tf.mul<Tensor2D>(error, tf.tensor2d(batch.weight, [batch.rows, 1]));
    for (let index = gradient.layers.length - 1; index >= 0; index--) {
      const layer = gradient.layers[index];
      const input = inputs[index];
      const weight = weights[index];
      if (layer === undefined || input === undefined || weight === undefined) return;
      layer.weights.set(tf.matMul(input, delta, true, false).dataSync());
      layer.biases.set(tf.sum(delta, 0).dataSync());
      if (index === 0) return;
      // A rectified unit passes its error on where it was positive.
      const passed: Tensor = tf.mul(tf.matMul(delta, weight, false, true), tf.step(input));
      const mask = masks?.[index - 1];
      delta = (mask === undefined ? passed : tf.mul(passed, mask)) as Tensor2D;
    }
  });
}

/** What enters each layer, and the last one's output. */
function activations(
  tf: Backend['tf'],
  layers: readonly Layer[],
  weights: readonly Tensor2D[],
  batch: Batch,
  masks: readonly Tensor2D[] | undefined,
): Tensor2D[] {
  const values = [tf.tensor2d(batch.values, [batch.rows, batch.values.length / batch.rows])];
  layers.forEach(({ biases }, index) => {
    const a = values[index];
    const b = weights[index];
    if (a === undefined || b === undefined) return;
    const hidden = index < layers.length - 1;
    const out = tf.fused.matMul({ a, b, bias: tf.tensor1d(biases), activation: hidden ? 'relu' : 'linear' });
    const mask = masks?.[index];
    values.push((mask === undefined ? out : tf.mul(out, mask)) as Tensor2D);
  });
  return values;
}

/** The network's outputs by the backend, before the target's scale: what plain scoring is held against. */
export function outputsOf({ tf }: Backend, layers: readonly Layer[], values: Float32Array, rows: number): Float32Array {
  return tf.tidy(() => {
    const weights = layers.map((layer) => tf.tensor2d(layer.weights, [layer.inputs, layer.outputs]));
    const batch = { rows, values, label: new Float32Array(), weight: new Float32Array() };
    return (activations(tf, layers, weights, batch, undefined).at(-1)?.dataSync() ??
      new Float32Array()) as Float32Array;
  });
}
