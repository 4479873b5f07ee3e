import { recommendedFor } from '#strata/decisions/content';
import { type DecisionInput, type RecommendedByOffer, type Scores } from '#strata/engine';
import { choose, type Choice, qualify } from '#strata/engine/decide';
import { type CompiledRelease } from '#strata/engine/plan';
import { type OfferItems } from '#strata/items';
import { uuidv7 } from '#strata/kernel';
import { type DecisionLog, readDecision } from '#strata/decisions/log';
import { identityOf } from '#strata/decisions/decide';
import { type PolicyDesk } from '#strata/decisions/policies';
import { type StrategySwitches } from '#strata/ledger/switches';
import { type ChampionScorers } from '#strata/models/registry';
import { type Database } from '#strata/platform/database';
import { type FactGatherer, notePeople, type StoredFacts } from '#strata/profiles/facts';
import { resolvePersons } from '#strata/profiles/store';
import { type RollingContact } from '../tables/contact-list.js';
import { type DuePerson, type FiringPerson } from '../tables/moment-table.js';

/** What people are decided about with. */
export interface DecidingParts {
  readonly database: Database;
  readonly gatherer: FactGatherer;
  readonly scorers: Pick<ChampionScorers, 'score'>;
  readonly log: DecisionLog;
  readonly switches: Pick<StrategySwitches, 'among' | 'stopOf'>;
  readonly policies: Pick<PolicyDesk, 'complete'>;
  readonly items: Pick<OfferItems, 'choose'>;
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
export interface Chosen {
  /** The person that all of these ids lead to now. */
  readonly userId: string;
  /** The first one's moment counts. */
  readonly ids: readonly [DuePerson, ...DuePerson[]];
  /** Id of the decision. */
  readonly firing: string;
  readonly choice: Choice;
  /** What recommenders chose for its offers; null where none was asked. */
  readonly recommended: RecommendedByOffer | null;
  /** Where nothing is offered because of quiet hours: when they end, in milliseconds since 1970, UTC. Else null. */
  readonly quietUntil: number | null;
}

/** What is known about these people now, and what is chosen for each; ids that were joined meanwhile are one person. */
export async function chooseFor(
  parts: DecidingParts,
  firing: Firing,
  due: readonly DuePerson[],
): Promise<readonly Chosen[]> {
  if (due.length === 0) return [];
  const people = await byPerson(parts.database, due);
  notePeople(parts.database);
  const stored = await parts.gatherer.gather([...people.keys()], firing.release, firing.now);
  const chosen = await Promise.all(
    Array.from(people, async ([userId, ids]) => {
      const facts = stored.get(userId);
      if (facts?.exists !== true) return null;
      const id = ids[0].firing ?? uuidv7();
      const choice = await chooseOne(parts, firing, { id, userId, stored: facts });
      const recommended = await recommendedFor(choice, parts.items, []);
      return { userId, ids, firing: id, choice, recommended, quietUntil: quietUntil(choice) };
    }),
  );
  return chosen.filter((each) => each !== null);
}

async function byPerson(
  database: Database,
  people: readonly DuePerson[],
): Promise<ReadonlyMap<string, readonly [DuePerson, ...DuePerson[]]>> {
  const ids = people.map(({ userId }) => userId);
  const persons = await database.run((manager) => resolvePersons(manager, ids));
  const found = new Map<string, readonly [DuePerson, ...DuePerson[]]>();
  for (const each of people) {
    const person = persons.get(each.userId) ?? each.userId;
    const known = found.get(person);
    found.set(person, known === undefined ? [each] : [...known, each]);
  }
  return found;
}

interface AskedPerson {
  /** Id of the decision. */
  readonly id: string;
  readonly userId: string;
  readonly stored: StoredFacts;
}

async function chooseOne(
  { database, scorers, log, switches, policies }: DecidingParts,
  { strategy, release, now }: Firing,
  { id, userId, stored }: AskedPerson,
): Promise<Choice> {
  const identity = await identityOf(database, stored.joined, { userId, release });
  const switchedOff = switches.among([strategy]);
  const input: DecisionInput = Object.freeze({
    ...{ ...inputOf(stored, { id, userId, strategy, now }), ...identity },
    ...(switchedOff === undefined ? {} : { switchedOff }),
  });
  const qualified = qualify(input, release);
  const scores = qualified.needs.length === 0 ? NO_SCORES : await scorers.score(qualified.needs, input.facts);
  return await policies.complete(choose(qualified, scores, await log.availability(release, now)));
}

function quietUntil({ outcome, verdicts }: Choice): number | null {
  if (outcome !== 'none') return null;
  const ends = verdicts.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.code === 'QUIET_HOURS' ? [step.block.until] : [])),
  );
  return ends.length === 0 ? null : Math.min(...ends);
}

/**
 * Decides for good: the decision stands in the log as any other one, under a key of its own, so that whoever decides at the
 * same time answers with the same one.
 *
 * @returns null where it came to nothing after all, or an earlier offer still stands
 */
export async function decideFor(
  log: DecisionLog,
  campaign: string,
  { ids: [{ due }], firing, choice, recommended }: Chosen,
): Promise<RollingContact | null> {
  const idempotency = { key: `rolling/${firing}`, bodyHash: firing };
  const { text } = await log.append({ choice, detail: 'summary', context: { campaign }, idempotency, recommended });
  return contactOf(text, due);
}

/** What was decided about people before it was known that it was, by the id of the decision. */
export async function decidedBefore(
  log: DecisionLog,
  people: readonly FiringPerson[],
): Promise<ReadonlyMap<string, RollingContact | null>> {
  const dues = new Map(people.toReversed().map(({ firing, due }) => [firing, due]));
  const found = await Promise.all(
    Array.from(dues, async ([firing, due]) => {
      const stored = await log.find(firing);
      return stored === null ? [] : [[firing, contactOf(stored.decision, due)] as const];
    }),
  );
  return new Map(found.flat());
}

function contactOf(text: string, due: number): RollingContact | null {
  const { id, userId, outcome, repeated, offer, arm, at } = readDecision(text);
  if (outcome === 'none' || repeated) return null;
  return { userId, due, decision: id, outcome, offer: offer?.id ?? null, arm, at: Date.parse(at) };
}

function inputOf(
  { facts, events, consent, suppressed }: StoredFacts,
  { id, userId, strategy, now }: Pick<DecisionInput, 'id' | 'userId' | 'now'> & { readonly strategy: string },
): DecisionInput {
  const strategies = Object.freeze([strategy]);
  return { id, userId, now, strategies, facts, events, consent, suppressed, contacts: Object.freeze([]) };
}

const NO_SCORES: Scores = Object.freeze({});
