import { type Command } from 'commander';
import { type FactCatalogue } from '#strata/engine';
import {
  type Driver,
  type EffectCurve,
  type EffectUnit,
  effectWords,
  explainModel,
  fewerBins,
  type ModelExplanation,
  scoreWords,
} from '#strata/models/proof/explanation';
import { exampleOptions, MAX_SEED, readCatalogue, readModel, wholeNumber } from '../../options/model-options.js';
import { percent, printJson, printLine, printTable, startProgress } from '../../output/output.js';
import { exampleSource, type SourceOptions } from '../../options/source-options.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

interface ExplainOptions extends Pick<SourceOptions, 'data' | 'events' | 'profiles' | 'where' | 'json'> {
  readonly people: number;
  readonly curves: number;
  readonly seed: number;
  readonly version?: number;
}

/** Bins of a printed curve; `--json` has all. */
const PRINTED_BINS = 8;
const PRINTED_PAIRS = 5;

/** `strata models explain`: what drives a model's scores, and what each value of a fact does. */
export function registerModelsExplain(models: Command): void {
  models
    .command('explain <model>')
    .description('what drives the scores of the champion: facts by strength, and a curve for each')
    .option('--data <file>', 'CSV, NDJSON or Parquet, one person a row; the stored people it is meant for unless told')
    .option('--events <file>', 'instead of --data: a history of events')
    .option('--profiles <file>', 'with --events: the profiles of these people')
    .option('--where <condition>', 'which rows to take: JSON or a segment')
    .option('--people <number>', 'people whose scores are explained, drawn by the seed', wholeNumber(1, 100_000), 300)
    .option('--curves <number>', 'curves that are printed, the strongest first', wholeNumber(0, 1000), 5)
    .option('--version <number>', 'another version than the champion', wholeNumber(1, MAX_SEED))
    .option('--seed <number>', 'of the draw', wholeNumber(0, MAX_SEED), 1)
    .option('--json', 'for machines: all bins of all curves')
    .addHelpText('after', '\nExample:\n  $ strata models explain natural-conversion --data shop/users.csv')
    .action((model: string, options: ExplainOptions) =>
      withWorkspace((workspace) => explain(workspace, model, options)),
    );
}

async function explain(workspace: Workspace, model: string, options: ExplainOptions): Promise<void> {
  const { document, segments } = await readModel(model, workspace.config);
  const { people, seed, version, curves, json } = options;
  const { where } = exampleOptions(options, segments);
  const facts = await readCatalogue(workspace.config.rulesDir);
  const progress = startProgress(`Explaining ${document.id}`);
  const stop = new AbortController();
  const cancel = (): void => {
    stop.abort();
  };
  process.once('SIGINT', cancel);
  try {
    const explanation = await explainModel({
      document,
      source: await exampleSource(options, workspace),
      segments,
      facts,
      people,
      seed,
      host: await workspace.host(),
      registry: await workspace.registry(),
      signal: stop.signal,
      progress: (share, note) => {
        progress.update(share, note);
      },
      ...(where === undefined ? {} : { where }),
      ...(version === undefined ? {} : { version }),
    });
    progress.end();
    if (json) printJson(explanation);
    else printExplanation(explanation, facts, curves);
  } finally {
    progress.end();
    process.off('SIGINT', cancel);
  }
}

function printExplanation(explanation: ModelExplanation, facts: FactCatalogue, curves: number): void {
  const { modelId, version, plugin, people, base, unit, drivers, pairs, notes } = explanation;
  const average =
    explanation.of === 'effect'
      ? `to the average person the best offer does ${effectWords(base, unit)}`
      : `the average person's score is ${scoreWords(base, unit)}`;
  printLine(`Version ${version} of ${modelId} (${plugin}) over ${people} people; ${average}.`);
  notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  const driven = explanation.of === 'effect' ? 'the effect of the offer' : 'a score';
  printLine(`What drives ${driven}: by how much each fact moves it on average, up or down`);
  printDrivers(drivers, unit);
  for (const curve of explanation.curves.slice(0, curves)) printCurve(curve, unit, facts);
  if (pairs.length === 0) return;
  printLine('What two facts do together, beyond their curves (shared by both above)');
  printTable(
    ['pair', 'moves scores by'],
    pairs.slice(0, PRINTED_PAIRS).map(({ features, effect }) => [features.join(' and '), sizeText(effect, unit)]),
  );
}

function printDrivers(drivers: readonly Driver[], unit: EffectUnit): void {
  const learned = drivers.some(({ importance }) => importance !== undefined);
  printTable(
    ['fact', 'moves scores by', 'share', 'a higher value', ...(learned ? ['share when it learned'] : [])],
    drivers.map(({ words, effect, share, direction, importance }) => [
      words,
      sizeText(effect, unit),
      percent(share),
      { raises: 'raises', lowers: 'lowers', mixed: 'both, or no order' }[direction],
      ...(learned ? [importance === undefined ? '–' : percent(importance)] : []),
    ]),
  );
}

function printCurve(curve: EffectCurve, unit: EffectUnit, facts: FactCatalogue): void {
  const bins = fewerBins(curve, PRINTED_BINS, facts);
  if (bins.length === 0) return;
  const band = curve.band === 'error' ? '95 % interval' : '8 in 10 people';
  printLine(curve.words);
  printTable(
    ['value', 'people', 'effect', band],
    bins.map(({ words, weight, effect, low, high }) => [
      words,
      percent(weight),
      effectWords(effect, unit),
      `${bare(low, unit)} to ${bare(high, unit)}`,
    ]),
  );
}

function bare(effect: number, unit: EffectUnit): string {
  return effectWords(effect, unit).replace(/ points?$/, '');
}

function sizeText(effect: number, unit: EffectUnit): string {
  return effectWords(effect, unit).replace(/^[+−±]/, '');
}
