import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import {
  type Condition,
  type FactCatalogue,
  type ModelDocument,
  type ReleaseDocuments,
  type Segment,
  spokenFacts,
} from '#strata/engine';
import { type ExampleOptions } from '#strata/models/datasets';
import { type Config } from '#strata/platform/config';
import { loadDocuments, readDocument } from '#strata/rulebook/documents';
import { StrataError } from '#sdk';

/** What the commands over a model and a file take alike. */
export interface FileOptions {
  /** The flat file; a command that takes nothing else says so itself. */
  readonly data?: string;
  readonly label?: string;
  readonly positive?: string;
  readonly where?: string;
  readonly treatment?: string;
  readonly time?: string;
  readonly person?: string;
  readonly json?: true;
}

/** Adds the options that say what the columns of `--data` are. */
export function addFileOptions(command: Command): Command {
  return command
    .option('--data <file>', 'CSV, NDJSON or Parquet, one example a row; the stored history unless told')
    .option('--label <column>', 'the column to predict, instead of the one that the model names')
    .option('--positive <value>', 'the value of the label that counts as success; ">0" for numbers above 0')
    .option(
      '--where <condition>',
      'which rows to take, instead of the model\'s "where" and "treatment": JSON or a segment',
    )
    .option('--treatment <column>', 'the column that says which offer a row got; blank or none for no offer')
    .option('--time <column>', 'the column with the moment of each row, for a split by time')
    .option('--person <column>', 'the column that names the person of a row, where no usual name tells');
}

/** The model's document, by its id in the rules folder or by a path, and the segments of that folder. */
export async function readModel(
  idOrPath: string,
  { rulesDir }: Config,
): Promise<{ readonly document: ModelDocument; readonly segments: readonly Segment[] }> {
  const document = await readDocument('model', idOrPath, { directory: rulesDir });
  return { document, segments: await readSegments(rulesDir) };
}

/** All segments of a rules folder. */
export async function readSegments(directory: string): Promise<readonly Segment[]> {
  const { documents } = await loadDocuments(directory);
  return await Promise.all(
    documents.filter(({ kind }) => kind === 'segment').map(({ file }) => readDocument('segment', file, { directory })),
  );
}

/** What the rules folder calls its facts, amounts in the shop's currency; nothing where it has no catalogue. */
export async function readCatalogue(directory: string): Promise<FactCatalogue> {
  const { documents } = await loadDocuments(directory);
  const catalogue = documents.find(({ kind }) => kind === 'facts');
  if (catalogue === undefined) return {};
  const facts = await readDocument('facts', catalogue.file, { directory });
  return spokenFacts({ ...(await readShop(directory)), facts });
}

/** The shop of a rules folder, as a release has it; nothing where the folder says none. */
export async function readShop(directory: string): Promise<Pick<ReleaseDocuments, 'shop'>> {
  const { documents } = await loadDocuments(directory);
  const shop = documents.find(({ kind }) => kind === 'shop');
  return shop === undefined ? {} : { shop: await readDocument('shop', shop.file, { directory }) };
}

/** The options as `src/models` takes them. Throws `BAD_USAGE` for a `--where` that is not JSON. */
export function exampleOptions(options: FileOptions, segments: readonly Segment[]): ExampleOptions {
  const { label, positive, where, treatment, time, person } = options;
  return {
    segments,
    ...(label === undefined ? {} : { label }),
    ...(positive === undefined ? {} : { positive }),
    ...(where === undefined ? {} : { where: conditionOf(where) }),
    ...(treatment === undefined ? {} : { treatment }),
    ...(time === undefined ? {} : { time }),
    ...(person === undefined ? {} : { person }),
  };
}

/** A condition as JSON, or a segment's id. Throws `BAD_USAGE`. */
export function conditionOf(text: string): Condition {
  if (!text.trimStart().startsWith('{')) return { condition: text };
  try {
    return JSON.parse(text) as Condition;
  } catch (error) {
    throw new StrataError('BAD_USAGE', 'The value of --where is not JSON.', {
      problems: [
        { message: error instanceof Error ? error.message : String(error), expected: "a condition or a segment's id" },
      ],
    });
  }
}

/** Parses a whole number of an option. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

/** Parses a share of an option, 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Give a number from 0 to 1.');
}

/** Parses an amount of money of an option. */
export function amount(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < Infinity) return value;
  throw new InvalidArgumentError('Give an amount of money, 0 or more.');
}

/** The greatest seed: 32 bits, unsigned. */
export const MAX_SEED = 2 ** 32 - 1;

/** Who runs the command, for the log of promotions. */
export function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
