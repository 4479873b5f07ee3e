import { defineScorer } from '#sdk';
import { load, save } from './codec.js';
import { describe } from './describe.js';
import { options } from './options.js';
import { explain, score } from './score.js';
import { train } from './train.js';

export default defineScorer({ options, input: 'raw', train, save, load, score, explain, describe });
