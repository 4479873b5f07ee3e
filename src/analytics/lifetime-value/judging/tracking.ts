import { type CustomersAt, type PurchaseLog } from '../histories/purchase-log.js';
import { type HeldOut } from '../findings/lifetime-report.js';

const WEEK = 7;
/** The last group of customers by how often they came back: these, and who came back more often. */
const MOST_REPEATS = 7;

/**
 * Repeat purchases of customers week by week, all together, beside what is expected of as many new customers who came on the same days
 * (the tracking plot of Fader, Hardie and Lee, 2005).
 *
 * @param expected for each way, purchases of somebody new up to each day after the first one
 */
export function trackedWeeks(
  log: PurchaseLog,
  { people }: CustomersAt,
  { first, end }: { readonly first: number; readonly end: number },
  expected: readonly Float64Array[],
): HeldOut['weeks'] {
  const days = end - first;
  const came = new Float64Array(days + 1);
  const repeats = new Float64Array(days + 1);
  for (const person of people) {
    const from = log.starts[person] ?? 0;
    count(came, (log.days[from] ?? 0) - first);
    for (let place = from + 1; place < (log.starts[person + 1] ?? 0); place++) {
      count(repeats, (log.days[place] ?? 0) - first);
    }
  }
  const weeks = Array.from({ length: Math.ceil(days / WEEK) + 1 }, (_, week) => week);
  return weeks.map((week) => {
    const day = Math.min(week * WEEK, days);
    return {
      week,
      purchases: repeats.subarray(0, day + 1).reduce((sum, each) => sum + each, 0),
      foretold: expected.map((counts) =>
        came.subarray(0, day + 1).reduce((sum, each, start) => sum + each * (counts[day - start] ?? 0), 0),
      ),
    };
  });
}

function count(column: Float64Array, place: number): void {
  if (place < column.length) column[place] = (column[place] ?? 0) + 1;
}

/** What customers bought and were foretold to, by how often they had come back. */
export function purchasesByRepeats(
  repeats: Float64Array,
  bought: Float64Array,
  foretold: readonly Float64Array[],
): HeldOut['byRepeats'] {
  const groups = Uint8Array.from(repeats, (count) => Math.min(MOST_REPEATS, count));
  const sums = (column: Float64Array | null): Float64Array => {
    const all = new Float64Array(MOST_REPEATS + 1);
    groups.forEach((group, row) => {
      all[group] = (all[group] ?? 0) + (column === null ? 1 : (column[row] ?? 0));
    });
    return all;
  };
  const [people, purchases, expected] = [sums(null), sums(bought), foretold.map(sums)];
  return Array.from(people).flatMap((count, group) => {
    if (count === 0) return [];
    const mean = (column: Float64Array): number => (column[group] ?? 0) / count;
    return [{ repeats: group, people: count, purchases: mean(purchases), foretold: expected.map(mean) }];
  });
}
