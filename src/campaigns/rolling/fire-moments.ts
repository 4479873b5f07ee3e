import { type DecisionInput, type Scores } from '#strata/engine';
import { choose, type Choice, qualify } from '#strata/engine/decide';
import { type CompiledRelease } from '#strata/engine/plan';
import { uuidv7 } from '#strata/kernel';
import { type DecisionLog, readDecision } from '#strata/decisions/log';
import { identityOf } from '#strata/decisions/decide';
import { type ChampionScorers } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { type FactGatherer, notePeople, type StoredFacts } from '#strata/profiles/facts';
import { resolvePersons } from '#strata/profiles/store';
import { type RollingContact } from './contact-list.js';
import { type DuePerson, type FiringPerson } from './moment-table.js';

/** What people are decided about with. */
export interface DecidingParts {
  readonly database: Database;
  readonly gatherer: FactGatherer;
  readonly scorers: Pick<ChampionScorers, 'score'>;
  readonly log: DecisionLog;
}

/** By what people are decided about. */
export interface Firing {
  readonly campaign: string;
  /** The one strategy that is asked. */
  readonly strategy: string;
  readonly release: CompiledRelease;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** What would be decided about somebody. */
export interface Chosen<P extends DuePerson> {
  /** The person that all of these ids lead to now. */
  readonly userId: string;
  /** The first one's moment counts. */
  readonly ids: readonly [P, ...P[]];
  readonly choice: Choice;
}

/** What is known about these people now, and what is chosen for each; ids that were joined meanwhile are one person. */
export async function chooseFor<P extends DuePerson>(
  parts: DecidingParts,
  firing: Firing,
  due: readonly P[],
): Promise<readonly Chosen<P>[]> {
  const people = await byPerson(parts.database, due);
  notePeople(parts.database);
  const stored = await parts.gatherer.gather([...people.keys()], firing.release, firing.now);
  const chosen = await Promise.all(
    Array.from(people, async ([userId, ids]) => {
      const facts = stored.get(userId);
      if (facts?.exists !== true) return null;
      return { userId, ids, choice: await chooseOne(parts, firing, userId, facts) };
    }),
  );
  return chosen.filter((each) => each !== null);
}

async function byPerson<P extends DuePerson>(
  database: Database,
  people: readonly P[],
): Promise<ReadonlyMap<string, readonly [P, ...P[]]>> {
  const ids = people.map(({ userId }) => userId);
  const persons = await database.run((manager) => resolvePersons(manager, ids));
  const found = new Map<string, readonly [P, ...P[]]>();
  for (const each of people) {
    const person = persons.get(each.userId) ?? each.userId;
    const known = found.get(person);
    found.set(person, known === undefined ? [each] : [...known, each]);
  }
  return found;
}

async function chooseOne(
  { database, scorers, log }: DecidingParts,
  { strategy, release, now }: Firing,
  userId: string,
  stored: StoredFacts,
): Promise<Choice> {
  const identity = await identityOf(database, stored.joined, { userId, release });
  const input: DecisionInput = Object.freeze({ ...inputOf(stored, { userId, strategy, now }), ...identity });
  const qualified = qualify(input, release);
  const scores = qualified.needs.length === 0 ? NO_SCORES : await scorers.score(qualified.needs, input.facts);
  return choose(qualified, scores, await log.availability(release, now));
}

/**
 * Decides for good: the decision stands in the log as any other one, under a key of its own, so that deciding again after a
 * crash answers with the same one.
 *
 * @returns null where it came to nothing after all, or an earlier offer still stands
 */
export async function decideFor(
  log: DecisionLog,
  campaign: string,
  { userId, ids: [{ due, firing }], choice }: Chosen<FiringPerson>,
): Promise<RollingContact | null> {
  const idempotency = { key: `rolling/${firing}`, bodyHash: firing };
  const { text } = await log.append({ choice, detail: 'summary', context: { campaign }, idempotency });
  const { id, outcome, repeated, offer, arm, at } = readDecision(text);
  if (outcome === 'none' || repeated) return null;
  return { userId, due, decision: id, outcome, offer: offer?.id ?? null, arm, at: Date.parse(at) };
}

function inputOf(
  { facts, events, consent, suppressed }: StoredFacts,
  { userId, strategy, now }: { readonly userId: string; readonly strategy: string; readonly now: number },
): DecisionInput {
  const strategies = Object.freeze([strategy]);
  return { id: uuidv7(), userId, now, strategies, facts, events, consent, suppressed, contacts: Object.freeze([]) };
}

const NO_SCORES: Scores = Object.freeze({});
