import { dirname, join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type ModelDocument, type Strategy } from '#strata/engine';
import {
  backtestLadder,
  type BacktestRequest,
  backtestStrategy,
  evaluatePolicies,
  type HistoryColumns,
  type Ladder,
  parsePolicy,
  type PoliciesRequest,
  type PolicyChoice,
  type PolicyReport,
  POLICY_FORMS,
  recordBacktest,
  type RequestedPlan,
} from '#strata/measurement/backtest';
import { type ExampleSource } from '#strata/models/datasets';
import { loadDocuments, readDocument } from '#strata/rulebook/documents';
import { refuseInput } from '#strata/tables';
import { isStrataError, StrataError } from '#sdk';
import {
  amount,
  conditionOf,
  currentUser,
  MAX_SEED,
  readCatalogue,
  readSegments,
  wholeNumber,
} from '../../options/model-options.js';
import { writeLadderPage } from '../../ladder/write-ladder-page.js';
import { printJson, printLine, type ProgressLine, startProgress } from '../../output/output.js';
import { printBacktest } from '../../reports/print-backtest.js';
import { printLadder } from '../../ladder/print-ladder.js';
import { writePoliciesPage } from '../../reports/policies/policies-page.js';
import { printPolicies } from '../../reports/policies/print-policies.js';
import { exampleSource, moment, type SourceOptions } from '../../options/source-options.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

interface BacktestOptions extends Omit<HistoryColumns, 'where'> {
  readonly history?: string;
  readonly events?: string;
  readonly profiles?: string;
  readonly until?: number;
  readonly from?: number;
  readonly where?: string;
  readonly model?: readonly VersionOfModel[];
  readonly audience?: RequestedPlan;
  readonly budget?: number;
  readonly by?: string;
  readonly ladder?: true;
  readonly trigger?: string;
  readonly policy?: readonly PolicyChoice[];
  readonly context?: readonly string[];
  readonly html?: string;
  readonly seed: number;
  readonly user: string;
  readonly json?: true;
}

interface VersionOfModel {
  readonly model: string;
  readonly version: number;
}

/** `strata backtest`: stage 2 of a model's way: against the human rule, on history, in money. */
export function registerBacktest(program: Command): void {
  program
    .command('backtest <strategy>')
    .description("a strategy's models against its human rule on history: conversions, cost, profit and return")
    .option(
      '--history <file>',
      'CSV, NDJSON or Parquet: a row for each person and past campaign; the stored history unless told, and with --policy the decisions in which policies drew',
    )
    .option(
      '--events <file>',
      'what these people did, for conditions on events; alone: a history of which rows are made',
    )
    .option('--profiles <file>', 'with --events: the profiles of these people')
    .option(
      '--until <moment>',
      'of a history of events, or of decisions: nothing later is looked at (ISO 8601)',
      moment,
    )
    .option('--from <moment>', 'with --policy, of decisions: earlier ones are left out (ISO 8601)', moment)
    .option('--model <model@version>', 'another version than the champion; again for each model', versionOf)
    .option(
      '--audience <people>',
      'people that each selector or level takes: a number, or a share such as 20%',
      audienceOf,
    )
    .option('--budget <money>', 'what each selector or level may spend instead', amount)
    .option('--by <column>', 'also tell the selection by the groups of this column, a feature or not')
    .option('--ladder', 'what each layer earns: everybody, segment, trigger, predictive, and the human rule')
    .option('--trigger <column>', 'with --ladder: says who had set the trigger off, where neither facts nor events do')
    .option(
      '--policy <policy>',
      `what a policy would have brought, from this log: ${POLICY_FORMS}; again for each`,
      policyOf,
    )
    .option('--context <columns>', 'with --policy: what else the model of the rewards reads of people', namesOf)
    .option('--html <file>', 'with --ladder or --policy: write it as one page with a picture, too')
    .option('--label <column>', 'says who converted, instead of the column that the documents name')
    .option('--positive <value>', 'the value of the label that counts as success')
    .option('--treatment <column>', 'says which offer a row got; blank or none for no offer')
    .option('--control <value>', 'the value of that column that means no offer')
    .option('--propensity <column>', 'the probability of what the row got, where offers were not drawn evenly')
    .option('--time <column>', 'the moment of each row')
    .option('--campaign <column>', 'names the campaign in which the offers were drawn; the month unless there is one')
    .option('--value <column>', 'money that a conversion brought')
    .option('--redeemed <column>', 'whether the offer was used')
    .option('--where <condition>', 'which rows to take: JSON or a segment')
    .option('--seed <number>', 'of the bootstrap', wholeNumber(0, MAX_SEED), 1)
    .option('--user <name>', 'who ran it, for the record', currentUser())
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata backtest win-back-coupon --history shop/history-replay.csv --audience 20% --by gender' +
        '\n  $ strata backtest win-back-coupon --ladder --history shop/history-everybody.csv --events shop/events.csv --html ladder.html' +
        '\n  $ strata backtest win-back-coupon --policy strategy --policy baseline --history shop/history-replay.csv' +
        '\n  $ strata backtest win-back-coupon --policy arm:explorer --policy strategy --from 2026-10-01',
    )
    .action((strategy: string, options: BacktestOptions) =>
      withWorkspace((workspace) => backtest(workspace, strategy, options)),
    );
}

