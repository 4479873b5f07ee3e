import { z } from 'zod';
import { type FactCatalogue } from '#strata/engine';
import { isNobody } from '#strata/profiles/calls';
import { assertSmall } from '#strata/platform/http';
import { OfrepError } from './ofrep-error.js';

/** The body of an evaluation: more than a context may stand in it. */
const bodySchema = z.looseObject({ context: z.looseObject({}).optional() });
const consentSchema = z.union([z.string().transform((purpose) => [purpose]), z.array(z.string())]);

/** An evaluation as the body of a decision request: what `POST /v1/decisions` takes. */
export interface FlagRequest {
  readonly userId: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly consent: readonly string[];
  /** Entries that are no facts: kept with the decision, read by no rule. */
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * Reads an evaluation's body: `targetingKey` is the user, `consent` the purposes agreed to, entries named as facts of the
 * catalogue are those facts, the rest is context.
 *
 * @throws OfrepError PARSE_ERROR, INVALID_CONTEXT, TARGETING_KEY_MISSING; StrataError INVALID_REQUEST
 */
export function readContext(body: unknown, catalogue: FactCatalogue): FlagRequest {
  assertSmall(body);
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw new OfrepError('PARSE_ERROR', 'The body must be an object with an object "context".');
  const { targetingKey = '', ...entries } = parsed.data.context ?? {};
  if (targetingKey === '')
    throw new OfrepError('TARGETING_KEY_MISSING', 'The context needs a "targetingKey": the user.');
  if (typeof targetingKey !== 'string') throw new OfrepError('INVALID_CONTEXT', 'The "targetingKey" must be text.');
  if (isNobody(targetingKey)) {
    throw new OfrepError('TARGETING_KEY_MISSING', 'This "targetingKey" names nobody: a user of the shop is needed.');
  }
  const isFact = (name: string) => Object.hasOwn(catalogue, name);
  const { consent, ...others } = entries;
  const named = Object.entries(isFact('consent') ? entries : others);
  return {
    userId: targetingKey,
    facts: Object.fromEntries(named.filter(([name]) => isFact(name))),
    consent: isFact('consent') ? [] : readConsent(consent),
    context: Object.fromEntries(named.filter(([name]) => !isFact(name))),
  };
}

function readConsent(consent: unknown): readonly string[] {
  if (consent === undefined || consent === null) return [];
  const parsed = consentSchema.safeParse(consent);
  if (!parsed.success)
    throw new OfrepError('INVALID_CONTEXT', 'The "consent" must be a purpose or a list of purposes.');
  return parsed.data;
}
