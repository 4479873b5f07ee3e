import { durationMilliseconds } from '#strata/kernel';
import { type EventMeasure, type EventQuery, followerOf, type UserEvent } from '../index.js';

const DAY = 86_400_000;

/** A query with its windows read: a pure function of the events and the moment. */
export type EventFold = (events: readonly UserEvent[], now: number) => number | undefined;

/**
 * A measure over a user's events at a moment (milliseconds since 1970): the events of the query's name in
 * (now − within, now − ago] that match `where` and that no `without` event followed until now, of any or of the same value
 * of a property.
 *
 * `count` (the default) and `sum` are 0 where there are none, `distinct` counts the values of `property`; the others are
 * undefined where there is nothing to measure. `sum`, `mean`, `min` and `max` read finite numbers only. Days are
 * floor(milliseconds / 86,400,000). The order of the events does not matter.
 */
export function measureEvents(events: readonly UserEvent[], query: EventQuery, now: number): number | undefined {
  return compileEventQuery(query)(events, now);
}

/** The same with the query read once, for queries that are asked again and again. Bad durations throw a RangeError. */
export function compileEventQuery(query: EventQuery): EventFold {
  const within = query.within === undefined ? Infinity : milliseconds(query.within);
  const ago = query.ago === undefined ? 0 : milliseconds(query.ago);
  const where = Object.entries(query.where ?? {});
  const measure = query.measure ?? 'count';

  return (events, now) => {
    const followed = query.without === undefined ? never : lastFollower(events, followerOf(query.without), now);
    const fold = new Fold(query.property);
    for (const event of events) {
      if (event.name !== query.name) continue;
      if (event.at <= now - within || event.at > now - ago || event.at < followed(event)) continue;
      if (where.every(([property, value]) => own(event, property) === value)) fold.add(event);
    }
    return fold.result(measure, now);
  };
}

/** Own properties only: `constructor` is a property of no event that was not sent with one. */
function own({ properties }: UserEvent, property: string): unknown {
  return Object.hasOwn(properties, property) ? properties[property] : undefined;
}

const never = (): number => -Infinity;

/**
 * When an event was last followed: it was where a later one came that may follow it; one in the same millisecond does not
 * follow it.
 */
function lastFollower(
  events: readonly UserEvent[],
  { name, same }: ReturnType<typeof followerOf>,
  now: number,
): (event: UserEvent) => number {
  const last = new Map<unknown, number>();
  const keyOf = (event: UserEvent): unknown => (same === undefined ? ANY : scalar(own(event, same)));
  for (const event of events) {
    if (event.name !== name || event.at > now) continue;
    const key = keyOf(event);
    last.set(key, Math.max(event.at, last.get(key) ?? -Infinity));
  }
  last.delete(undefined);
  return (event) => last.get(keyOf(event)) ?? -Infinity;
}

/** The one key of followers that follow whatever came before. */
const ANY = 'any';

/** A text, a number or a boolean, else undefined: two lists or objects are never the same. */
function scalar(value: unknown): unknown {
  return ['string', 'number', 'boolean'].includes(typeof value) ? value : undefined;
}

function milliseconds(duration: string): number {
  const result = durationMilliseconds(duration);
  if (result === null) throw new RangeError(`“${duration}” is not an ISO-8601 duration of weeks, days and smaller`);
  return result;
}

class Fold {
  private count = 0;
  private first = Infinity;
  private last = -Infinity;
  private numbers = 0;
  private sum = 0;
  private min = Infinity;
  private max = -Infinity;
  private readonly values = new Set<unknown>();

  constructor(private readonly property: string | undefined) {}

  add(event: UserEvent): void {
    this.count += 1;
    this.first = Math.min(this.first, event.at);
    this.last = Math.max(this.last, event.at);
    if (this.property === undefined) return;
    const value = own(event, this.property);
    if (value === undefined) return;
    this.values.add(value);
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    this.numbers += 1;
    this.sum += value;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
  }

  result(measure: EventMeasure, now: number): number | undefined {
    switch (measure) {
      case 'count':
        return this.count;
      case 'sum':
        return this.sum;
      case 'distinct':
        return this.values.size;
      case 'mean':
        return this.numbers === 0 ? undefined : this.sum / this.numbers;
      case 'min':
        return this.numbers === 0 ? undefined : this.min;
      case 'max':
        return this.numbers === 0 ? undefined : this.max;
      case 'daysSinceLast':
        return this.count === 0 ? undefined : Math.floor((now - this.last) / DAY);
      case 'daysSinceFirst':
        return this.count === 0 ? undefined : Math.floor((now - this.first) / DAY);
    }
  }
}