async function backtest(workspace: Workspace, idOrPath: string, options: BacktestOptions): Promise<void> {
  const { config } = workspace;
  const directory = config.rulesDir;
  const strategy = await readDocument('strategy', idOrPath, { directory });
  const { model = [], ladder, trigger, policy, context, html, history, events, profiles } = options;
  const plan = planOf(options);
  refuseStrayOptions(options);
  if (html !== undefined) await refuseInput(html, [history, events, profiles]);
  const progress = startProgress(`Backtesting ${strategy.id}`);
  const request = {
    strategy,
    documents: await modelsOf(strategy, idOrPath, directory),
    segments: await readSegments(directory),
    columns: columnsOf(options),
    versions: new Map(model.map((one) => [one.model, one.version])),
    seed: options.seed,
    progress: (done: number, note: string) => {
      progress.update(done, note);
    },
  };
  try {
    const asking = { ...request, host: await workspace.host(), registry: await workspace.registry() };
    if (policy !== undefined && history === undefined && events === undefined) {
      const decided = { ...asking, policies: policy, ...(context && { context }) };
      await showPolicies(await judgeDecided(workspace, decided, options));
      return;
    }
    const source = await historySource(options, workspace);
    const asked = { ...asking, source };
    if (policy !== undefined) {
      await showPolicies(await evaluatePolicies({ ...asked, policies: policy, ...(context && { context }) }));
    } else if (ladder === undefined) await compareSelectors(workspace, asked, { plan, options, progress });
    else {
      const told = await backtestLadder({ ...asked, ...(trigger && { trigger }), ...(plan && { plan }) });
      if (html !== undefined) await writeLadderPage(html, { ladder: told, at: Date.now() });
      show(printLadder, told);
      sayWritten();
    }
  } finally {
    progress.end();
  }

  async function showPolicies(report: PolicyReport): Promise<void> {
    if (html !== undefined) await writePoliciesPage(html, { report, at: Date.now() });
    show(printPolicies, report);
    sayWritten();
  }

  function sayWritten(): void {
    if (html !== undefined && !options.json) printLine(`Written: ${html} (open it in a browser)`);
  }

  function show<Told extends Ladder | PolicyReport>(print: (told: Told) => void, told: Told): void {
    progress.end();
    if (options.json) printJson(told);
    else print(told);
  }
}

/** Policies by what the shop itself decided. */
async function judgeDecided(
  workspace: Workspace,
  { columns: { where, ...columns } = {}, ...request }: Omit<PoliciesRequest, 'source'>,
  { from = 0, until }: BacktestOptions,
): Promise<PolicyReport> {
  const [column] = Object.keys(columns);
  if (column !== undefined) {
    throw new StrataError(
      'BAD_USAGE',
      `--${column} names a column of --history: without it policies are judged by decisions.`,
    );
  }
  const now = Date.now();
  const asked = {
    ...request,
    catalogue: await readCatalogue(workspace.config.rulesDir),
    from,
    until: Math.min(now, until ?? now),
    ...(where === undefined ? {} : { where }),
  };
  const { evaluateDecided } = await import('#strata/measurement/decided');
  const ports = { database: await workspace.database(), releases: await workspace.releases() };
  return await evaluateDecided(ports, asked, evaluatePolicies);
}

/** Options that go with others only. @throws StrataError BAD_USAGE */
function refuseStrayOptions({ ladder, trigger, html, policy, context, from, history, events }: BacktestOptions): void {
  if (from !== undefined && (policy === undefined || history !== undefined || events !== undefined)) {
    throw new StrataError(
      'BAD_USAGE',
      '--from goes with --policy and without a history: it says which decisions to take.',
    );
  }
  if (ladder === undefined && trigger !== undefined) {
    throw new StrataError('BAD_USAGE', '--trigger goes with --ladder: nothing else replays the trigger.');
  }
  if (ladder === undefined && policy === undefined && html !== undefined) {
    throw new StrataError('BAD_USAGE', '--html goes with --ladder or --policy: only these have a page.');
  }
  if (policy === undefined && context !== undefined) {
    throw new StrataError('BAD_USAGE', '--context goes with --policy: nothing else models the rewards.');
  }
}

