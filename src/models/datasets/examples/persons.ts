import { isMissing } from '#strata/kernel/forms';
import { type TableColumn } from '#strata/tables/columns';

/** What names a person in tables, the best first: in lower case, without anything between words. */
const PERSONS = [
  ...['user', 'customer', 'person', 'client', 'member', 'subscriber', 'contact', 'profile', 'visitor', 'consumer'],
  ...['buyer', 'shopper', 'patient', 'donor', 'guest', 'cust', 'usr', 'kunden', 'account', 'anonymous'],
];
const SUFFIXES = ['id', 'uuid', 'guid', 'key', 'no', 'nr', 'num', 'number', 'code', 'ref'];
const NAMES = [...PERSONS.flatMap((person) => SUFFIXES.map((suffix) => `${person}${suffix}`)), 'uid'];
const USUAL = [...NAMES, 'idcustomer', 'iduser', 'idclient', 'email', 'emailaddress', 'emailhash', 'msisdn'];
const WITH_PREFIX = NAMES.filter((name) =>
  /^(?:user|customer|person|client|member|subscriber|contact|visitor)id$/.test(name),
);
/** Names of columns whose repeated values are told. */
const ID = /(?:^|[^a-z])(?:id|uuid|guid|key|email|mail|phone|mobile|hash|token|pseudonym|ref|no|nr|number)$/i;
/** Names of what a table is about, without saying of what. */
const BARE_ID = ['id', 'uuid', 'guid', 'key'];
/** Values that are fewer than this share of the rows are kinds, not ids. */
const LEAST_SHARE = 0.02;

/** The column that names persons by a usual name, whatever its spelling: `userId`, `customer_id`, `Client ID` …; null where there is none. */
export function usualPersonColumn(names: readonly string[]): string | null {
  const bare = names.map((name) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''));
  for (const usual of USUAL) {
    const index = bare.indexOf(usual);
    if (index >= 0) return names[index] ?? null;
  }
  return names.find((_, index) => WITH_PREFIX.some((ending) => bare[index]?.endsWith(ending))) ?? null;
}

/** Whether a column may hold ids, by its name: `id`, `order_no`, `loyaltyRef`. */
export function mayHoldIds(name: string): boolean {
  return ID.test(name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_'));
}

/** Ids of a column that repeat. */
export interface RepeatedIds {
  readonly name: string;
  readonly ids: number;
  readonly rows: number;
}

/** The columns whose ids repeat, of those that may hold ids and play no other part. */
export function repeatedIds(columns: readonly TableColumn[]): readonly RepeatedIds[] {
  return columns.flatMap((column) => {
    if (column.type !== 'category') return [];
    const ids = column.categories.filter((id) => !isMissing(id));
    const isId = column.categories.map((id) => !isMissing(id));
    const rows = column.codes.reduce((sum, code) => sum + (isId[code] === true ? 1 : 0), 0);
    return ids.length < rows && ids.length >= LEAST_SHARE * rows ? [{ name: column.name, ids: ids.length, rows }] : [];
  });
}

/** What repeats under a name that says nothing else than "id" is what the table is about. */
export function isBareId({ name }: RepeatedIds): boolean {
  return BARE_ID.includes(name.trim().toLowerCase());
}

/** The person of a row; undefined where the cell names nobody: such rows are everybody's own. */
export function personOf(cell: number | boolean | string | undefined): string | undefined {
  if (cell === undefined) return undefined;
  const text = String(cell);
  return isMissing(text) ? undefined : text;
}
