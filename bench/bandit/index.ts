// npm run bench -- bandit [--decisions 100000] [--users 20000] [--seed 1] [--seconds 6] [--rounds 3]
// What choosing by a bandit costs. Regret: the simulated shop's three coupons with known truth, told as a share of the regret
// of an equal split. Processor time a request: the decision API with an arm by a bandit beside the same strategies by the model,
// on the embedded database, in rounds that alternate; 0 rounds leave it out.
import { parseArgs } from 'node:util';
import { benchProcessor } from './processor.js';
import { benchRegret } from './regret.js';

const { values: given } = parseArgs({
  options: {
    decisions: { type: 'string', default: '100000' },
    users: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '3' },
  },
});
const learned = await benchRegret({
  decisions: Number(given.decisions),
  users: Number(given.users),
  seed: Number(given.seed),
});
const rounds = Number(given.rounds);
const cheap = rounds === 0 || (await benchProcessor({ rounds, seconds: Number(given.seconds) }));
process.exit(learned && cheap ? 0 : 1);