async function compareSelectors(
  { config: { rulesDir } }: Workspace,
  request: BacktestRequest,
  {
    plan,
    options: { by, user, json },
    progress,
  }: { readonly plan: RequestedPlan | undefined; readonly options: BacktestOptions; readonly progress: ProgressLine },
): Promise<void> {
  const report = await backtestStrategy({
    ...request,
    catalogue: await readCatalogue(rulesDir),
    ...(plan === undefined ? {} : { plan }),
    ...(by === undefined ? {} : { by }),
  });
  const versions = await recordBacktest(request.registry, report, user);
  progress.end();
  if (json) printJson(report);
  else printBacktest(report, versions);
}

/** The documents of the strategy's models: those of the rules, else beside the strategy's own file. Unknown ones are left out. */
async function modelsOf(strategy: Strategy, path: string, directory: string): Promise<readonly ModelDocument[]> {
  const text = JSON.stringify(strategy);
  const ids = [...new Set([...text.matchAll(/"model":"([^"]+)"/g)].map(([, id]) => id ?? ''))];
  const { documents } = await loadDocuments(directory);
  const known = new Set(documents.filter(({ kind }) => kind === 'model').map(({ name }) => name));
  const beside = (id: string) => join(dirname(path), '..', 'models', `${id}.json`);
  const found = await Promise.all(
    ids.map((id) =>
      readDocument('model', known.has(id) ? id : beside(id), { directory }).catch((error: unknown) => {
        if (isStrataError(error) && error.code === 'NOT_FOUND') return null;
        throw error;
      }),
    ),
  );
  return found.filter((document) => document !== null);
}

/** A flat file may have the events of its people beside it; else as for training. */
async function historySource(options: BacktestOptions, workspace: Workspace): Promise<ExampleSource> {
  const { history, events, profiles, until } = options;
  if (history !== undefined && events !== undefined && profiles === undefined && until === undefined) {
    return { kind: 'file', file: history, events };
  }
  return await exampleSource(sourceOptions(options), workspace);
}

function sourceOptions({ history, events, profiles, until }: BacktestOptions): SourceOptions {
  return {
    ...(history === undefined ? {} : { data: history }),
    ...(events === undefined ? {} : { events }),
    ...(profiles === undefined ? {} : { profiles }),
    ...(until === undefined ? {} : { until }),
  };
}

function planOf({ audience, budget }: BacktestOptions): RequestedPlan | undefined {
  if (audience !== undefined && budget !== undefined) {
    throw new StrataError('BAD_USAGE', 'Give either --audience or --budget: selectors are equal in one of them.');
  }
  return budget === undefined ? audience : { budget };
}

function columnsOf({ where, ...options }: BacktestOptions): HistoryColumns {
  const named = (
    ['label', 'positive', 'treatment', 'control', 'propensity', 'time', 'campaign', 'value', 'redeemed'] as const
  )
    .map((name) => [name, options[name]] as const)
    .filter(([, column]) => column !== undefined);
  return { ...Object.fromEntries(named), ...(where === undefined ? {} : { where: conditionOf(where) }) };
}

function versionOf(text: string, before: readonly VersionOfModel[] = []): readonly VersionOfModel[] {
  const [, model, version] = /^(.+)@(\d+)$/.exec(text) ?? [];
  if (model === undefined) throw new InvalidArgumentError('Give MODEL@VERSION, for example natural-conversion@3.');
  return [...before, { model, version: Number(version) }];
}

function audienceOf(text: string): RequestedPlan {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  const value = Number(number);
  if (unit === '%' && value > 0 && value <= 100) return { share: value / 100 };
  if (unit === '' && Number.isInteger(value) && value > 0) return { people: value };
  throw new InvalidArgumentError('Give a number of people, or a share such as 20%.');
}

function policyOf(text: string, before: readonly PolicyChoice[] = []): readonly PolicyChoice[] {
  const choice = parsePolicy(text);
  if (choice === null) throw new InvalidArgumentError(`Give one of ${POLICY_FORMS}.`);
  return [...before, choice];
}

function namesOf(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}
