import { type Contact, type DecisionInput, type Strategy } from '../index.js';

/** How many contacts of a person a strategy makes; times in milliseconds. */
export interface Cap {
  readonly contacts: number;
  readonly within: number;
  /**
   * How long an offer stands, so that asking again repeats it: an even share of `within` for each of the contacts, but
   * no longer than its goal counts.
   */
  readonly standsFor: number;
}

/** Whether a contact counts towards a cap: those in (now − within, now] do. */
export function isCounted({ within }: Pick<Cap, 'within'>, at: number, now: number): boolean {
  return at > now - within && at <= now;
}

/** Until when (milliseconds since 1970, exclusive) an offer of the strategy that was made then is repeated, at the latest. */
export function standsUntil(at: number, { cap }: { readonly cap: Cap | null }): number | null {
  return cap === null ? null : at + cap.standsFor;
}

/** Whether the goal came after an offer. What the request itself tells counts too, before anything is stored. */
export function isGoalReached(
  { at, goalReachedAt }: Contact,
  { goal }: Pick<Strategy, 'goal'>,
  { events, now }: Pick<DecisionInput, 'events' | 'now'>,
): boolean {
  if (goalReachedAt !== undefined) return true;
  return events.some((done) => done.name === goal.event && done.at >= at && done.at <= now);
}
