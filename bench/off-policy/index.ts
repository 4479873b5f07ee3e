// npm run bench -- off-policy [--data DIR] [--runs 200] [--seed 1]
// Policies judged from the log of another: how often the intervals hold the truth in simulated logs; and, with a folder that
// holds the Open Bandit sample (open_bandit), the figures beside those noted with the data.
import { parseArgs } from 'node:util';
import { coverage } from './coverage.js';
import { benchOpenBandit } from './open-bandit.js';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const held = coverage(Number(options.runs), Number(options.seed));
const agrees = options.data === undefined || (await benchOpenBandit(options.data, Number(options.seed)));
process.exit(held && agrees ? 0 : 1);
