import { type Condition, type ModelDocument } from '#strata/engine';
import { StrataError } from '#sdk';
import { type DataFile } from '#strata/tables/files';
import { usualPersonColumn } from './persons.js';

/** What the command line may say about the columns of a file. */
export interface RoleOptions {
  /** The column that holds the label. */
  readonly label?: string;
  /** The column that says which offer a row got. */
  readonly treatment?: string;
  /** The column with the moment of each row, for a split by time. */
  readonly time?: string;
  /** The column that names the person of a row. */
  readonly person?: string;
  /** Which rows to take, instead of the document's `where` and `treatment`. */
  readonly where?: Condition;
}

export const TREATMENT_COLUMNS = ['treatment', 'offer', 'treated'];
export const TIME_COLUMNS = ['at', 'sentAt', 'date', 'time'];

/** Which columns of a file play which part. */
export interface Roles {
  readonly label: string;
  /** Says which offer a row got. */
  readonly treatment: string | null;
  /** The moment of each row; null where the split needs none. */
  readonly time: string | null;
  /** Names persons. */
  readonly key: string | null;
}

/** Finds them by what was said, by what the document says, else by the usual names. Throws `BAD_COLUMN`. */
export function findRoles(document: ModelDocument, data: DataFile, options: RoleOptions): Roles {
  const names = data.columns.map(({ name }) => name);
  return {
    label: options.label ?? labelColumn(document, names),
    treatment: treatmentColumn(document, data.file, names, options),
    time: document.split?.by === 'time' ? timeColumn(document, data, options) : null,
    key: personColumn(document, data, options.person),
  };
}

/** The column that names persons: as it was said, as the document says, else by the usual names. */
function personColumn({ person }: ModelDocument, data: DataFile, said: string | undefined): string | null {
  const named = said ?? person;
  if (named !== undefined && data.population === undefined) return data.column(named).name;
  return usualPersonColumn(data.columns.map(({ name }) => name));
}

/** A label by event is looked for in a column of the event's name, as `converted` otherwise. */
function labelColumn({ label }: ModelDocument, names: readonly string[]): string {
  if ('column' in label) return label.column;
  return !names.includes(label.event) && names.includes('converted') ? 'converted' : label.event;
}

function treatmentColumn(
  { treatment }: ModelDocument,
  file: string,
  names: readonly string[],
  options: RoleOptions,
): string | null {
  if (options.treatment !== undefined) return options.treatment;
  if (treatment === undefined) return null;
  if (typeof treatment === 'object') return treatment.column;
  if (options.where !== undefined) return null;
  const found = TREATMENT_COLUMNS.find((name) => names.includes(name));
  if (found !== undefined) return found;
  throw new StrataError('BAD_COLUMN', `${file} does not say which rows got an offer.`, {
    problems: [
      {
        file,
        message: `the model is for "treatment": "${treatment}" and there is no column ${TREATMENT_COLUMNS.join(', ')}`,
        expected: 'one of these columns, or --treatment COLUMN, or --where CONDITION',
      },
    ],
  });
}

function timeColumn(document: ModelDocument, data: DataFile, options: RoleOptions): string {
  const named = options.time ?? document.split?.column;
  if (named !== undefined) return data.column(named).name;
  const dates = data.columns.filter(({ kind }) => kind === 'date').map(({ name }) => name);
  const found = TIME_COLUMNS.find((name) => dates.includes(name)) ?? (dates.length === 1 ? dates[0] : undefined);
  if (found !== undefined) return found;
  throw new StrataError('BAD_COLUMN', `${data.file} does not say when each row happened.`, {
    problems: [
      {
        file: data.file,
        message:
          dates.length === 0
            ? 'the model is split by time and no column holds dates'
            : `several columns hold dates: ${dates.join(', ')}`,
        expected: '--time COLUMN, "split": {"column": …} in the document, or "split": {"by": "hash", …}',
      },
    ],
  });
}
