import { type Database } from '#strata/platform/database';
import { type OutboundClient } from '#strata/platform/outbound';
import { keysOf, pushBatches } from '../delivery/index.js';
import { markAlertDelivered, takeAlert } from './alert-table.js';

/** Where alerts go. */
export interface AlertTarget {
  readonly url: string;
  readonly secret: string;
}

interface SendParts {
  readonly database: Database;
  readonly client: OutboundClient;
  readonly signal: AbortSignal;
  readonly target: AlertTarget;
}

/**
 * Sends the alerts that wait, signed and tried again as lists of campaigns are: an alert is a delivery of one batch.
 *
 * @throws StrataError BAD_CONFIGURATION, ADDRESS_REFUSED, DELIVERY_FAILED, CANCELLED: what was not taken is tried later
 */
export async function sendAlerts({ database, client, signal, target }: SendParts, now: number): Promise<void> {
  const keys = keysOf(target.secret, 'ALERT_SECRET');
  const take = () => database.run((manager) => takeAlert(manager, now));
  for (let alert = await take(); alert !== undefined; alert = await take()) {
    const { id, body } = alert;
    await pushBatches(
      { id, url: target.url, keys, batches: 1, read: () => onlyBatch(body) },
      { database, client, signal, progress: () => undefined },
    );
    await database.run((manager) => markAlertDelivered(manager, id, Date.now()));
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- batches of lists are read bit by bit
async function* onlyBatch(body: string) {
  yield { number: 1, body: () => body };
}
