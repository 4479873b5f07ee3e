import { writeFile } from 'node:fs/promises';
import { type Command } from 'commander';
import { StrataError } from '#sdk';
import { type Assignment, assigner } from '#strata/experiments/assignment';
import { loadConfig } from '#strata/platform/config';
import { documentsOrThrow, validateDocuments } from '#strata/rulebook/checks';
import { loadDocuments } from '#strata/rulebook/documents';
import { refuseInput } from '#strata/tables';
import { readTable } from '#strata/models/datasets';
import { withDataFile } from '#strata/tables/files';
import { printJson, printLine, printTable } from '../../output/output.js';

interface Options {
  readonly user?: readonly string[];
  readonly data?: string;
  readonly id: string;
  readonly out?: string;
  readonly json?: true;
}

/** `strata experiment assign` */
export function registerAssign(experiment: Command): void {
  experiment
    .command('assign')
    .argument('<strategy>', 'id of a strategy in the folder of rules')
    .description('which arm ids are drawn into and who is held out, without deciding (docs/assignment.md)')
    .option('--user <id...>', 'ids')
    .option('--data <file>', 'CSV, NDJSON or Parquet with a row for each person')
    .option('--id <column>', 'where the ids stand in it', 'user_id')
    .option('--out <file>', 'lines of JSON, one a person; printed unless told')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata experiment assign win-back-coupon --user u-1001 u-1002' +
        '\n  $ strata experiment assign win-back-coupon --data people.csv --id user_id --out arms.ndjson',
    )
    .action(async (strategy: string, { user, data, id, out, json }: Options) => {
      if ((user === undefined) === (data === undefined)) {
        throw new StrataError('BAD_USAGE', 'Whose arm? Say --user ID, or --data FILE with --id COLUMN.');
      }
      if (out !== undefined && data !== undefined) await refuseInput(out, [data]);
      const assign = assigner(
        documentsOrThrow(validateDocuments(await loadDocuments(loadConfig().rulesDir))),
        strategy,
      );
      const ids = data === undefined ? (user ?? []) : await idsOf(data, id);
      const assigned = ids.map(assign);
      if (out !== undefined) await writeFile(out, assigned.map((each) => `${JSON.stringify(each)}\n`).join(''));
      else if (json) printJson(assigned);
      else printAssigned(assigned);
    });
}

/** Of rows that have one, each once. */
async function idsOf(file: string, name: string): Promise<readonly string[]> {
  const { columns } = await withDataFile(file, (data) => readTable(data, { columns: [{ name, kind: 'category' }] }));
  const column = columns.get(name);
  return column?.type === 'category' ? column.categories : [];
}

function printAssigned(assigned: readonly Assignment[]): void {
  printTable(
    ['user', 'arm', 'decides', 'held out'],
    assigned.map(({ userId, arm, by, heldOut, heldOutOfAll }) => [
      userId,
      arm ?? '–',
      by === null ? 'nobody: takes no part' : by === 'model' ? 'the models' : 'the human rule',
      heldOutOfAll ? 'of all' : heldOut ? 'of the strategy' : 'no',
    ]),
  );
  printLine('Held out are those of them who would be treated.');
}
