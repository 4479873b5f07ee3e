import { z } from 'zod';
import { nearestIsoForm } from '#strata/kernel/forms';
import { parseMoment } from '#strata/kernel';

/** Smaller numbers are seconds since 1970: as milliseconds they would lie before March 1973. */
const LEAST_MILLISECONDS = 100_000_000_000;
const DIGITS = /^-?\d{1,17}(?:\.\d+)?$/;
/** Moments that a database and a JavaScript date can both hold. */
const EARLIEST = Date.parse('0001-01-02T00:00:00Z');
const LATEST = Date.parse('9999-01-01T00:00:00Z');

/** What {@link momentOf} reads, for people. */
export const MOMENT_EXPECTED = 'ISO 8601 such as 2026-11-22T08:00:00Z, or seconds or milliseconds since 1970';

/**
 * A moment in milliseconds since 1970, UTC, however it comes in: from ISO 8601 (in UTC where no zone is said), or from a
 * number of milliseconds or seconds since 1970, also as text. Undefined for everything else and for impossible dates.
 */
export function momentOf(value: unknown): number | undefined {
  const moment = typeof value === 'string' ? momentOfText(value.trim()) : momentOfNumber(value);
  return moment !== undefined && moment >= EARLIEST && moment < LATEST ? moment : undefined;
}

function momentOfText(text: string): number | undefined {
  if (DIGITS.test(text)) return momentOfNumber(Number(text));
  // As databases write it: 2026-11-22 08:00:00 UTC, 2026-11-22 08:00:00 +01:00.
  return parseMoment(text.replace(/ ?UTC$/, 'Z').replace(/ (?=[+-]\d\d:?(?:\d\d)?$)/, ''));
}

function momentOfNumber(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Math.round(Math.abs(value) < LEAST_MILLISECONDS ? value * 1000 : value);
}

/** A moment in a body, as milliseconds since 1970, UTC. */
export const momentSchema = z.union([z.string().max(100), z.number()]).transform((value, context) => {
  const moment = momentOf(value);
  if (moment !== undefined) return moment;
  const nearest = nearestIsoForm(String(value));
  const params = { expected: MOMENT_EXPECTED, ...(nearest === undefined ? {} : { nearest }) };
  context.addIssue({ code: 'custom', message: 'The time cannot be read', params });
  return z.NEVER;
});
