/* global setTimeout, console, performance */
import { defineScorer } from '#sdk';
import { z } from 'zod';

/** What an error of a plugin may say about a person. */
const FACT = 'Ada of Example Street';

const ways = {
  throws() {
    throw new Error(`no ${FACT}`);
  },
  'throws in the background'() {
    setTimeout(() => {
      throw new Error(`no ${FACT}`);
    });
    return new Promise(() => undefined);
  },
  hangs() {
    for (;;);
  },
  'never resolves': () => new Promise(() => undefined),
  'fills the heap'() {
    const eaten = [];
    for (;;) eaten.push(new Array(1000).fill({ eaten: eaten.length }));
  },
  'fills typed arrays'() {
    const eaten = [];
    for (;;) eaten.push(new Float64Array(2 ** 20).fill(1));
  },
  exits: () => process.exit(7),
  prints: () => {
    console.log(FACT);
    console.error(FACT);
  },
  looks: () => {
    throw new Error(Object.keys(process.env).sort().join(' '));
  },
};

/** A process that has not trained serves. */
let serving = true;
const leaked = [];

const options = z.strictObject({
  in: z.enum(['train', 'save', 'load', 'load again', 'score', 'explain', 'describe', 'options', 'nothing']),
  way: z
    .enum([
      ...Object.keys(ways),
      'not a number',
      'too few',
      'wrong link',
      'wrong length',
      'leaks',
      'deaf',
      'stubborn',
      'slow',
      'needs rows',
      'needs values',
    ])
    .optional(),
  number: z.number().optional(),
});

/** Computes for longer than a plugin may without a look at its signal, where there are many rows. */
function deaf({ frame }, chosen) {
  const start = process.cpuUsage().user;
  let steps = 0;
  while (frame.rows > 1000 && process.cpuUsage().user - start < 2_500_000) {
    for (let step = 0; step < 1e6; step++) steps += step % 3;
  }
  return { ...chosen, steps };
}

/** Divides by how many have a value in its first column. */
function withMean({ frame }, chosen) {
  const known = frame.columns[0].values.filter((value) => !Number.isNaN(value));
  return { ...chosen, mean: known.reduce((sum) => sum + 0.5, 0) / known.length };
}

/** Sees that it was cancelled, and goes on all the same. */
function stubborn({ frame }, chosen, { signal }) {
  for (let waits = 0; frame.rows > 1000 && !signal.aborted && waits < 500; waits++) dawdle(20);
  const start = process.cpuUsage().user;
  for (let used = 0; signal.aborted && used < 2_500_000; used = process.cpuUsage().user - start) dawdle(50);
  return chosen;
}

function dawdle(milliseconds) {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

export default defineScorer({
  options: options.superRefine((chosen) => {
    if (chosen.in === 'options') ways[chosen.way]();
  }),
  input: 'raw',
  train(set, chosen, run) {
    serving = false;
    if (chosen.in === 'train' && chosen.way === 'hangs') run.progress(0.5, 'begun');
    if (chosen.in === 'train' && chosen.way === 'deaf') return deaf(set, chosen);
    if (chosen.in === 'train' && chosen.way === 'stubborn') return stubborn(set, chosen, run);
    if (chosen.in === 'train' && chosen.way === 'needs values') return withMean(set, chosen);
    if (chosen.in === 'train') return ways[chosen.way]();
    return chosen;
  },
  save(chosen) {
    if (chosen.in === 'save') return chosen.way === 'wrong length' ? 'a text' : ways[chosen.way]();
    return new TextEncoder().encode(JSON.stringify(chosen));
  },
  load(bytes, chosen) {
    if (chosen.in === (serving ? 'load again' : 'load')) return ways[chosen.way]();
    return JSON.parse(new TextDecoder().decode(bytes));
  },
  score(chosen, frame, out) {
    out.fill(0.5);
    if (chosen.way === 'slow') dawdle(600);
    if (chosen.way === 'needs rows' && frame.rows === 0) throw new Error('nobody to score');
    if (chosen.way === 'needs values') out.fill(chosen.mean ?? NaN);
    if (!serving || chosen.in !== 'score') return undefined;
    if (chosen.way === 'not a number') out.fill(NaN);
    else if (chosen.way === 'too few') out[0] = -Number.MAX_VALUE;
    else if (chosen.way === 'wrong length') return new Float64Array(frame.rows + 1);
    else if (chosen.way === 'leaks') leaked.push(new Float64Array(2 ** 22).fill(1));
    else if (chosen.way !== 'slow' && chosen.way !== 'needs rows') return ways[chosen.way]();
    return undefined;
  },
  explain(chosen, frame) {
    const parts = new Float64Array(frame.columns.length);
    if (chosen.in === 'explain') {
      if (chosen.way === 'wrong link') return { link: 'identity', base: 0, parts };
      if (chosen.way === 'wrong length') return { link: 'logit', base: 0, parts: new Float64Array(9) };
      if (chosen.way === 'not a number') return { link: 'logit', base: NaN, parts };
      return ways[chosen.way]();
    }
    return { link: 'logit', base: 0, parts };
  },
  calibrates: () => false,
  describe(chosen) {
    if (chosen.in === 'describe') ways[chosen.way]();
    return { link: 'logit', importance: [], curves: [], pairs: [] };
  },
});
