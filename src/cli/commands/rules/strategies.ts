import { type AnswerOf } from '#client';
import { type Command } from 'commander';
import { type Simulation } from '#strata/decisions/simulate';
import { fixedWords, moneyWords } from '#strata/kernel';
import { type Config, loadConfig } from '#strata/platform/config';
import { readDocument } from '#strata/rulebook/documents';
import { openDecisions } from '../../../in-process.js';
import { wholeNumber } from '../../options/model-options.js';
import { printJson, printLine, printTable } from '../../output/output.js';
import { amountHeads, resultCells, resultHeads } from '../../reports/results-table.js';
import { runningServer } from '../../workspace/running-server.js';
import { registerListing } from './strategies-listing.js';
import { registerStopping } from './strategies-stopping.js';

/** As the API answers it. */
type Results = AnswerOf<'/v1/strategies/{id}/results', 'get'>;

interface Common {
  readonly key?: string;
  readonly json?: true;
}

interface ResultsOptions extends Common {
  readonly from?: string;
  readonly to?: string;
  readonly level: string;
}

/** The most users of a simulation. */
const MOST_USERS = 10_000;

/** `strata strategies list|show|simulate|results|stop|resume` */
export function registerStrategies(program: Command): void {
  const strategies = program
    .command('strategies')
    .description('which strategies there are, what they would do, and what they brought');
  registerListing(strategies);
  registerSimulate(strategies);
  registerResults(strategies);
  registerStopping(strategies);
}

function registerSimulate(strategies: Command): void {
  strategies
    .command('simulate')
    .argument('<strategy>', 'a file with a strategy, or the id of one in the folder of rules')
    .description('decide about stored people with a strategy that is not published, beside the published one')
    .option('--users <n>', 'how many people at most', wholeNumber(1, MOST_USERS), 2_000)
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExample:\n  $ strata strategies simulate rules/strategies/win-back-coupon.json --users 2000',
    )
    .action(async (argument: string, { users, key, json }: Common & { readonly users: number }) => {
      const config = loadConfig();
      const strategy = await readDocument('strategy', argument, { directory: config.rulesDir });
      const simulation = await simulateAnywhere(config, { id: strategy.id, draft: { ...strategy }, users }, key);
      if (json) printJson(simulation);
      else printSimulation(simulation);
    });
}

function registerResults(strategies: Command): void {
  strategies
    .command('results')
    .argument('[strategy]', 'id of a strategy; all strategies and campaigns together unless told')
    .description(
      'conversions, cost, return and incremental lift of a strategy against its hold-out, or of all together',
    )
    .option('--from <moment>', 'decisions from this moment on, ISO 8601')
    .option('--to <moment>', 'decisions before this moment')
    .option('--level <share>', 'of the intervals', '0.95')
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata strategies results win-back-coupon --from 2026-11-01T00:00:00Z')
    .action(async (strategy: string | undefined, { key, json, from, to, level }: ResultsOptions) => {
      const asked = { level, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const results = await resultsAnywhere(loadConfig(), { strategy: strategy ?? null, asked }, key);
      if (json) printJson(results);
      else printResults(results);
    });
}

interface Draft {
  readonly id: string;
  readonly draft: Readonly<Record<string, unknown>>;
  readonly users: number;
}

async function simulateAnywhere(config: Config, { id, draft, users }: Draft, key?: string): Promise<Simulation> {
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) {
    const request = { params: { path: { id } }, body: { strategy: draft, users } };
    return await server.ask((api) => api.POST('/v1/strategies/{id}/simulate', request));
  }
  const decisions = await openDecisions(config);
  try {
    return await decisions.simulate({ id, draft, users, signal: new AbortController().signal });
  } finally {
    await decisions.close();
  }
}

async function resultsAnywhere(
  config: Config,
  { strategy, asked }: { readonly strategy: string | null; readonly asked: Readonly<Record<string, string>> },
  key?: string,
): Promise<Results> {
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) {
    if (strategy === null) return await server.ask((api) => api.GET('/v1/results', { params: { query: asked } }));
    const params = { path: { id: strategy }, query: asked };
    return await server.ask((api) => api.GET('/v1/strategies/{id}/results', { params }));
  }
  const decisions = await openDecisions(config);
  try {
    return await decisions.results(strategy, asked);
  } finally {
    await decisions.close();
  }
}

function printSimulation({ strategy, users, base, currency, published, draft, ...changes }: Simulation): void {
  const { gained, lost, changed } = changes;
  printLine(`${strategy} over ${fixedWords(users, 0)} of ${fixedWords(base, 0)} stored people`);
  const sides = [...(published === null ? [] : [['published', published] as const]), ['draft', draft] as const];
  printTable(
    ['', 'offers', 'held out', 'nothing', 'expected conversions', ...amountHeads(currency, 'cost', 'profit')],
    sides.map(([name, { outcomes, expected }]) => [
      name,
      outcomes.offer,
      outcomes.holdout,
      outcomes.none,
      fixedWords(expected.conversions, 1),
      moneyWords(expected.cost),
      moneyWords(expected.profit),
    ]),
  );
  for (const [name, { users: people, why }] of [
    ['gain', gained],
    ['lose', lost],
    ['change', changed],
  ] as const) {
    if (people === 0) continue;
    printLine(`${fixedWords(people, 0)} people ${name} an offer:`);
    for (const reason of why) printLine(`  ${String(reason.users).padStart(6)}  ${reason.code}: ${reason.words}`);
  }
}

function printResults({ strategy, arms, currency, ...all }: Results): void {
  printLine(`${strategy ?? 'all strategies and campaigns together'}: ${all.holdout.words}`);
  const groups = [['all', all] as const, ...arms.map((group) => [group.arm, group] as const)];
  printTable(
    ['', 'people', 'contacts', ...resultHeads(currency)],
    groups.map(([name, group]) => [name, group.treated.users, group.treated.contacts, ...resultCells(group)]),
  );
}
