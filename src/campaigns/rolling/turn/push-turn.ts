import { type Campaign, type CampaignWebhook } from '#strata/engine';
import { type CompiledRelease } from '#strata/engine/plan';
import { type Database } from '#strata/platform/database';
import { type OutboundClient } from '#strata/platform/outbound';
import { type DeliveryBatch, keysOf, offersTold, pushBatches } from '../../delivery/index.js';
import { contactsOfBatch, type ListedContact, type WaitingTurn } from '../tables/contact-list.js';

interface PushParts {
  readonly database: Database;
  readonly client: OutboundClient;
  readonly signal: AbortSignal;
  /** Called after each batch; throws where the push is to end. */
  readonly pause: () => Promise<void>;
}

/** The list of a turn, and where it goes. */
interface PushedTurn {
  readonly campaign: Campaign;
  readonly webhook: CampaignWebhook;
  /** What the variable holds that the webhook names. */
  readonly secret: string | undefined;
  readonly release: CompiledRelease;
  readonly turn: WaitingTurn;
}

/**
 * Pushes the list of a turn in its batches; those that were taken before are not sent again.
 *
 * @throws StrataError BAD_CONFIGURATION, ADDRESS_REFUSED, DELIVERY_FAILED, CANCELLED
 */
export async function pushTurn(parts: PushParts, pushed: PushedTurn): Promise<void> {
  const { database, client, signal, pause } = parts;
  const { turn, webhook, secret } = pushed;
  if (turn.batches === 0) return;
  const keys = keysOf(secret, webhook.secret);
  await pushBatches(
    {
      ...{ id: turn.id, url: webhook.url, keys, batches: turn.batches },
      read: () => batchesOf(database, pushed, pause),
    },
    { database, client, signal, progress: () => undefined },
  );
}

async function* batchesOf(
  database: Database,
  pushed: PushedTurn,
  pause: PushParts['pause'],
): AsyncGenerator<DeliveryBatch> {
  const { turn } = pushed;
  for (let number = 1; number <= turn.batches; number++) {
    await pause();
    const batch = number;
    const people = await database.run((manager) => contactsOfBatch(manager, { turn: turn.id, batch }));
    // All of a batch may have been erased.
    if (people.length > 0) yield { number, body: () => bodyOf(pushed, batch, people) };
  }
}

function bodyOf({ campaign, release, turn }: PushedTurn, batch: number, people: readonly ListedContact[]): string {
  const strategy = release.documents.strategies.find(({ id }) => id === campaign.strategy);
  const data = {
    ...{ run: turn.id, campaign: campaign.id, strategy: campaign.strategy, batch },
    offers: offersTold(
      strategy?.offers ?? [],
      people.flatMap(({ offer }) => offer ?? []),
    ),
    people: people.map(({ userId, offer, arm, decision, due, at }) => {
      return { user: userId, offer, arm, decision, due: new Date(due).toISOString(), at: new Date(at).toISOString() };
    }),
  };
  return JSON.stringify({ type: 'campaign.batch', timestamp: new Date(turn.at).toISOString(), data });
}
