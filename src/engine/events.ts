import { type EventQuery } from './documents.js';
import { type UserEvent } from './input.js';

/**
 * A measure over a user's events at a moment (milliseconds since 1970): the events of the query's name in
 * (now − within, now − ago] that match `where` and that no `without` event followed until now.
 *
 * `count` (the default) and `sum` are 0 where there are none, `distinct` counts the values of `property`; the others are
 * undefined where there is nothing to measure. Days are floor(milliseconds / 86,400,000). The order of events is free.
 */
export function measureEvents(events: readonly UserEvent[], query: EventQuery, now: number): number | undefined {
  throw new Error(`not yet ${events.length} ${query.name} ${now}`);
}
