import { type Campaign } from '#strata/engine';
import { type CompiledRelease, type CompiledStrategy } from '#strata/engine/plan';
import { uuidv7 } from '#strata/kernel';
import { closeTurns, listContacts, type RollingContact } from './contact-list.js';
import { chooseFor, decideFor, type DecidingParts, type Firing } from './fire-moments.js';
import {
  beginRolling,
  claimedPeople,
  claimMoments,
  collectMoments,
  type DuePerson,
  duePeople,
  type FiringPerson,
  forgetMoments,
} from './moment-table.js';
import { momentsOf } from './trigger-moments.js';

/** A turn of a rolling campaign. */
export interface RollingTurn {
  readonly campaign: Campaign;
  readonly strategy: CompiledStrategy;
  readonly release: CompiledRelease;
  /** The clock: milliseconds since 1970, UTC. It is read anew for each step. */
  readonly clock: () => number;
  /** Called between steps; throws where the turn is to end. */
  readonly pause: () => Promise<void>;
}

/** People of one step. */
const AT_ONCE = 256;
/** People a request to a webhook unless told. */
const BATCH = 500;

/**
 * Looks at the people whose moment has come since the last turn, each moment once, and puts those on the list for whom there
 * is something. It may end anywhere and be taken again: moments are kept until what came of them is on the list.
 *
 * @returns how many came onto the list
 */
export async function takeTurn(parts: DecidingParts, turn: RollingTurn): Promise<number> {
  const { campaign, strategy, clock, pause } = turn;
  const { database } = parts;
  const moments = strategy.trigger === null ? [] : momentsOf(strategy.trigger);
  await database.run((manager) => beginRolling(manager, campaign.id));
  while (await database.transaction((manager) => collectMoments(manager, campaign.id, moments, clock()))) await pause();
  const listed = (await goOn(parts, turn)) + (await fireDue(parts, turn));
  const size = webhookBatch(campaign);
  await database.transaction((manager) => closeTurns(manager, { campaign: campaign.id, size, now: clock() }));
  return listed;
}

function webhookBatch({ out }: Campaign): number | null {
  return out !== undefined && 'webhook' in out ? (out.webhook.batch ?? BATCH) : null;
}

/** Those about whom somebody was deciding when it ended: whatever was decided then is asked for once more. */
async function goOn(parts: DecidingParts, turn: RollingTurn): Promise<number> {
  let listed = 0;
  for (;;) {
    const { id } = turn.campaign;
    const people = await parts.database.run((manager) => claimedPeople(manager, id, AT_ONCE));
    if (people.length === 0) return listed;
    const chosen = await chooseFor(parts, firingOf(turn), people);
    const contacts = await Promise.all(chosen.map((each) => decideFor(parts.log, id, each)));
    listed += await finish(parts, turn, people, contacts);
    await turn.pause();
  }
}

async function fireDue(parts: DecidingParts, turn: RollingTurn): Promise<number> {
  const { id } = turn.campaign;
  const now = turn.clock();
  let listed = 0;
  for (;;) {
    const due = await parts.database.run((manager) => duePeople(manager, id, { now, most: AT_ONCE }));
    if (due.length === 0) return listed;
    const chosen = await chooseFor(parts, firingOf(turn), due);
    const hits = chosen
      .filter(({ choice }) => choice.outcome !== 'none')
      .map(({ ids, ...hit }) => ({ ...hit, ids: named(ids, uuidv7()) }));
    const claimed = hits.flatMap(({ ids }) => ids);
    if (claimed.length > 0) await parts.database.run((manager) => claimMoments(manager, id, claimed));
    const contacts = await Promise.all(hits.map((each) => decideFor(parts.log, id, each)));
    listed += await finish(parts, turn, due, contacts);
    await turn.pause();
  }
}

function named(
  [first, ...others]: readonly [DuePerson, ...DuePerson[]],
  firing: string,
): [FiringPerson, ...FiringPerson[]] {
  return [{ ...first, firing }, ...others.map((other) => ({ ...other, firing }))];
}

function firingOf({ campaign, strategy, release, clock }: RollingTurn): Firing {
  return { campaign: campaign.id, strategy: strategy.document.id, release, now: clock() };
}

/** Puts people on the list and takes their moments away, in one transaction. */
async function finish(
  { database }: DecidingParts,
  { campaign: { id: campaign }, clock }: RollingTurn,
  people: readonly (DuePerson | FiringPerson)[],
  decided: readonly (RollingContact | null)[],
): Promise<number> {
  const contacts = decided.filter((contact) => contact !== null);
  await database.transaction(async (manager) => {
    await listContacts(manager, { campaign, now: clock() }, contacts);
    await forgetMoments(manager, campaign, people);
  });
  return contacts.length;
}
