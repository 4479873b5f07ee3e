/** Differences below this are the way of the message, not a wrong clock. */
const WAY_MS = 10_000;

/** The moments of a message, in milliseconds since 1970, UTC. */
export interface Moments {
  /** When it happened, by the sender's clock. */
  readonly happened: number | undefined;
  /** When it was sent, by the same clock. */
  readonly sent: number | undefined;
  /** When it came, by ours. */
  readonly received: number;
}

/**
 * When it happened by our clock: what was long before it was sent was as long before it was received (Segment's
 * correction: received − (sent − happened)). A clock that differs by less than ten seconds is taken as it is, so that the
 * same message sent twice happens in the same millisecond.
 */
export function correctedTime({ happened, sent, received }: Moments): number {
  if (happened === undefined) return received;
  if (sent === undefined || Math.abs(received - sent) < WAY_MS) return happened;
  return received - (sent - happened);
}
