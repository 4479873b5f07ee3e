import { setImmediate } from 'node:timers/promises';
import { seededRandom } from '#sdk';

/** With at most so many features every coalition is evaluated. */
const EXACT_FEATURES = 10;
/** Pairs of opposite orders a background row, above. */
const PAIRS = 4;
const ROWS_AT_ONCE = 512;

/** The model on the link's scale, for packed rows. */
export type Linked = (packed: Float64Array, rows: number) => Promise<Float64Array>;

/** Additive parts: base + sum(parts) = link(row); the base is the mean over the background. */
export interface ShapleyValues {
  readonly base: number;
  readonly parts: Float64Array;
  /** Of the most uncertain part; 0 where all are exact. */
  readonly standardError: number;
}

/**
 * Shapley values (Shapley, 1953; interventional form of Štrumbelj and Kononenko, 2014): what is not in a coalition is
 * taken from the background rows. Exact to 10 features; above, orders are drawn in opposite pairs (Mitchell et al.,
 * 2022), equally many for every background row, so that the parts still add up exactly.
 *
 * @param row packed, m features @param background packed, at least one row
 */
export function shapley(
  linked: Linked,
  row: Float64Array,
  background: Float64Array,
  seed: number,
): Promise<ShapleyValues> {
  return row.length <= EXACT_FEATURES ? exact(linked, row, background) : sampled(linked, row, background, seed);
}

async function exact(linked: Linked, row: Float64Array, background: Float64Array): Promise<ShapleyValues> {
  const m = row.length;
  const coalitions = 2 ** m;
  const others = background.length / m;
  const composed = new Composer(linked, m, coalitions * others);
  for (let coalition = 0; coalition < coalitions; coalition++) {
    for (let other = 0; other < others; other++) {
      composed.next((feature) => (coalition & (1 << feature) ? row[feature] : background[other * m + feature]));
    }
  }
  const links = await composed.links();
  const values = new Float64Array(coalitions);
  links.forEach((link, index) => {
    const coalition = Math.floor(index / others);
    values[coalition] = (values[coalition] ?? 0) + link / others;
  });
  const parts = Float64Array.from({ length: m }, (_, feature) => exactPart(values, m, feature));
  return { base: values[0] ?? 0, parts, standardError: 0 };
}

function exactPart(values: Float64Array, m: number, feature: number): number {
  let part = 0;
  for (let coalition = 0; coalition < values.length; coalition++) {
    if (coalition & (1 << feature)) continue;
    const gain = (values[coalition | (1 << feature)] ?? 0) - (values[coalition] ?? 0);
    part += gain * weight(m, bits(coalition));
  }
  return part;
}

/** |S|! (m − |S| − 1)! / m! */
function weight(m: number, size: number): number {
  let choose = 1;
  for (let i = 0; i < size; i++) choose = (choose * (m - 1 - i)) / (i + 1);
  return 1 / (m * choose);
}

function bits(coalition: number): number {
  let count = 0;
  for (let rest = coalition; rest > 0; rest &= rest - 1) count++;
  return count;
}

async function sampled(
  linked: Linked,
  row: Float64Array,
  background: Float64Array,
  seed: number,
): Promise<ShapleyValues> {
  const m = row.length;
  const others = background.length / m;
  const random = seededRandom(seed);
  const orders: Int32Array[] = [];
  const composed = new Composer(linked, m, others * PAIRS * 2 * (m + 1));
  for (let other = 0; other < others; other++) {
    for (let pair = 0; pair < PAIRS; pair++) {
      const order = random.shuffle(Int32Array.from({ length: m }, (_, feature) => feature));
      for (const path of [order, order.toReversed()]) {
        orders.push(path);
        walk(composed, path, row, background.subarray(other * m, (other + 1) * m));
      }
    }
  }
  return summarise(await composed.links(), orders, m);
}

/** From the background row to the explained row, one feature after the other. */
function walk(composed: Composer, path: Int32Array, row: Float64Array, other: Float64Array): void {
  const current = other.slice();
  composed.next((feature) => current[feature]);
  for (const changed of path) {
    current[changed] = row[changed] ?? NaN;
    composed.next((feature) => current[feature]);
  }
}

function summarise(links: Float64Array, orders: readonly Int32Array[], m: number): ShapleyValues {
  const pairs = orders.length / 2;
  const sums = new Float64Array(m);
  const squares = new Float64Array(m);
  let base = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const gains = new Float64Array(m);
    for (const index of [2 * pair, 2 * pair + 1]) {
      const start = index * (m + 1);
      base += (links[start] ?? 0) / orders.length;
      orders[index]?.forEach((feature, step) => {
        const gain = (links[start + step + 1] ?? 0) - (links[start + step] ?? 0);
        gains[feature] = (gains[feature] ?? 0) + gain / 2;
      });
    }
    gains.forEach((gain, feature) => {
      sums[feature] = (sums[feature] ?? 0) + gain;
      squares[feature] = (squares[feature] ?? 0) + gain * gain;
    });
  }
  const parts = sums.map((sum) => sum / pairs);
  const variances = squares.map((square, feature) => (square / pairs - (parts[feature] ?? 0) ** 2) / (pairs - 1));
  return { base, parts, standardError: Math.sqrt(Math.max(0, ...variances)) };
}

/** Collects composed rows and evaluates them in chunks; between chunks other requests of the thread get their turn. */
class Composer {
  readonly #packed: Float64Array;
  #at = 0;

  constructor(
    private readonly linked: Linked,
    private readonly width: number,
    private readonly rows: number,
  ) {
    this.#packed = new Float64Array(rows * width);
  }

  next(value: (feature: number) => number | undefined): void {
    for (let feature = 0; feature < this.width; feature++) this.#packed[this.#at++] = value(feature) ?? NaN;
  }

  async links(): Promise<Float64Array> {
    const links = new Float64Array(this.rows);
    for (let start = 0; start < this.rows; start += ROWS_AT_ONCE) {
      const count = Math.min(ROWS_AT_ONCE, this.rows - start);
      links.set(await this.linked(this.#packed.slice(start * this.width, (start + count) * this.width), count), start);
      await setImmediate();
    }
    return links;
  }
}
