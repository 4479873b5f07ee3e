import { type FactCatalogue } from '#strata/engine';
import { sqlName } from '#strata/kernel';
import { factsSql } from '#strata/profiles/facts';
import { type PurchaseHistories } from '#sdk';
import { type PurchaseLog } from './purchase-log.js';
import { type PurchaseReading } from './read-purchases.js';

/** Which facts tell customers apart. */
export interface CovariateReading extends PurchaseReading {
  readonly catalogue: FactCatalogue;
  /** Numbers, texts and flags of the catalogue. */
  readonly facts: readonly string[];
}

/** What is known of everybody since their first purchase. */
export interface Covariates {
  /** By the log's people. */
  readonly columns: PurchaseHistories['covariates'];
  /** Facts that say the same of everybody, and are left out. */
  readonly constant: readonly string[];
}

/** A text counts by its most frequent values, the most frequent one being what others are compared with. */
const MOST_VALUES = 5;

/**
 * Facts as they were at each person's first purchase, as numbers: numbers in deviations from their mean, flags as 0 and 1, texts as
 * a flag a value. What is not known is the mean, and no flag.
 */
export async function readCovariates(
  reading: CovariateReading,
  log: PurchaseLog,
  signal: AbortSignal,
): Promise<Covariates> {
  const { facts, home } = reading;
  if (facts.length === 0) return { columns: [], constant: [] };
  const rowOf = new Map(log.people.map((id, person) => [id, person]));
  const found = facts.map((): (number | string | boolean | null)[] => new Array<null>(log.people.length).fill(null));
  for await (const rows of home.inParts<FactRow>((people) => covariatesSql(reading, people))) {
    signal.throwIfAborted();
    for (const row of rows) {
      const person = rowOf.get(row['_user_id'] as string);
      if (person === undefined) continue;
      facts.forEach((fact, place) => {
        const column = found[place];
        if (column !== undefined) column[person] = row[fact] ?? null;
      });
    }
  }
  const columns = facts.map((fact, place) => encoded(fact, found[place] ?? []));
  return {
    columns: columns.flat(),
    constant: facts.filter((_, place) => columns[place]?.length === 0),
  };
}

type FactRow = Readonly<Record<string, number | string | boolean | null>>;

function covariatesSql({ home, wanted, timeZone, catalogue, facts }: CovariateReading, people: string): string {
  const { dialect, profiles } = home;
  const first = `(select user_id, min("at") as first from ${home.rows(wanted, people)} purchases group by user_id)`;
  const query = factsSql({
    dialect: dialect.name,
    catalogue,
    timeZone,
    facts,
    rows: `(select row_number() over () as n, user_id, ${dialect.momentOf('first')} as now from ${first} firsts)`,
    events: `(select user_id, name, "at", properties from ${home.events} e where ${people})`,
    profiles,
    computed: null,
  });
  return `select _user_id, ${facts.map(sqlName).join(', ')} from (${query}) facts`;
}

function encoded(fact: string, values: readonly (number | string | boolean | null)[]): PurchaseHistories['covariates'] {
  const kinds = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  if (kinds.has('string')) return valueFlags(fact, values);
  const numbers = Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
  const known = numbers.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  if (!(deviation > 0)) return [];
  const isFlag = kinds.has('boolean');
  const of = (value: number): number => (isFlag ? value : (value - mean) / deviation);
  return [{ name: fact, values: numbers.map((value) => (Number.isNaN(value) ? 0 : of(value))) }];
}

function valueFlags(
  fact: string,
  values: readonly (number | string | boolean | null)[],
): PurchaseHistories['covariates'] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const frequent = [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  // Where somebody is without a value the most frequent one says something, too.
  const isAlways = values.every((value) => value !== null);
  return frequent.slice(isAlways ? 1 : 0, MOST_VALUES).map(([value]) => ({
    name: `${fact} ${value}`,
    values: Float64Array.from(values, (each) => (each === value ? 1 : 0)),
  }));
}
