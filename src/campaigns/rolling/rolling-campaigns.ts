import { type Campaign, type CampaignWebhook } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';
import { durationMilliseconds, uuidv7 } from '#strata/kernel';
import { strategyStopped } from '#strata/ledger/switches';
import { secretNamed } from '#strata/platform/config';
import { type OutboundClient } from '#strata/platform/outbound';
import { type Logger } from '#strata/platform/telemetry';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { isStrataError, StrataError } from '#sdk';
import { type RollingCampaign, rollingCampaign, rollingIn } from './rolling-documents.js';
import { markDelivered, undeliveredTurns } from './tables/contact-list.js';
import { LEASE_MS, type Lease, returnLease, takeLease } from './tables/lease-table.js';
import { beginAgain, markTurn, type RollingProgress, rollingProgress } from './tables/progress-table.js';
import { type DecidingParts } from './turn/fire-moments.js';
import { pushTurn } from './turn/push-turn.js';
import { takeTurn } from './turn/take-turn.js';

export interface RollingParts extends DecidingParts {
  readonly releases: Pick<CurrentRelease, 'get'>;
  readonly client: OutboundClient;
  readonly logger: Logger;
}

/** How often it is looked whose turn has come. */
const LOOK_MS = 5_000;
/** How long a receiver that took nothing is left alone. */
const REST_MS = 60_000;

/**
 * Rolling campaigns: their turns when they are due, and their lists on the way to webhooks. Several servers may do so at once:
 * a lease keeps them from doing the same work, and where one is lost nothing is done twice all the same.
 */
export class RollingCampaigns {
  readonly #holder = uuidv7();
  readonly #stop = new AbortController();
  readonly #deliveries = new Map<string, Promise<void>>();
  /** By campaign, until when its receiver is left alone. */
  readonly #rests = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(private readonly parts: RollingParts) {}

