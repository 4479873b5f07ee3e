/** Journeys of people over channels: equal ones together, as sufficient statistics. */
export interface Journeys {
  /** Sorted. */
  readonly channels: readonly string[];
  /** Where each path's touches begin in `touches`; one longer than there are paths. */
  readonly starts: Uint32Array;
  /** Places in `channels`, path after path, first touch first. */
  readonly touches: Uint16Array;
  /** Of each path: journeys that ended with a conversion, what those were worth in money, and journeys that did not. */
  readonly conversions: Float64Array;
  readonly value: Float64Array;
  readonly nulls: Float64Array;
  /** Days from first touch to conversion, of all converted ones together; null where moments are not known. */
  readonly days: Float64Array | null;
}

/** More channels than anybody can read a report of; codes have two bytes. */
export const MOST_CHANNELS = 10_000;

interface CountedPath {
  readonly touches: readonly number[];
  conversions: number;
  value: number;
  nulls: number;
  days: number;
}

/** Collects journeys of equal paths. */
export class JourneyCounter {
  readonly #codes = new Map<string, number>();
  readonly #paths = new Map<string, CountedPath>();
  #hasDays = false;

  /**
   * @param path names of channels, first touch first; not empty
   * @param days of all converted ones together; null where they are not known
   */
  add(path: readonly string[], conversions: number, value: number, nulls: number, days: number | null = null): void {
    this.#hasDays ||= days !== null;
    const key = path.join('\u0000');
    const found = this.#paths.get(key);
    if (found === undefined) {
      this.#paths.set(key, {
        touches: path.map((channel) => this.#codeOf(channel)),
        conversions,
        value,
        nulls,
        days: days ?? 0,
      });
      return;
    }
    found.conversions += conversions;
    found.value += value;
    found.nulls += nulls;
    found.days += days ?? 0;
  }

  get channels(): number {
    return this.#codes.size;
  }

  /** Paths in the order of their names, so that the order in which they came does not matter. */
  journeys(): Journeys {
    const channels = [...this.#codes.keys()].sort();
    const placeOf = new Map(channels.map((channel, place) => [this.#codes.get(channel) ?? 0, place]));
    const paths = [...this.#paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
    const starts = new Uint32Array(paths.length + 1);
    paths.forEach(({ touches }, row) => {
      starts[row + 1] = (starts[row] ?? 0) + touches.length;
    });
    const touches = new Uint16Array(starts[paths.length] ?? 0);
    paths.forEach((path, row) => {
      touches.set(
        path.touches.map((code) => placeOf.get(code) ?? 0),
        starts[row],
      );
    });
    return {
      channels,
      starts,
      touches,
      conversions: Float64Array.from(paths, ({ conversions }) => conversions),
      value: Float64Array.from(paths, ({ value }) => value),
      nulls: Float64Array.from(paths, ({ nulls }) => nulls),
      days: this.#hasDays ? Float64Array.from(paths, ({ days }) => days) : null,
    };
  }

  #codeOf(channel: string): number {
    const known = this.#codes.get(channel);
    if (known !== undefined) return known;
    this.#codes.set(channel, this.#codes.size);
    return this.#codes.size - 1;
  }
}
