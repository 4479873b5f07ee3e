/**
 * Which group of before each group of now is: the pairing that shares most people, where both are more alike than not.
 *
 * @param before the group of each person before, or −1 @param after the same now
 * @returns of each group of now that of before, or null for a new one
 */
export function matchGroups(
  before: { readonly labels: Int32Array; readonly groups: number },
  after: { readonly labels: Int32Array; readonly groups: number },
): readonly (number | null)[] {
  const overlap = overlapOf(before, after);
  const size = Math.max(before.groups, after.groups);
  const alike = (group: number, was: number) => (group < after.groups && was < before.groups ? overlap(group, was) : 0);
  const costs = Array.from({ length: size }, (_, group) =>
    Array.from({ length: size }, (_none, was) => 1 - alike(group, was)),
  );
  return leastCosts(costs)
    .slice(0, after.groups)
    .map((was, group) => (alike(group, was) >= LEAST_ALIKE ? was : null));
}

/** People that two groups share, of all people in either: below it a group is another one. */
const LEAST_ALIKE = 1 / 3;

type Labelled = Parameters<typeof matchGroups>[0];

function overlapOf(before: Labelled, after: Labelled): (group: number, was: number) => number {
  const shared = new Float64Array(before.groups * after.groups);
  const [then, now] = [new Float64Array(before.groups), new Float64Array(after.groups)];
  after.labels.forEach((group, row) => {
    const was = before.labels[row] ?? -1;
    if (was >= 0) then[was] = (then[was] ?? 0) + 1;
    if (group >= 0) now[group] = (now[group] ?? 0) + 1;
    if (was < 0 || group < 0) return;
    const at = group * before.groups + was;
    shared[at] = (shared[at] ?? 0) + 1;
  });
  return (group, was) => {
    const both = shared[group * before.groups + was] ?? 0;
    const either = (now[group] ?? 0) + (then[was] ?? 0) - both;
    return either === 0 ? 0 : both / either;
  };
}

/**
 * The assignment of rows to columns with the least sum of costs (Kuhn, 1955, as shortest augmenting paths with potentials:
 * Jonker and Volgenant, 1987).
 *
 * @param costs n × n @returns the column of each row
 */
export function leastCosts(costs: readonly (readonly number[])[]): readonly number[] {
  const n = costs.length;
  const [rowPotential, columnPotential] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  // Rows and columns from 1 on: 0 is none.
  const rowOf = new Int32Array(n + 1);
  for (let row = 1; row <= n; row++) {
    const cameFrom = new Int32Array(n + 1);
    const slack = new Float64Array(n + 1).fill(Infinity);
    const isReached = new Uint8Array(n + 1);
    rowOf[0] = row;
    let column = 0;
    while (rowOf[column] !== 0) {
      isReached[column] = 1;
      const from = rowOf[column] ?? 0;
      let [least, next] = [Infinity, 0];
      for (let other = 1; other <= n; other++) {
        if (isReached[other] === 1) continue;
        const cost = (costs[from - 1]?.[other - 1] ?? 0) - (rowPotential[from] ?? 0) - (columnPotential[other] ?? 0);
        if (cost < (slack[other] ?? 0)) {
          slack[other] = cost;
          cameFrom[other] = column;
        }
        if ((slack[other] ?? 0) < least) [least, next] = [slack[other] ?? 0, other];
      }
      for (let other = 0; other <= n; other++) {
        if (isReached[other] === 1) {
          const reached = rowOf[other] ?? 0;
          rowPotential[reached] = (rowPotential[reached] ?? 0) + least;
          columnPotential[other] = (columnPotential[other] ?? 0) - least;
        } else slack[other] = (slack[other] ?? 0) - least;
      }
      column = next;
    }
    while (column !== 0) {
      const previous = cameFrom[column] ?? 0;
      rowOf[column] = rowOf[previous] ?? 0;
      column = previous;
    }
  }
  const columnOf = new Array<number>(n).fill(0);
  rowOf.forEach((row, column) => {
    if (column > 0) columnOf[row - 1] = column - 1;
  });
  return columnOf;
}
