import { durationMilliseconds } from '#strata/kernel';
import { type EventQuery, type Follower, followerOf } from '#strata/engine';
import { type FactDialect, isHoldable } from './dialects/dialect.js';

/** What the events of one row are. */
export interface EventsOfRow {
  /** The window of the followers. */
  readonly window: string;
  /** How the row's moment is named, of an event and of the group. */
  readonly now: string;
  readonly nowOfGroup: string;
  /** Where later events are among them: the moment until which they count. */
  readonly until?: string;
  /** What the names of the followers' columns begin with, where those of several moments share a relation. */
  readonly prefix?: string;
}

/**
 * Measures of events as SQL aggregates over the relation `j` of {@link FactDialect}, collected so that each follower
 * (`without`) is looked for once. The meaning is that of the engine's `measureEvents`; `sum` and `mean` may differ from
 * it in the last digits, for SQL adds in another order.
 */
export class EventMeasures {
  /** By what tells them apart. */
  readonly #followers = new Map<string, ReturnType<typeof followerOf>>();
  readonly #names = new Set<string>();

  /** @param over what the events of one row are: the window of the followers, and how the row's moment is named */
  constructor(
    private readonly sql: FactDialect,
    private readonly over: EventsOfRow,
  ) {}

  /** The names of all events that the measures look at. */
  get names(): readonly string[] {
    return [...this.#names];
  }

  /** Columns that the relation `j` needs beside its own: the last follower of each `without` until `now`. */
  get followerColumns(): readonly string[] {
    return [...this.#followers.values()].map(
      (follower, index) => `${this.#lastOf(follower)} as ${this.#columnOf(index)}`,
    );
  }

  #lastOf({ name, same }: ReturnType<typeof followerOf>): string {
    const { until } = this.over;
    const known = until === undefined ? '' : ` and e.at <= ${until}`;
    const follows = isHoldable(name) ? `e.name = ${this.sql.text(name)}${known}` : 'false';
    const last = (window: string): string => `max(e.at) filter (where ${follows}) over (${window})`;
    if (same === undefined) return last(this.over.window);
    const { given } = this.sql.property(same, 'e');
    const window = this.over.window === '' ? `partition by ${given}` : `${this.over.window}, ${given}`;
    return `case when ${given} is not null then ${last(window)} end`;
  }

  /** The measure as an aggregate; NULL where it has no value. Where nothing is counted, 0 for count, sum and distinct. */
  measure(query: EventQuery): string {
    const filter = `filter (where ${this.#condition(query)})`;
    const { property } = query;
    switch (query.measure ?? 'count') {
      case 'count':
        return `count(*) ${filter}`;
      case 'daysSinceLast':
        return this.sql.daysSince(this.over.nowOfGroup, `max(j.at) ${filter}`);
      case 'daysSinceFirst':
        return this.sql.daysSince(this.over.nowOfGroup, `min(j.at) ${filter}`);
      case 'distinct':
        return this.#distinct(property ?? '', filter);
      case 'sum':
        return this.sql.double(`coalesce(${this.#number(this.sql.sum, property, filter)}, 0)`);
      case 'mean':
        return this.sql.double(this.#number(this.sql.mean, property, filter));
      case 'min':
        return this.sql.double(this.#number('min', property, filter));
      case 'max':
        return this.sql.double(this.#number('max', property, filter));
    }
  }

  /** When the last event of the query happened; NULL where none did. */
  last(query: EventQuery): string {
    return `max(j.at) filter (where ${this.#condition(query)})`;
  }

  #number(aggregate: string, property: string | undefined, filter: string): string {
    return `${aggregate}(${this.sql.property(property ?? '').number}) ${filter}`;
  }

  #distinct(property: string, filter: string): string {
    const { scalar, isNested } = this.sql.property(property);
    return `count(distinct ${scalar}) ${filter} + count(case when ${isNested} then 1 end) ${filter}`;
  }

  #condition({ name, within, ago, without, where = {} }: EventQuery): string {
    if (isHoldable(name)) this.#names.add(name);
    const filters = Object.entries(where);
    // A text that cannot be stored is in no event.
    if (![name, ...filters.flat()].every(isHoldable)) return 'false';
    const parts = [`j.name = ${this.sql.text(name)}`];
    if (this.over.until !== undefined) parts.push(`j.at <= ${this.over.until}`);
    if (within !== undefined) parts.push(`j.at > ${this.sql.before(this.over.now, milliseconds(within))}`);
    if (ago !== undefined) parts.push(`j.at <= ${this.sql.before(this.over.now, milliseconds(ago))}`);
    if (without !== undefined) parts.push(`j.at >= coalesce(j.${this.#columnOf(this.#follower(without))}, j.at)`);
    for (const [property, value] of filters) parts.push(this.sql.property(property).equals(value));
    return parts.join(' and ');
  }

  #columnOf(follower: number): string {
    return `${this.over.prefix ?? ''}f${String(follower)}`;
  }

  #follower(without: string | Follower): number {
    const follower = followerOf(without);
    if (isHoldable(follower.name)) this.#names.add(follower.name);
    const key = JSON.stringify([follower.name, follower.same]);
    this.#followers.set(key, follower);
    return [...this.#followers.keys()].indexOf(key);
  }
}

function milliseconds(duration: string): number {
  const result = durationMilliseconds(duration);
  if (result === null) throw new RangeError(`“${duration}” is not an ISO-8601 duration of weeks, days and smaller`);
  return result;
}