  /** Looks every few seconds until it is closed. */
  open(): void {
    if (this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.look(Date.now()).catch((error: unknown) => {
        this.#warn(error, 'a turn of a rolling campaign was not taken; it is the next time');
      });
      void this.#looking.then(() => {
        this.open();
      });
    }, LOOK_MS);
    this.#timer.unref();
  }

  /** Ends what is under way between two steps. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#deliveries.values());
    this.parts.client.close();
  }

  /** Takes the turns that are due, and begins to hand out what waits; a campaign whose strategy is stopped rests. @param now milliseconds since 1970, UTC */
  async look(now: number): Promise<void> {
    const release = this.parts.releases.get();
    const campaigns = rollingIn(release);
    if (campaigns.length === 0) return;
    const ids = campaigns.map(({ id }) => id);
    const known = await this.parts.database.run((manager) => rollingProgress(manager, ids));
    for (const campaign of campaigns) {
      if (this.parts.switches.stopOf(campaign.strategy) !== null) continue;
      const progress = known.get(campaign.id);
      if (isDue(campaign, progress, now)) await this.#turn(campaign, release, now);
      if (progress?.state !== 'paused') this.#deliver(campaign, release, now);
    }
  }

  /**
   * Takes a turn of a campaign at once, and hands out what waits; one that was cancelled begins again, with what comes from now on.
   *
   * @throws StrataError NOT_FOUND, STRATEGY_STOPPED, CONFLICT where it is paused, or another process takes a turn of it
   */
  async turnNow(id: string, now: number): Promise<void> {
    const release = this.parts.releases.get();
    const campaign = rollingCampaign(release, id);
    const stop = this.parts.switches.stopOf(campaign.strategy);
    if (stop !== null) throw strategyStopped(campaign.strategy, stop);
    const progress = (await this.parts.database.run((manager) => rollingProgress(manager, [id]))).get(id);
    if (progress?.state === 'paused') throw conflict(`"${id}" is paused`, 'it is resumed first');
    if (progress?.state === 'cancelled') await this.parts.database.run((manager) => beginAgain(manager, id));
    if (!(await this.#turn(campaign, release, now)))
      throw conflict(`another process takes a turn of "${id}"`, 'a moment later');
    this.#deliver(campaign, release, now);
    await this.#deliveries.get(id);
  }

  /** Resolves when nothing is on its way any more. */
  async delivered(): Promise<void> {
    await Promise.all(this.#deliveries.values());
  }

  /** @returns false where another process is at it */
  async #turn(campaign: RollingCampaign, release: CompiledRelease, now: number): Promise<boolean> {
    const strategy = release.strategies.find(({ document }) => document.id === campaign.strategy);
    if (strategy === undefined) return true;
    return await this.#leased({ campaign: campaign.id, work: 'turn' }, async (rest) => {
      const pause = async (): Promise<void> => {
        // Moments that are left are looked at when the strategy is resumed.
        if (this.parts.switches.stopOf(campaign.strategy) !== null) throw stopped();
        await rest();
      };
      await takeTurn(this.parts, { campaign, strategy, release, clock: Date.now, pause });
      await this.parts.database.run((manager) => markTurn(manager, campaign.id, now));
    });
  }

  #deliver(campaign: RollingCampaign, release: CompiledRelease, now: number): void {
    const { out, id } = campaign;
    if (out === undefined || !('webhook' in out) || this.#deliveries.has(id)) return;
    if (now < (this.#rests.get(id) ?? -Infinity)) return;
    const pushing = this.#pushAll(campaign, out.webhook, release)
      .catch((error: unknown) => {
        this.#rests.set(id, now + REST_MS);
        this.#warn(error, 'the list of a rolling campaign was not handed out; it is tried again');
      })
      .finally(() => this.#deliveries.delete(id));
    this.#deliveries.set(id, pushing);
  }

  async #pushAll(campaign: Campaign, webhook: CampaignWebhook, release: CompiledRelease): Promise<void> {
    const { database, client } = this.parts;
    const waiting = await database.run((manager) => undeliveredTurns(manager, campaign.id));
    if (waiting.length === 0) return;
    await this.#leased({ campaign: campaign.id, work: 'delivery' }, async (pause) => {
      for (const turn of await database.run((manager) => undeliveredTurns(manager, campaign.id))) {
        const secret = secretNamed(webhook.secret);
        const signal = this.#stop.signal;
        await pushTurn({ database, client, signal, pause }, { campaign, webhook, secret, release, turn });
        await database.run((manager) => markDelivered(manager, turn.id, Date.now()));
      }
    });
  }

  /** Does work that nobody else does meanwhile; not at all, and false, where somebody does. */
  async #leased(what: Omit<Lease, 'holder'>, work: (pause: () => Promise<void>) => Promise<void>): Promise<boolean> {
    const { database } = this.parts;
    const lease = { ...what, holder: this.#holder };
    const take = (): Promise<boolean> => database.run((manager) => takeLease(manager, lease, Date.now()));
    if (!(await take())) return false;
    let taken = Date.now();
    try {
      await work(async () => {
        if (this.#stop.signal.aborted) throw stopped();
        if (Date.now() - taken < LEASE_MS / 3) return;
        if (!(await take())) throw stopped();
        taken = Date.now();
      });
    } catch (error) {
      if (!isStrataError(error) || error.code !== 'CANCELLED') throw error;
    } finally {
      await database.run((manager) => returnLease(manager, lease));
    }
    return true;
  }

  #warn(error: unknown, words: string): void {
    this.parts.logger.warn({ err: error }, words);
  }
}

function isDue(
  { schedule: { every } }: RollingCampaign,
  progress: Pick<RollingProgress, 'state' | 'lastTurn'> | undefined,
  now: number,
): boolean {
  if (progress?.state === 'paused') return false;
  const last = progress?.lastTurn ?? null;
  // A clock that was set back must not stop it.
  return last === null || now - last >= (durationMilliseconds(every) ?? Infinity) || now < last;
}

function conflict(message: string, expected: string): StrataError {
  return new StrataError('CONFLICT', 'No turn was taken.', { problems: [{ message, expected }] });
}

function stopped(): StrataError {
  return new StrataError('CANCELLED', 'The turn was stopped.');
}
