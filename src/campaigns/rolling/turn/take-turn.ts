import { type Campaign } from '#strata/engine';
import { type CompiledRelease, type CompiledStrategy } from '#strata/engine/plan';
import { DECISION } from '#strata/ledger/contacts';
import { type DrawnPeople, recordDrawn, takeTurn as takeLedgerTurn } from '#strata/ledger/exposures';
import { collectMoments, refreshStatistics } from '../tables/collect-moments.js';
import { closeTurns, listContacts, type RollingContact } from '../tables/contact-list.js';
import {
  claimedPeople,
  claimMoments,
  type DuePerson,
  duePeople,
  forgetMoments,
  postponeMoments,
  type PostponedPerson,
} from '../tables/moment-table.js';
import { adoptMoments, beginRolling } from '../tables/progress-table.js';
import { type Chosen, chooseFor, decidedBefore, decideFor, type DecidingParts, type Firing } from './fire-moments.js';
import { momentsOf, type TriggerMoment } from '../tables/trigger-moments.js';

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

/** So many new moments change how they are best found. */
const MANY = 5_000;

/** Moments of one step. */
const AT_ONCE = 256;
/** People a request to a webhook unless told. */
const BATCH = 500;

/**
 * Looks at the people whose moment has come since the last turn, each moment once, and puts those on the list for whom there
 * is something. It may end anywhere and be taken again: moments are kept until what came of them is on the list. Several
 * processes may even do so at once: a moment is decided about under the id that the first of them wrote down.
 *
 * @returns how many came onto the list; of a campaign that does not run only those who were being decided about
 */
export async function takeTurn(parts: DecidingParts, turn: RollingTurn): Promise<number> {
  const { campaign, strategy, clock } = turn;
  const { database } = parts;
  const moments = strategy.trigger === null ? [] : momentsOf(strategy.trigger);
  await database.run((manager) => beginRolling(manager, campaign.id));
  await database.transaction((manager) => adoptMoments(manager, campaign.id, { moments, now: clock() }));
  await collect(parts, turn, moments);
  const listed = (await goOn(parts, turn)) + (await fireDue(parts, turn));
  const size = webhookBatch(campaign);
  await database.transaction((manager) => closeTurns(manager, { campaign: campaign.id, size, now: clock() }));
  return listed;
}

async function collect(
  { database }: DecidingParts,
  { campaign, clock, pause }: RollingTurn,
  moments: readonly TriggerMoment[],
): Promise<void> {
  let collected = 0;
  for (;;) {
    const piece = await database.transaction((manager) => collectMoments(manager, campaign.id, moments, clock()));
    collected += piece.moments;
    if (!piece.more) break;
    await pause();
  }
  if (collected >= MANY) await database.run(refreshStatistics);
}

function webhookBatch({ out }: Campaign): number | null {
  return out !== undefined && 'webhook' in out ? (out.webhook.batch ?? BATCH) : null;
}

/** Those about whom somebody was deciding when it ended: whatever was decided then holds. */
async function goOn(parts: DecidingParts, turn: RollingTurn): Promise<number> {
  let listed = 0;
  for (;;) {
    const { id } = turn.campaign;
    const people = await parts.database.run((manager) => claimedPeople(manager, id, AT_ONCE));
    if (people.length === 0) return listed;
    const before = await decidedBefore(parts.log, people);
    const chosen = await chooseFor(
      parts,
      firingOf(turn),
      people.filter(({ firing }) => !before.has(firing)),
    );
    const { postponed, others } = sorted(chosen);
    const contacts = await Promise.all(others.map((each) => decideFor(parts.log, id, each)));
    const decided = [...before.values(), ...contacts];
    listed += await finish(parts, turn, { looked: people, postponed, decided, drawn: drawnOf(others) });
    await turn.pause();
  }
}

async function fireDue(parts: DecidingParts, turn: RollingTurn): Promise<number> {
  const { database, log } = parts;
  const { id } = turn.campaign;
  const now = turn.clock();
  let listed = 0;
  for (let from = 0; ;) {
    const step = { now, from, most: AT_ONCE };
    const { people: due, until } = await database.run((manager) => duePeople(manager, id, step));
    if (due.length === 0) return listed;
    const { postponed, others } = sorted(await chooseFor(parts, firingOf(turn), due));
    const hits = others.filter(({ choice }) => choice.outcome !== 'none');
    const named = hits.flatMap(({ firing, ids }) => ids.map((person) => ({ ...person, firing })));
    const claimed =
      named.length > 0 ? await database.run((manager) => claimMoments(manager, id, named)) : new Set<string>();
    const mine = hits.filter(({ firing }) => claimed.has(firing));
    const decided = await Promise.all(mine.map((each) => decideFor(log, id, each)));
    const drawn = drawnOf(others.filter((each) => !hits.includes(each)));
    listed += await finish(parts, turn, { looked: [...due, ...named], postponed, decided, drawn });
    from = until;
    await turn.pause();
  }
}

function firingOf({ campaign, strategy, release, clock }: RollingTurn): Firing {
  return { campaign: campaign.id, strategy: strategy.document.id, release, now: clock() };
}

/** Those who are not to be disturbed now, and all others. */
function sorted(chosen: readonly Chosen[]): {
  readonly postponed: readonly PostponedPerson[];
  readonly others: readonly Chosen[];
} {
  return {
    postponed: chosen.flatMap(({ ids, quietUntil: until }) =>
      until === null ? [] : ids.map((person) => ({ ...person, until })),
    ),
    others: chosen.filter(({ quietUntil }) => quietUntil === null),
  };
}

/** Who was drawn into an arm; of those about whom it was decided for good the log of decisions knows it, too. */
function drawnOf(chosen: readonly Chosen[]): Looked['drawn'] {
  return chosen.flatMap(({ userId, choice: { reported, qualified } }) => {
    const arm = reported?.qualification.arm?.id;
    return arm === undefined ? [] : [{ userId, arm, at: qualified.input.now }];
  });
}

/** What came of a step. */
interface Looked {
  readonly looked: readonly DuePerson[];
  readonly postponed: readonly PostponedPerson[];
  readonly decided: readonly (RollingContact | null)[];
  readonly drawn: DrawnPeople['people'];
}

/** Puts people on the list, puts off the moments of some, and takes those of the others away, in one transaction. */
async function finish(
  { database }: DecidingParts,
  { campaign: { id: campaign }, strategy: { document: strategy }, clock }: RollingTurn,
  { looked, postponed, decided, drawn }: Looked,
): Promise<number> {
  const contacts = decided.filter((contact) => contact !== null);
  await database.transaction(async (manager) => {
    await listContacts(manager, { campaign, now: clock() }, contacts);
    if (postponed.length > 0) await postponeMoments(manager, campaign, postponed);
    await forgetMoments(manager, campaign, looked);
    if (drawn.length === 0) return;
    await takeLedgerTurn(manager);
    await recordDrawn(manager, { strategy, source: DECISION, people: drawn });
  });
  return contacts.length;
}
