import { type CompiledRelease } from '#strata/engine/plan';
import { type SwitchedOff } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { findStop } from '#strata/ledger/switches';
import { recordChange } from '#strata/platform/audit';
import { type Database } from '#strata/platform/database';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { type RollingCampaign, rollingCampaign, rollingIn } from './rolling-documents.js';
import { type ListedContact, listedContacts } from './tables/contact-list.js';
import { forgetAllMoments } from './tables/moment-table.js';
import {
  beginAgain,
  beginRolling,
  moveRolling,
  type RollingProgress,
  rollingProgress,
  type RollingState,
} from './tables/progress-table.js';
import {
  knownMoments,
  type KnownMoments,
  latestTurns,
  type ListedPeople,
  listedPeople,
  type ListedTurn,
} from './tables/turn-table.js';

/** A rolling campaign as people see it. Moments are milliseconds since 1970, UTC. */
export interface RollingRecord extends RollingProgress {
  readonly title: string;
  readonly strategy: string;
  /** ISO-8601 duration. */
  readonly every: string;
  /** Who stopped its strategy, so that it rests; null where nobody did. */
  readonly stopped: SwitchedOff | null;
  /** When the next turn is due; null where it does not run, or its strategy is stopped. A server takes it within seconds. */
  readonly nextTurn: number | null;
  readonly moments: KnownMoments;
  readonly listed: ListedPeople;
  /** The last turn that put somebody on the list. */
  readonly latest: ListedTurn | null;
}

/** A page of a campaign's list: the places after one. */
interface ContactsPage {
  readonly turn?: string | undefined;
  readonly after: number;
  readonly limit: number;
}

/** How rolling campaigns are, and what people tell them to do. */
export class RollingRecords {
  constructor(
    private readonly database: Database,
    private readonly releases: Pick<CurrentRelease, 'get'>,
  ) {}

  /** All of the current release. @param now milliseconds since 1970, UTC */
  async list(now: number): Promise<readonly RollingRecord[]> {
    const records: RollingRecord[] = [];
    for (const campaign of rollingIn(this.#release())) records.push(await this.#record(campaign, now));
    return records;
  }

  /** @throws StrataError NOT_FOUND with the nearest id */
  async find(id: string, now: number): Promise<RollingRecord> {
    return await this.#record(rollingCampaign(this.#release(), id), now);
  }

  /** The latest turns that put somebody on the list, the last one first. */
  turns(campaign: string, limit: number): Promise<readonly ListedTurn[]> {
    return this.database.run((manager) => latestTurns(manager, { campaign, limit }));
  }

  /** A page of the list, in the order of its turns. */
  contacts(campaign: string, page: ContactsPage): Promise<readonly ListedContact[]> {
    return this.database.run((manager) => listedContacts(manager, { campaign, ...page }));
  }

  /** Nobody is looked at and nothing is pushed until it is resumed. @throws StrataError NOT_FOUND, CONFLICT */
  async pause(id: string, by: string, reason?: string): Promise<void> {
    await this.#move(id, { by, reason, what: 'paused', from: ['running'], to: 'paused' });
  }

  /**
   * Goes on after a pause: what fell due meanwhile is looked at now. One that was cancelled begins again, with what comes from now on.
   *
   * @throws StrataError NOT_FOUND, CONFLICT where it runs
   */
  async resume(id: string, by: string, reason?: string): Promise<void> {
    await this.#move(id, { by, reason, what: 'resumed', from: ['paused', 'cancelled'], to: 'running' });
  }

  /** Ends it and forgets the moments that were to come; what is on its list stays and is handed out. @throws StrataError NOT_FOUND, CONFLICT */
  async cancel(id: string, by: string, reason?: string): Promise<void> {
    await this.#move(id, { by, reason, what: 'cancelled', from: ['running', 'paused'], to: 'cancelled' });
  }

  async #move(id: string, { by, reason, what, from, to }: Move): Promise<void> {
    rollingCampaign(this.#release(), id);
    await this.database.transaction(async (manager) => {
      await beginRolling(manager, id);
      const before = (await rollingProgress(manager, [id])).get(id)?.state ?? 'running';
      if (before === 'cancelled' && to === 'running') await beginAgain(manager, id);
      else if (!(await moveRolling(manager, id, { from, to }))) throw notIn(before, what);
      if (to === 'cancelled') await forgetAllMoments(manager, id);
      const change = { who: by, what: `campaign.${what}`, subject: `campaign:${id}` };
      const after = { state: to, ...(reason === undefined ? {} : { reason }) };
      await recordChange(manager, { ...change, before: { state: before }, after });
    });
  }

  async #record(campaign: RollingCampaign, now: number): Promise<RollingRecord> {
    const { id, title, strategy, schedule } = campaign;
    return await this.database.run(async (manager) => {
      const progress = (await rollingProgress(manager, [id])).get(id) ?? { campaign: id, ...BEFORE };
      const [latest = null] = await latestTurns(manager, { campaign: id, limit: 1 });
      const stopped = await findStop(manager, strategy);
      const next = stopped === null ? nextTurn(campaign, progress, now) : null;
      return {
        ...{ ...progress, title, strategy, every: schedule.every, stopped, nextTurn: next, latest },
        moments: await knownMoments(manager, id, now),
        listed: await listedPeople(manager, id),
      };
    });
  }

  #release(): CompiledRelease {
    return this.releases.get();
  }
}

interface Move {
  readonly by: string;
  readonly reason: string | undefined;
  /** What is done to it. */
  readonly what: string;
  readonly from: readonly RollingState[];
  readonly to: RollingState;
}

/** Of a campaign that no server has looked at yet. */
const BEFORE = { state: 'running', lastTurn: null } as const;

function nextTurn(
  { schedule: { every } }: RollingCampaign,
  { state, lastTurn }: Pick<RollingProgress, 'state' | 'lastTurn'>,
  now: number,
): number | null {
  if (state !== 'running') return null;
  return lastTurn === null ? now : lastTurn + (durationMilliseconds(every) ?? 0);
}

function notIn(state: RollingState, deed: string): StrataError {
  const message = `The campaign is ${state}: it cannot be ${deed}.`;
  return new StrataError('CONFLICT', message, { problems: [{ message: `the campaign is ${state}` }] });
}
