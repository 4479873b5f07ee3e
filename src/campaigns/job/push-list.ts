import { type CampaignWebhook } from '#strata/engine';
import { secretNamed } from '#strata/platform/config';
import { type Database } from '#strata/platform/database';
import { type OutboundClient } from '#strata/platform/outbound';
import { countBatches, keysOf, listBatches, pushBatches } from '../delivery/index.js';
import { type BegunRun } from './begin-run.js';

/** What a list is pushed with. */
export interface PushParts {
  readonly database: Database;
  readonly client: OutboundClient;
}

interface PushRun {
  /** Path of the list, Parquet. */
  readonly list: string;
  readonly signal: AbortSignal;
  /** @param share 0 to 1 */
  readonly progress: (share: number, note: string) => void;
}

/** People a request unless told. */
const BATCH = 500;

/** The webhook that a run's list is pushed to; undefined where it is fetched or written as a file. */
export function webhookOf({ payload }: Pick<BegunRun, 'payload'>): CampaignWebhook | undefined {
  const { out } = payload.document;
  return out !== undefined && 'webhook' in out ? out.webhook : undefined;
}

/**
 * Pushes what was not taken yet of a list that is booked. Done again it goes on.
 *
 * @throws StrataError BAD_CONFIGURATION, ADDRESS_REFUSED, DELIVERY_FAILED, CANCELLED
 */
export async function pushList(
  { database, client }: PushParts,
  { row, payload, strategy, plan }: BegunRun,
  webhook: CampaignWebhook,
  { list: path, signal, progress }: PushRun,
): Promise<void> {
  const keys = keysOf(secretNamed(webhook.secret), webhook.secret);
  const { document: campaign } = payload;
  const size = webhook.batch ?? BATCH;
  const list = { run: row.id, campaign, strategy: strategy.document, path, now: plan.now, size };
  const batches = await countBatches(list);
  await pushBatches(
    { id: row.id, url: webhook.url, keys, batches, read: () => listBatches(list) },
    {
      ...{ database, client, signal },
      progress(taken, note) {
        progress(taken / batches, note);
      },
    },
  );
}
