import { type Campaign, type CampaignWebhook, type RollingSchedule } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';
import { durationMilliseconds, uuidv7 } from '#strata/kernel';
import { secretNamed } from '#strata/platform/config';
import { type OutboundClient } from '#strata/platform/outbound';
import { type Logger } from '#strata/platform/telemetry';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { isStrataError, StrataError } from '#sdk';
import { pushTurn } from './push-turn.js';
import { type DecidingParts } from './fire-moments.js';
import { markDelivered, undeliveredTurns } from './contact-list.js';
import { LEASE_MS, type Lease, returnLease, takeLease } from './lease-table.js';
import { lastTurn, markTurn } from './moment-table.js';
import { takeTurn } from './take-turn.js';

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

  /** Takes the turns that are due, and begins to hand out what waits. @param now milliseconds since 1970, UTC */
  async look(now: number): Promise<void> {
    const release = this.parts.releases.get();
    for (const campaign of rollingIn(release)) {
      await this.#turnIfDue(campaign, release, now);
      this.#deliver(campaign, release, now);
    }
  }

  /** Resolves when nothing is on its way any more. */
  async delivered(): Promise<void> {
    await Promise.all(this.#deliveries.values());
  }

  async #turnIfDue(campaign: RollingCampaign, release: CompiledRelease, now: number): Promise<void> {
    const { database } = this.parts;
    const strategy = release.strategies.find(({ document }) => document.id === campaign.strategy);
    const every = durationMilliseconds(campaign.schedule.every) ?? Infinity;
    const last = await database.run((manager) => lastTurn(manager, campaign.id));
    // A clock that was set back must not stop it.
    if (strategy === undefined || (last !== null && now - last < every && now >= last)) return;
    await this.#leased({ campaign: campaign.id, work: 'turn' }, async (pause) => {
      await takeTurn(this.parts, { campaign, strategy, release, clock: Date.now, pause });
      await database.run((manager) => markTurn(manager, campaign.id, now));
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

  /** Does work that nobody else does meanwhile; not at all where somebody does. */
  async #leased(what: Omit<Lease, 'holder'>, work: (pause: () => Promise<void>) => Promise<void>): Promise<void> {
    const { database } = this.parts;
    const lease = { ...what, holder: this.#holder };
    const take = (): Promise<boolean> => database.run((manager) => takeLease(manager, lease, Date.now()));
    if (!(await take())) return;
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
  }

  #warn(error: unknown, words: string): void {
    this.parts.logger.warn({ err: error }, words);
  }
}

type RollingCampaign = Campaign & { readonly schedule: RollingSchedule };

function rollingIn({ documents }: CompiledRelease): readonly RollingCampaign[] {
  return (documents.campaigns ?? []).filter(isRolling);
}

function isRolling(campaign: Campaign): campaign is RollingCampaign {
  return campaign.schedule !== undefined && 'every' in campaign.schedule;
}

function stopped(): StrataError {
  return new StrataError('CANCELLED', 'The turn was stopped.');
}
