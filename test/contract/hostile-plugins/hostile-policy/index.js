import { definePolicy } from '@strata/sdk';
import { z } from 'zod';

const misbehave = {
  good: ({ offers }, out) => out.fill(1 / offers.length),
  throws: () => {
    throw new Error('no');
  },
  hangs: () => {
    for (;;);
  },
  'not-a-number': () => undefined,
  negative: ({ offers }, out) =>
    out
      .fill(0)
      .fill(1.5, 0, 1)
      .fill(-0.5 / (offers.length - 1), 1),
  'too-much': (_, out) => out.fill(1),
  exits: () => process.exit(0),
};

export default definePolicy({
  options: z.strictObject({ misbehaves: z.enum(Object.keys(misbehave)) }),
  begin: () => ({}),
  choose: (_, question, { misbehaves }, out) => misbehave[misbehaves](question, out),
  learn: (state) => state,
  save: () => new Uint8Array([1]),
  load: () => ({}),
});
