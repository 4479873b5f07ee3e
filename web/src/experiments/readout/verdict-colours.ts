import { type Readout } from '../queries.js';

/** Colours of verdicts: names of the kit. What they mean stands beside them in words. */
export const VERDICT_COLOURS: Readonly<Record<Readout['verdict']['kind'], string>> = {
  ship: 'green',
  stop: 'red',
  'keep running': 'blue',
  unhealthy: 'red',
  unknown: 'gray',
};
