import { type Offer } from '#strata/engine';
import { StrataError } from '#sdk';
import { cellOf, type TableColumn } from '#strata/tables/columns';
import { whatRowGot } from '#strata/models/datasets';

/** A row whose offer is none of the strategy's: it tells nothing about it. */
export const OTHER_ARM = -1;
/** A row that got nothing. */
export const NO_OFFER = 0;

/** What each row got: {@link NO_OFFER}, the number of the strategy's offer from 1, or {@link OTHER_ARM}. */
export interface RowArms {
  readonly arm: Int8Array;
  readonly notes: readonly string[];
}

/**
 * Matches the cells of a treatment column with the strategy's offers: an offer is named by its id, in any case and
 * punctuation ("Womens E-Mail" is `womens-e-mail`). Where no name matches, a strategy of one offer takes every offer as
 * its own.
 *
 * @param control the cell that means no offer, in any spelling; blank, none, control, no, false or 0 unless told
 * @throws StrataError BAD_COLUMN where it is not clear which cell is which of several offers
 */
export function armsOf(
  column: TableColumn,
  rows: number,
  offers: readonly Offer[],
  control: string | undefined,
  file: string,
): RowArms {
  const cells = Array.from({ length: rows }, (_, row) => cellOf(column, row));
  // A named control is a value; a history without one writes nothing where nothing was sent.
  const rule = { control, blank: control === undefined ? ('control' as const) : ('unknown' as const) };
  const got = cells.map((cell) => whatRowGot(cell, rule));
  const names = [...new Set(cells.filter((_, row) => got[row] === 'treatment').map(String))];
  const armOf = new Map(names.map((name) => [name, 1 + offers.findIndex(({ id }) => id === slug(name))]));
  const unmatched = names.filter((name) => armOf.get(name) === 0);
  const any = unmatched.length === names.length && offers.length === 1;
  if (unmatched.length === names.length && !any && names.length > 0) throw unclear(column.name, file, names, offers);
  const arm = Int8Array.from(cells, (cell, row) => {
    if (got[row] === 'control') return NO_OFFER;
    if (got[row] === 'unknown') return OTHER_ARM;
    if (any) return 1;
    const found = armOf.get(String(cell)) ?? 0;
    return found === 0 ? OTHER_ARM : found;
  });
  const unknown = got.filter((one) => one === 'unknown').length;
  const silent = `${String(unknown)} rows do not say what they got (${column.name}) and are left out`;
  return {
    arm,
    notes: [...notesOn(column.name, arm, unmatched, any, offers, unknown), ...(unknown === 0 ? [] : [silent])],
  };
}

function notesOn(
  column: string,
  arm: Int8Array,
  unmatched: readonly string[],
  any: boolean,
  [first]: readonly Offer[],
  unknown: number,
): readonly string[] {
  if (unmatched.length === 0) return [];
  const names = unmatched.join(', ');
  if (any) return [`every offer in "${column}" (${names}) is taken as "${first?.id ?? ''}"`];
  const left = arm.filter((one) => one === OTHER_ARM).length - unknown;
  return [`${left} rows got another offer (${names}) and are left out`];
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

function unclear(column: string, file: string, names: readonly string[], offers: readonly Offer[]): StrataError {
  return new StrataError('BAD_COLUMN', `It is not clear which offer is which in column "${column}" of ${file}.`, {
    problems: [
      {
        file,
        message: `the column has ${names.slice(0, 20).join(', ')}`,
        expected: `the ids of the offers: ${offers.map(({ id }) => id).join(', ')}`,
      },
    ],
  });
}
