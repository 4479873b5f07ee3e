import { type Command, InvalidArgumentError } from 'commander';
import { type World } from '#strata/simulator/shop';
import { runDemo } from '../demo/demo.js';
import { printDemo, printDemoJson } from '../demo/print-demo.js';
import { MAX_SEED, wholeNumber } from '../options/model-options.js';
import { worldOption } from './simulate-shop.js';

interface DemoCommandOptions {
  readonly users: number;
  readonly seed: number;
  readonly world: World;
  readonly audience: number;
  readonly home?: string;
  readonly epochs?: number;
  readonly minimum?: number;
  readonly json?: boolean;
}

/** `strata demo`. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'one explained decision end to end, and what the models earn beside the human rule, on a simulated shop',
    )
    .option('--users <n>', 'number of customers', wholeNumber(2_000, 2_000_000), 200_000)
    .option('--seed <n>', 'seed: the same one gives the same shop and the same models', wholeNumber(0, MAX_SEED), 7)
    .addOption(worldOption())
    .option('--audience <share>', 'share of the dormant customers that gets the coupon', shareOfPool, 0.2)
    .option('--home <dir>', 'keep the database and the files of the shop in this folder')
    .option('--epochs <n>', 'passes over the training data, instead of those of the models', wholeNumber(1, 1000))
    .option('--minimum <n>', 'the fewest positives and negatives to train on', wholeNumber(1, MAX_SEED))
    .option('--json', 'print the decisions and the comparison as JSON')
    .addHelpText('after', '\nExample:\n  $ strata demo --users 200000 --seed 7')
    .action(demo);
}

async function demo(options: DemoCommandOptions): Promise<void> {
  const { users, seed, world, audience, home, epochs, minimum } = options;
  const result = await runDemo({
    users,
    seed,
    world,
    audience,
    ...(home === undefined ? {} : { home }),
    models: { ...(epochs === undefined ? {} : { epochs }), ...(minimum === undefined ? {} : { minimum }) },
  });
  if (options.json === true) printDemoJson(result);
  else printDemo(result);
}

function shareOfPool(text: string): number {
  const share = Number(text);
  if (share >= 0.01 && share <= 0.9) return share;
  throw new InvalidArgumentError('It must be a share from 0.01 to 0.9.');
}
