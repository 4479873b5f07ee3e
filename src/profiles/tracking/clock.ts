/** Differences below this are the way of the message, not a wrong clock. */
const WAY_MS = 10_000;

/** The moments of a message, in milliseconds since 1970, UTC. */
export interface MessageMoments {
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
export function correctedTime({ happened, sent, received }: MessageMoments): number {
  if (happened === undefined) return received;
  if (sent === undefined || Math.abs(received - sent) < WAY_MS) return happened;
  return received - (sent - happened);
}

/** A clock that is off by more than this is wrong; no message is that long on its way. */
const WRONG_CLOCK_MS = 86_400_000;

/** When a message that says something about a person was said; milliseconds since 1970, UTC. */
export interface WordTimes {
  /** Of traits, of consents that were granted, and of who is who. */
  readonly said: number;
  /** Of consents that were withdrawn. */
  readonly withdrawn: number;
}

/**
 * When a word about a person was said: by the sender's clock, moved back where that is ahead, but never forward, and never
 * later than it came. One message does not show whether its clock is behind or it was long on its way; taken for new, an
 * old one would outdate what was said meanwhile. Only a withdrawal by a clock that is off by more than a day, which is no
 * delay any more, counts as said when it came: it must not get lost.
 */
export function wordTimes(moments: MessageMoments): WordTimes {
  const { sent, received } = moments;
  const happened = moments.happened ?? sent ?? received;
  const corrected = Math.min(correctedTime({ ...moments, happened }), received);
  const said = Math.min(happened, corrected);
  const isWrong = sent !== undefined && Math.abs(received - sent) > WRONG_CLOCK_MS;
  return { said, withdrawn: isWrong ? corrected : said };
}
