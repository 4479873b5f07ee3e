import { defineScorer } from '@strata/sdk';
import { z } from 'zod';

const options = z.strictObject({
  bands: z.int().min(2).max(100).default(10).describe('bands with equally many people each'),
  prior: z.number().positive().default(20).describe('people of the overall rate mixed into each band'),
});

/** Cuts the first number into bands and counts conversions in each; the last band is for people without the number. */
function train({ frame, label }, { bands, prior }, run) {
  const values = numbersOf(frame);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = Array.from({ length: bands - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / bands)] ?? 0);
  const mean = label.reduce((sum, converted) => sum + converted, 0) / label.length;
  const converted = new Array(bands + 1).fill(prior * mean);
  const people = new Array(bands + 1).fill(prior);
  label.forEach((outcome, row) => {
    const band = bandOf(edges, values[row]);
    converted[band] += outcome;
    people[band] += 1;
  });
  run.progress(1, `${bands} bands`);
  return { edges, mean, rates: converted.map((count, band) => count / people[band]) };
}

/** The first column of numbers; NaN for everybody where there is none. */
function numbersOf(frame) {
  const column = frame.columns.find(({ type }) => type === 'number');
  return column?.values ?? new Float64Array(frame.rows).fill(NaN);
}

function bandOf(edges, value) {
  return Number.isNaN(value) ? edges.length + 1 : edges.filter((edge) => value >= edge).length;
}

const save = (artefact) => new TextEncoder().encode(JSON.stringify(artefact));
const load = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

function score({ edges, rates }, frame, out) {
  numbersOf(frame).forEach((value, row) => {
    out[row] = rates[bandOf(edges, value)];
  });
}

const logit = (probability) => Math.log(probability / (1 - probability));

/**
 * One feature decides: its part is what lifts the average person's logit to the band's.
 *
 * @returns {import('@strata/sdk').Explanation}
 */
function explain({ edges, mean, rates }, frame, row) {
  const parts = new Float64Array(frame.columns.length);
  const deciding = frame.columns.findIndex(({ type }) => type === 'number');
  const lift = logit(rates[bandOf(edges, numbersOf(frame)[row])]) - logit(mean);
  if (deciding < 0) return { link: 'logit', base: logit(mean) + lift, parts };
  parts[deciding] = lift;
  return { link: 'logit', base: logit(mean), parts };
}

export default defineScorer({ options, input: 'raw', train, save, load, score, explain });
