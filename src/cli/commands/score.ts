import { type Command } from 'commander';
import { scoreFile } from '../../models/index.js';
import { MAX_SEED, readCatalogue, readModel, wholeNumber } from '../model-options.js';
import { printJson, printLine, startProgress } from '../output.js';
import { withWorkspace, type Workspace } from '../workspace.js';

interface ScoreOptions {
  readonly data: string;
  readonly out: string;
  readonly id?: string;
  readonly version?: number;
  readonly reasons?: number;
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
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExample:\n  $ strata score natural-conversion --data shop/users.csv --out scores.csv --id userId',
    )
    .action((model: string, options: ScoreOptions) => withWorkspace((workspace) => score(workspace, model, options)));
}

async function score(workspace: Workspace, model: string, options: ScoreOptions): Promise<void> {
  const { data, out, id, version, reasons, json } = options;
  const { document } = await readModel(model, workspace.config);
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
      ...(reasons === undefined
        ? {}
        : { reasons: { top: reasons, facts: await readCatalogue(workspace.config.rulesDir) } }),
    });
    progress.end();
    const summary = { model: document.id, version: scored.version.version, rows: scored.rows, out };
    if (json) printJson(summary);
    else printLine(`${summary.rows} rows scored with version ${summary.version} of ${summary.model}: ${out}`);
  } finally {
    progress.end();
  }
}
