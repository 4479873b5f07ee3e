import { type EarlierHistories, type ObservedHistories, type PurchaseHistories } from '#sdk';

/** Who bought on which days, in the order of the people. Days are whole days after 1970-01-01 of the shop's time zone. */
export interface PurchaseLog {
  readonly people: readonly string[];
  /** For each person where their days start, and behind the last where they end. */
  readonly starts: Uint32Array;
  /** Rising for each person: several purchases on one day count once. */
  readonly days: Int32Array;
  /** What a day's purchases were worth together; NaN where that is not known. */
  readonly values: Float64Array;
}

/** Whose histories, and how much is known of them besides. */
export interface Cohort {
  readonly log: PurchaseLog;
  /** By person; everybody unless told. */
  readonly isMeant: ((person: number) => boolean) | null;
  /** By person, as long as the log has people. */
  readonly covariates: PurchaseHistories['covariates'];
}

/** Customers at the end of a day. */
export interface CustomersAt {
  /** Whose row is which: numbers of the log's people. */
  readonly people: Uint32Array;
  readonly histories: PurchaseHistories;
}

/** What customers bought in some time. */
export interface BoughtLater {
  /** Days with a purchase. */
  readonly purchases: Float64Array;
  /** NaN where a purchase's value is not known; 0 where there is none. */
  readonly value: Float64Array;
}

/** The customers of a cohort as they were at the end of a day: whoever had bought by then. */
export function customersAt({ log, isMeant, covariates }: Cohort, end: number): CustomersAt {
  const people = Uint32Array.from(log.people, (_, person) => person).filter(
    (person) => dayAt(log, log.starts[person] ?? 0) <= end && (isMeant?.(person) ?? true),
  );
  const column = (): Float64Array => new Float64Array(people.length);
  const histories = { repeats: column(), recency: column(), age: column(), value: column() };
  people.forEach((person, row) => {
    const from = log.starts[person] ?? 0;
    const first = dayAt(log, from);
    let [last, known, sum] = [from, 0, 0];
    for (let place = from + 1; place < (log.starts[person + 1] ?? 0) && dayAt(log, place) <= end; place++) {
      last = place;
      const value = log.values[place] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      known++;
      sum += value;
    }
    histories.repeats[row] = last - from;
    histories.recency[row] = dayAt(log, last) - first;
    histories.age[row] = end - first;
    histories.value[row] = known === 0 ? Number.NaN : sum / known;
  });
  const ofPeople = ({ name, values }: Cohort['covariates'][number]) => ({
    name,
    values: Float64Array.from(people, (person) => values[person] ?? 0),
  });
  return { people, histories: { ...histories, covariates: covariates.map(ofPeople) } };
}

/** What people bought after one day and until the end of another. */
export function boughtBetween(log: PurchaseLog, people: Uint32Array, after: number, until: number): BoughtLater {
  const bought = { purchases: new Float64Array(people.length), value: new Float64Array(people.length) };
  people.forEach((person, row) => {
    let [count, sum] = [0, 0];
    for (let place = log.starts[person] ?? 0; place < (log.starts[person + 1] ?? 0); place++) {
      if (dayAt(log, place) <= after || dayAt(log, place) > until) continue;
      count++;
      sum += log.values[place] ?? Number.NaN;
    }
    bought.purchases[row] = count;
    bought.value[row] = sum;
  });
  return bought;
}

/**
 * Customers to learn from: as they are at the end of a day, and as they were before the last of it, which is at most half of
 * what was observed and at most `longest` days.
 */
export function observedAt(cohort: Cohort, end: number, longest: number): ObservedHistories {
  const { histories } = customersAt(cohort, end);
  const oldest = histories.age.reduce((most, age) => Math.max(most, age), 0);
  const days = Math.min(longest, Math.floor(oldest / 2));
  if (days < 1) return histories;
  return { ...histories, earlier: earlierAt(cohort, end, days) };
}

function earlierAt(cohort: Cohort, end: number, days: number): EarlierHistories {
  const { people, histories } = customersAt(cohort, end - days);
  return { histories, days, ...boughtBetween(cohort.log, people, end - days, end) };
}

function dayAt({ days }: PurchaseLog, place: number): number {
  return days[place] ?? Number.POSITIVE_INFINITY;
}
