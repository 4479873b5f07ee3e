import { isCalendarDuration } from '#strata/kernel';
import { StrataError } from '#sdk';

/** How long events are kept. */
export interface RetentionPolicy {
  /** ISO-8601 duration such as `P2Y` for events without a rule of their own; null keeps them for ever. */
  readonly default: string | null;
  /** By event name; null keeps them for ever. */
  readonly events: Readonly<Record<string, string | null>>;
}

const EVER = 'ever';

/**
 * Reads a policy as an operator writes it: `P2Y`, or `P2Y,page_viewed=P90D,order_placed=ever`; without a duration of its
 * own at the begin, events that are not named are kept for ever.
 *
 * @throws StrataError BAD_CONFIGURATION
 */
export function parseRetention(text: string): RetentionPolicy {
  const events: Record<string, string | null> = {};
  let fallback: string | null = null;
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const equals = part.lastIndexOf('=');
    const duration = durationOf(part.slice(equals + 1));
    if (equals === -1) fallback = duration;
    else events[part.slice(0, equals).trim()] = duration;
  }
  return { default: fallback, events };
}

function durationOf(text: string): string | null {
  const duration = text.trim();
  if (duration === EVER) return null;
  if (isCalendarDuration(duration)) return duration;
  throw new StrataError('BAD_CONFIGURATION', `“${duration}” says not how long events are kept.`, {
    problems: [{ message: 'The retention cannot be read.', expected: 'such as P2Y, or P2Y,page_viewed=P90D' }],
  });
}
