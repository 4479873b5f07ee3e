import { type FactRef } from '#strata/engine/conditions';
import { withParts } from '#strata/engine/facts';
import { type CompiledRelease } from '#strata/engine/plan';
import { durationMilliseconds } from '#strata/kernel';
import { type EventQuery, factsNamedIn, followerOf, readsOf } from '#strata/engine';

/** What the decisions of a release read of the store. */
export interface Needs {
  /** Catalogue names, each after those that it is told by. */
  readonly facts: readonly string[];
  /** The events that `events` conditions may look at. */
  readonly events: readonly EventNeed[];
}

/** The events of one name that a release may need as they are. */
export interface EventNeed {
  readonly name: string;
  /** How old they may be, in milliseconds; Infinity for all. */
  readonly within: number;
  /** The properties that are read. */
  readonly properties: readonly string[];
}

/**
 * The facts that a strategy, a segment, a model or the contact policy of the release uses, and the events that its conditions count. A fact
 * that nothing uses is not computed for a decision.
 */
export function needsOf(release: CompiledRelease): Needs {
  const found = known.get(release) ?? findNeeds(release);
  known.set(release, found);
  return found;
}

const known = new WeakMap<CompiledRelease, Needs>();

function findNeeds({ documents, strategies, policy }: CompiledRelease): Needs {
  const refs = strategies.flatMap(({ conditions }) => conditions.flatMap(({ facts }) => facts));
  const used = new Set([
    ...refs.map(({ fact }) => fact),
    // A segment reads facts of the catalogue only, and what it refers to is a segment too.
    ...documents.segments.flatMap(({ condition }) => factsNamedIn(condition)),
    ...strategies.flatMap(({ document }) => readsOf(document).facts.map(({ name }) => name)),
    ...(policy === null || policy.timeZone === null ? [] : [policy.timeZone]),
    ...documents.models.flatMap(({ features }) => features),
  ]);
  return { facts: withParts(used, documents.facts), events: eventNeeds(refs) };
}

function eventNeeds(refs: readonly FactRef[]): readonly EventNeed[] {
  const needs = new Map<string, EventNeed>();
  const add = (name: string, within: number, properties: readonly string[]): void => {
    const known = needs.get(name);
    needs.set(name, {
      name,
      within: Math.max(within, known?.within ?? 0),
      properties: [...new Set([...(known?.properties ?? []), ...properties])],
    });
  };
  for (const { fact, params } of refs) {
    if (fact !== 'events' || params === undefined) continue;
    const { name, property, where = {}, within, without } = params as unknown as EventQuery;
    const oldest = within === undefined ? Infinity : (durationMilliseconds(within) ?? Infinity);
    const follower = without === undefined ? null : followerOf(without);
    const same = follower?.same === undefined ? [] : [follower.same];
    add(name, oldest, [...(property === undefined ? [] : [property]), ...Object.keys(where), ...same]);
    // Only what came after an event of the window can follow it.
    if (follower !== null) add(follower.name, oldest, same);
  }
  return [...needs.values()];
}
