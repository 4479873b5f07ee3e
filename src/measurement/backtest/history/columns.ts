import { type ModelDocument, type Strategy } from '#strata/engine';
import { StrataError } from '#sdk';
import { type DataFile } from '#strata/tables/files';
import { usualPersonColumn, type RoleOptions, TIME_COLUMNS, TREATMENT_COLUMNS } from '#strata/models/datasets';

/** What may be said about the columns of a history, where neither the documents nor the usual names tell. */
export interface HistoryColumns extends RoleOptions {
  /** The value of the label that counts as success. */
  readonly positive?: string;
  /** The value of the treatment column that means no offer. */
  readonly control?: string;
  /** Money a conversion brought. */
  readonly value?: string;
  /** Whether the offer was used: 0 and 1. */
  readonly redeemed?: string;
  /** P(the row got what it got): of its offer, or of nothing. */
  readonly propensity?: string;
  /** Names the campaign: offers were drawn within it. */
  readonly campaign?: string;
  /** Names the offers that the row might have got, by their ids with spaces between; any of them without it. */
  readonly eligible?: string;
}

/** Which column plays which part; null where the history does not have it. */
export interface HistoryRoles {
  readonly label: string;
  readonly treatment: string | null;
  readonly time: string | null;
  readonly value: string | null;
  readonly redeemed: string | null;
  readonly propensity: string | null;
  readonly campaign: string | null;
  readonly eligible: string | null;
  readonly person: string | null;
}

/**
 * Finds the columns: by what was said, by what the documents of the strategy's models say, else by the usual names.
 *
 * @throws StrataError BAD_COLUMN
 */
export function findHistoryRoles(
  { goal }: Strategy,
  documents: readonly ModelDocument[],
  data: DataFile,
  said: HistoryColumns,
): HistoryRoles {
  const names = data.columns.map(({ name }) => name);
  const pick = (option: string | undefined, usual: readonly (string | undefined)[]): string | null => {
    if (option !== undefined) return data.column(option).name;
    return usual.find((name) => name !== undefined && names.includes(name)) ?? null;
  };
  const labels = documents.map(({ label }) => ('column' in label ? label.column : label.event));
  const treatments = documents.map(({ treatment }) => (typeof treatment === 'object' ? treatment.column : undefined));
  const label = pick(said.label, [...labels, goal.event, 'converted']);
  if (label === null) throw noLabel(data, goal.event);
  return {
    label,
    treatment: pick(said.treatment, [...treatments, ...TREATMENT_COLUMNS]),
    time: pick(said.time, [...documents.map(({ split }) => split?.column), ...dateColumns(data)]),
    value: pick(said.value, [goal.value, 'order_amount', 'order_value']),
    redeemed: pick(said.redeemed, ['coupon_redeemed', 'redeemed']),
    propensity: pick(said.propensity, ['propensity']),
    campaign: pick(said.campaign, ['campaign']),
    eligible: pick(said.eligible, []),
    person: pick(said.person, [usualPersonColumn(names) ?? undefined]),
  };
}

/** The columns that hold the moment of a row: the usual names, else the only column of dates. */
function dateColumns({ columns }: DataFile): readonly string[] {
  const dates = columns.filter(({ kind }) => kind === 'date').map(({ name }) => name);
  const usual = TIME_COLUMNS.filter((name) => dates.includes(name));
  return usual.length > 0 || dates.length > 1 ? usual : dates;
}

function noLabel({ file }: DataFile, event: string): StrataError {
  return new StrataError('BAD_COLUMN', `${file} does not say who converted.`, {
    problems: [
      { file, message: `there is no column "${event}"`, expected: `"${event}", "converted", or --label COLUMN` },
    ],
  });
}
