import { type z } from 'zod';
import { type CompiledRelease } from '#strata/engine/plan';
import { type DecisionInput, type Detail, timeZoneOf, type UserEvent } from '#strata/engine';
import { assertSmall, parseRequest } from '#strata/platform/http';
import { nearestName, StrataError } from '#sdk';
import { checkFacts } from './check-facts.js';
import { readPlainBody } from './plain-body.js';
import { decisionRequestSchema, type eventSchema } from './request.schema.js';

/** A request that can be decided: everything that the caller said, checked and frozen. */
export interface DecisionRequest {
  readonly input: DecisionInput;
  readonly detail: Detail;
  readonly context: Readonly<Record<string, unknown>> | null;
  /** The facts that the caller named, those without a value too. */
  readonly namedFacts: readonly string[];
  /** Whether only to say what would be decided. */
  readonly dryRun?: boolean;
}

const NOTHING = Object.freeze([]);

/**
 * Reads the body of a decision request for a decision with this id at this moment.
 *
 * @param now milliseconds since 1970, UTC
 * @throws StrataError INVALID_REQUEST, UNKNOWN_STRATEGY, UNKNOWN_FACT, INVALID_FACT, each with all its problems
 */
export function parseDecisionRequest(
  body: unknown,
  release: CompiledRelease,
  { id, now }: { readonly id: string; readonly now: number },
): DecisionRequest {
  assertSmall(body);
  const { userId, strategy, facts, events, consent, context, explain, dryRun } =
    readPlainBody(body) ?? parseRequest(decisionRequestSchema, body);
  if (strategy !== undefined) assertKnown(strategy, release);
  const input: DecisionInput = {
    id,
    userId,
    now,
    strategies: strategy === undefined ? null : Object.freeze([strategy]),
    facts: checkFacts(facts ?? {}, release.documents.facts, timeZoneOf(release.documents)),
    events: events === undefined ? NOTHING : Object.freeze(events.map((event) => toUserEvent(event, now))),
    consent: consent === undefined ? NOTHING : Object.freeze(consent),
    suppressed: false,
    contacts: NOTHING,
  };
  return {
    input: Object.freeze(input),
    detail: explain ?? 'summary',
    context: context ?? null,
    namedFacts: Object.keys(facts ?? {}),
    dryRun: dryRun ?? false,
  };
}

function assertKnown(strategy: string, { strategies }: CompiledRelease): void {
  if (strategies.some(({ document }) => document.id === strategy)) return;
  const known = strategies.map(({ document }) => document.id);
  const nearest = nearestName(strategy, known);
  const message = `There is no strategy "${strategy}".`;
  const problem = { message, pointer: '/strategy', expected: 'the id of a strategy of the current release' };
  throw new StrataError('UNKNOWN_STRATEGY', message, {
    problems: [nearest === undefined ? problem : { ...problem, nearest }],
  });
}

function toUserEvent({ name, at, properties }: z.infer<typeof eventSchema>, now: number): UserEvent {
  return Object.freeze({ name, at: at ?? now, properties: properties ?? {} });
}
