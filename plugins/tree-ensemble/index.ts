import { defineScorer } from '#sdk';
import { load, save } from './model/codec.js';
import { train } from './training/ensemble.js';
import { describe } from './model/importance.js';
import { options } from './training/options.js';
import { score } from './model/score.js';
import { explain } from './model/shap.js';

export default defineScorer({ options, input: 'raw', train, save, load, score, explain, describe });
