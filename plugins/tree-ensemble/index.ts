import { defineScorer } from '#sdk';
import { load, save } from './codec.js';
import { train } from './ensemble.js';
import { describe } from './importance.js';
import { options } from './options.js';
import { score } from './score.js';
import { explain } from './shap.js';

export default defineScorer({ options, input: 'raw', train, save, load, score, explain, describe });
