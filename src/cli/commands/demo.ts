import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { StrataError } from '#sdk';
import { type World } from '#strata/simulator/shop';
import { runDemo } from '../demo/demo.js';
import { printDemo, printDemoJson } from '../demo/print-demo.js';
import { MAX_SEED, wholeNumber } from '../options/model-options.js';
import { worldOption } from './simulate-shop.js';

interface DemoCommandOptions {
  readonly users?: number;
  readonly seed: number;
  readonly world: World;
  readonly audience: number;
  readonly home?: string;
  readonly epochs?: number;
  readonly minimum?: number;
  readonly json?: boolean;
  readonly keep?: true;
  readonly port: number;
}

/** `strata demo`. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'one explained decision end to end, and what the models earn beside the human rule, on a simulated shop',
    )
    .option(
      '--users <n>',
      `number of customers (default: ${String(DEMONSTRATED)}; with --keep ${String(KEPT)})`,
      wholeNumber(2_000, 2_000_000),
    )
    .option('--seed <n>', 'seed: the same one gives the same shop and the same models', wholeNumber(0, MAX_SEED), 7)
    .addOption(worldOption())
    .option('--audience <share>', 'share of the dormant customers that gets the coupon', shareOfPool, 0.2)
    .option('--home <dir>', 'keep the database and the files of the shop in this folder')
    .option('--epochs <n>', 'passes over the training data, instead of those of the models', wholeNumber(1, 1000))
    .option('--minimum <n>', 'the fewest positives and negatives to train on', wholeNumber(1, MAX_SEED))
    .option('--json', 'print the decisions and the comparison as JSON')
    .option('--keep', 'instead: load the shop with its people, decisions and campaigns, and serve it with its console')
    .option(
      '--port <number>',
      'with --keep: where the console is; 0 lets the system choose',
      wholeNumber(0, 65_535),
      3000,
    )
    .addHelpText('after', '\nExamples:\n  $ strata demo --users 200000 --seed 7\n  $ strata demo --keep --users 20000')
    .action(demo);
}

/** Customers of the story, and of a shop that is kept: as many as are loaded in about a minute. */
const DEMONSTRATED = 200_000;
const KEPT = 20_000;
/** Where a shop is kept unless told. */
const HOME = '.strata-demo';

async function demo(options: DemoCommandOptions): Promise<void> {
  const { keep, users = keep ? KEPT : DEMONSTRATED, seed, world, audience, home, epochs, minimum, port } = options;
  const models = { ...(epochs === undefined ? {} : { epochs }), ...(minimum === undefined ? {} : { minimum }) };
  if (keep) {
    if (options.json) throw new StrataError('BAD_USAGE', '--keep serves the shop: there is nothing to print as JSON.');
    const { keepShop } = await import('../demo/keep/keep-shop.js');
    await keepShop({ users, seed, world, ...(epochs && { epochs }), home: resolve(home ?? HOME), port });
    return;
  }
  const result = await runDemo({
    users,
    seed,
    world,
    audience,
    ...(home === undefined ? {} : { home }),
    models,
  });
  if (options.json === true) printDemoJson(result);
  else printDemo(result);
}

function shareOfPool(text: string): number {
  const share = Number(text);
  if (share >= 0.01 && share <= 0.9) return share;
  throw new InvalidArgumentError('It must be a share from 0.01 to 0.9.');
}
