import { durationMilliseconds } from './duration.js';
import { type EventMeasure, type EventQuery } from './documents.js';
import { type UserEvent } from './input.js';

const DAY = 86_400_000;

/** A query with its windows read: a pure function of the events and the moment. */
export type EventFold = (events: readonly UserEvent[], now: number) => number | undefined;

/**
 * A measure over a user's events at a moment (milliseconds since 1970): the events of the query's name in
 * (now − within, now − ago] that match `where` and that no `without` event followed until now.
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
    const follower = query.without === undefined ? -Infinity : lastOf(events, query.without, now);
    const fold = new Fold(query.property);
    for (const event of events) {
      if (event.name !== query.name) continue;
      if (event.at <= now - within || event.at > now - ago || event.at < follower) continue;
      if (where.every(([property, value]) => own(event, property) === value)) fold.add(event);
    }
    return fold.result(measure, now);
  };
}

/** Own properties only: `constructor` is a property of no event that was not sent with one. */
function own({ properties }: UserEvent, property: string): unknown {
  return Object.hasOwn(properties, property) ? properties[property] : undefined;
}

/** An event was followed where a later one came; one in the same millisecond does not follow it. */
function lastOf(events: readonly UserEvent[], name: string, now: number): number {
  let last = -Infinity;
  for (const event of events) {
    if (event.name === name && event.at <= now && event.at > last) last = event.at;
  }
  return last;
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
