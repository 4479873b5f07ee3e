import { type Command } from 'commander';
import { closeOnSignal } from '#strata/platform/process';
import { createLogger } from '#strata/platform/telemetry';
import { loadConfig } from '#strata/platform/config';
import { startWorker } from '../../worker.js';
import { wholeNumber } from '../options/model-options.js';
import { printLine } from '../output/output.js';

interface WorkerCommandOptions {
  readonly concurrency: number;
  readonly lease: number;
}

const MOST_AT_ONCE = 64;
const LONGEST_LEASE = 3600;
const LEASE = 15;

/** `strata worker` */
export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('run jobs, such as trainings, until it is told to stop (Ctrl-C); any number of machines may do it')
    .option('--concurrency <number>', 'how many jobs at a time', wholeNumber(1, MOST_AT_ONCE), 1)
    .option(
      '--lease <seconds>',
      'after this long without a sign of life another worker takes its jobs over',
      wholeNumber(1, LONGEST_LEASE),
      LEASE,
    )
    .addHelpText('after', '\nExample:\n  $ DATABASE_URL=postgres://… REDIS_URL=redis://… strata worker --concurrency 2')
    .action(async ({ concurrency, lease }: WorkerCommandOptions) => {
      const config = loadConfig();
      const log = createLogger(config);
      const { close } = await startWorker(config, log, { concurrency, leaseMs: lease * 1000 });
      closeOnSignal(close, log);
      const queue = config.redisUrl === undefined ? 'the database' : 'Redis';
      printLine(`Strata works: jobs come through ${queue}, ${String(concurrency)} at a time. Stop it with Ctrl-C.`);
    });
}
