import { type Command } from 'commander';
import { fixedWords } from '#strata/kernel';
import { type DriftReport } from '#strata/models/proof/drift';
import { scoreFile } from '#strata/models/score-files';
import { recordChange } from '#strata/platform/audit';
import { currentUser, MAX_SEED, readCatalogue, readModel, wholeNumber } from '../../options/model-options.js';
import { printJson, printLine, shellWord, startProgress } from '../../output/output.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

interface ScoreOptions {
  readonly data: string;
  readonly out: string;
  readonly id?: string;
  readonly version?: number;
  readonly reasons?: number;
  readonly force?: string;
  readonly json?: true;
}

/** `strata score`: the score of every row of a file. */
export function registerScore(program: Command): void {
  program
    .command('score <model>')
    .description(
      'score every row of a file with the champion of a model: writes id,score and, where asked for, reasons',
    )
    .requiredOption('--data <file>', 'CSV, NDJSON or Parquet, one person a row')
    .requiredOption('--out <file>', 'the CSV file to write; it appears when it is complete')
    .option('--id <column>', "the column that becomes id (default: the row's number, from 1)")
    .option('--version <number>', 'another version than the champion', wholeNumber(1, MAX_SEED))
    .option('--reasons <number>', 'adds a column with so many reasons of each score', wholeNumber(1, 100))
    .option('--force <why>', 'score even people that the model was not trained on; logged with your name')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExample:\n  $ strata score natural-conversion --data shop/history-replay.csv --out scores.csv --id userId',
    )
    .action((model: string, options: ScoreOptions) => withWorkspace((workspace) => score(workspace, model, options)));
}

async function score(workspace: Workspace, model: string, options: ScoreOptions): Promise<void> {
  const { data, out, id, version, reasons, force, json } = options;
  const { document } = await readModel(model, workspace.config);
  const facts = await readCatalogue(workspace.config.rulesDir);
  const progress = startProgress(`Scoring with ${document.id}`);
  try {
    const scored = await scoreFile({
      document,
      file: data,
      out,
      host: await workspace.host(),
      registry: await workspace.registry(),
      progress: (share, note) => {
        progress.update(share, note);
      },
      ...(id === undefined ? {} : { id }),
      ...(version === undefined ? {} : { version }),
      facts,
      ...(reasons === undefined ? {} : { reasons: { top: reasons, facts } }),
      ...(force === undefined ? {} : { force: true }),
    });
    progress.end();
    const { drift } = scored;
    const summary = { model: document.id, version: scored.version.version, rows: scored.rows, out };
    if (force !== undefined && drift?.result === 'refused') await logForce(workspace, drift, force);
    if (json) printJson({ ...summary, drift, notes: scored.notes });
    else {
      printLine(
        `${fixedWords(summary.rows, 0)} rows scored with version ${summary.version} of ${summary.model}: ${out}`,
      );
      scored.treatments.forEach((treatment, index) => {
        printLine(`p${index + 1} and uplift${index + 1}: ${treatment}; p0: no treatment; score: the greatest uplift.`);
      });
      scored.notes.forEach((note) => {
        printLine(`Note: ${note}.`);
      });
      if (drift !== null && drift.result !== 'ok')
        printLine(`${drift.headline} See: strata models drift ${shellWord(model)} --data ${shellWord(data)}`);
    }
  } finally {
    progress.end();
  }
}

/** Who let a model score people that it was not trained on, and why. */
async function logForce(
  workspace: Workspace,
  { model, version, pool, headline }: DriftReport,
  reason: string,
): Promise<void> {
  const database = await workspace.database();
  await database.run((manager) =>
    recordChange(manager, {
      who: currentUser(),
      what: 'model.drift-overridden',
      subject: `model:${model}`,
      before: null,
      after: { version, pool, reason, found: headline },
    }),
  );
}
