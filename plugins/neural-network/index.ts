import { defineScorer } from '#sdk';
import { load, save } from './network.js';
import { options } from './options.js';
import { score } from './score.js';

export default defineScorer({
  options,
  input: 'encoded',
  async train(set, chosen, run) {
    // TensorFlow.js is loaded by training only: serving needs plain arithmetic.
    const { fit } = await import('./fit.js');
    return fit(set, chosen, run);
  },
  save,
  load,
  score,
});
