import { defineScorer, type EncodedFrame } from '#sdk';
import { z } from 'zod';
import { fit, type Line } from './fit.js';

const options = z.strictObject({
  l2: z.number().nonnegative().default(1).describe('strength of the penalty on squared weights; 0 for none'),
  maxIterations: z.int().positive().max(1000).default(50).describe('most Newton steps'),
});

export default defineScorer({
  options,
  input: 'encoded',
  train: fit,
  /** The numbers, then a byte: 1 where the line is the score itself. */
  save({ link, bias, weights }: Line): Uint8Array {
    return Uint8Array.of(...new Uint8Array(Float64Array.of(bias, ...weights).buffer), Number(link === 'identity'));
  },
  load(bytes): Line {
    const numbers = Math.floor(bytes.length / 8);
    const [bias = 0, ...weights] = new Float64Array(bytes.slice(0, numbers * 8).buffer);
    return { link: bytes[numbers * 8] === 1 ? 'identity' : 'logit', bias, weights: Float64Array.from(weights) };
  },
  score(line, frame, out) {
    for (let row = 0; row < frame.rows; row++) {
      const sum = sumOf(line, frame, row);
      out[row] = line.link === 'logit' ? 1 / (1 + Math.exp(-sum)) : sum;
    }
  },
  explain({ link, bias, weights }, { values }, row) {
    const start = row * weights.length;
    return {
      link,
      base: bias,
      parts: weights.map((weight, column) => weight * (values[start + column] ?? 0)),
    };
  },
});

function sumOf({ bias, weights }: Line, { values }: EncodedFrame, row: number): number {
  const start = row * weights.length;
  let sum = bias;
  for (let column = 0; column < weights.length; column++) sum += (weights[column] ?? 0) * (values[start + column] ?? 0);
  return sum;
}
