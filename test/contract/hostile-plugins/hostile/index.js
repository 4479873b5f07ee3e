import { defineScorer } from '#sdk';
import { z } from 'zod';

/** A process that has not trained serves. */
let serving = true;

const behaviours = {
  good: (frame, out) => out.fill(0.5),
  throws() {
    throw new Error('no score today');
  },
  rejects: () => Promise.reject(new Error('no score today')),
  hangs() {
    for (;;);
  },
  'never-resolves': () => new Promise(() => undefined),
  'not-a-number': (frame, out) => out.fill(NaN),
  'too-few': (frame, out) => out.fill(0.5, 0, frame.rows - 1),
  returns: (frame) => new Float64Array(frame.rows + 1),
  'eats-memory'() {
    const eaten = [];
    for (;;) eaten.push(new Array(1000).fill({ eaten: eaten.length }));
  },
  exits: () => process.exit(1),
  mutates(frame, out) {
    for (const column of frame.columns) (column.values ?? column.codes).fill(0);
    out.fill(0.5);
  },
  'hangs-in-load': (frame, out) => out.fill(0.5),
  'throws-in-load': (frame, out) => out.fill(0.5),
};

/** Trains well, and misbehaves where it serves: always, or only for rows whose first number is `on`. */
export default defineScorer({
  options: z.strictObject({
    misbehaves: z.enum(Object.keys(behaviours)),
    on: z.number().optional(),
  }),
  input: 'raw',
  train(set, options) {
    serving = false;
    return options;
  },
  save: (artefact) => new TextEncoder().encode(JSON.stringify(artefact)),
  load(bytes, { misbehaves }) {
    if (serving && misbehaves === 'hangs-in-load') for (;;);
    if (serving && misbehaves === 'throws-in-load') throw new Error('nothing to load');
    return JSON.parse(new TextDecoder().decode(bytes));
  },
  score({ misbehaves, on }, frame, out) {
    const triggered = on === undefined || frame.columns[0].values.includes(on);
    return behaviours[serving && triggered ? misbehaves : 'good'](frame, out);
  },
});
