import { defineScorer } from '#sdk';
import { load, save } from './model/codec.js';
import { describe } from './model/describe.js';
import { options } from './training/options.js';
import { explain, score } from './model/score.js';
import { train } from './training/train.js';

export default defineScorer({ options, input: 'raw', train, save, load, score, explain, describe });
