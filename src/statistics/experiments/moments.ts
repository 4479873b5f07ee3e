/**
 * What is known of the people of one arm: how many they are, and for some variables of each person (what they spent, and
 * before the experiment) the sums, and the sums of products of every two. All figures of an experiment come from these,
 * so that a file, the ledger and a warehouse give the same; the moments of two groups are added with {@link addMoments}.
 */
export interface Moments {
  readonly people: number;
  /** Σx of each variable. */
  readonly sums: readonly number[];
  /** Σxy of each two variables, symmetric; the squares stand on the diagonal. */
  readonly products: readonly (readonly number[])[];
}

/** Nobody, of so many variables. */
export function noMoments(variables: number): Moments {
  const zeros = () => new Array<number>(variables).fill(0);
  return { people: 0, sums: zeros(), products: zeros().map(zeros) };
}

/** The moments of people whose variables stand in columns of equal length. Linear in the people. */
export function momentsOf(columns: readonly ArrayLike<number>[]): Moments {
  return {
    people: columns[0]?.length ?? 0,
    sums: columns.map((column) => sumOf(column.length, (row) => column[row] ?? 0)),
    products: columns.map((a) => columns.map((b) => sumOf(a.length, (row) => (a[row] ?? 0) * (b[row] ?? 0)))),
  };
}

/** The moments of both groups together, which have no person in common. */
export function addMoments(a: Moments, b: Moments): Moments {
  return {
    people: a.people + b.people,
    sums: a.sums.map((sum, x) => sum + (b.sums[x] ?? 0)),
    products: a.products.map((row, x) => row.map((sum, y) => sum + (b.products[x]?.[y] ?? 0))),
  };
}

/**
 * The moments of other variables, each a sum of the given ones by weights: profit is margin × value − cost.
 *
 * @param weights for each new variable its weight of each given one, in their order; missing ones are 0
 */
export function weighMoments({ people, sums, products }: Moments, weights: readonly (readonly number[])[]): Moments {
  const inner = (row: readonly number[], values: readonly number[]) =>
    row.reduce((sum, weight, variable) => sum + weight * (values[variable] ?? 0), 0);
  return {
    people,
    sums: weights.map((row) => inner(row, sums)),
    products: weights.map((a) => weights.map((b) => bilinear(a, products, b))),
  };
}

/** The mean of each variable. */
export function meansOf({ people, sums }: Moments): readonly number[] {
  return sums.map((sum) => sum / people);
}

/**
 * The covariances of the variables.
 *
 * @param lost degrees of freedom that the means took: 1 for the unbiased estimate, 0 for shares of people
 */
export function covariancesOf(moments: Moments, lost: 0 | 1 = 1): readonly (readonly number[])[] {
  const { people, sums, products } = moments;
  return products.map((row, x) =>
    row.map((product, y) => (product - ((sums[x] ?? 0) * (sums[y] ?? 0)) / people) / (people - lost)),
  );
}

/** aᵀ M b. */
export function bilinear(a: readonly number[], matrix: readonly (readonly number[])[], b: readonly number[]): number {
  return a.reduce(
    (sum, left, x) => sum + left * b.reduce((own, right, y) => own + right * (matrix[x]?.[y] ?? 0), 0),
    0,
  );
}

function sumOf(rows: number, value: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += value(row);
  return sum;
}
