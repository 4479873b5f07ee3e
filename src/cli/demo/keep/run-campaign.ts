import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { type SeededRandom, StrataError } from '#sdk';
import { type CampaignRun, isAtRest } from '#strata/campaigns/runs';
import { type ShopEvent } from '#strata/simulator/files';
import { type OpenShop } from '../../../in-process.js';
import { type PlayedCustomers, orderAfter } from './responses.js';

const LOOK_MS = 100;
/** Days in which an order answers. */
const WINDOW = 14;

/** Why it runs although its people are others than those that the models learned from. */
const FORCED = 'The crm-team has looked: more people have been away for long, which is what the campaign is for.';

/** Runs a campaign now, by force where it is refused, and draws who of its pool orders, offered something or not. @throws StrataError why it failed */
export async function runCampaign(
  { opened, ...customers }: PlayedCustomers & { readonly opened: OpenShop },
  campaign: string,
  pool: readonly number[],
  random: SeededRandom,
): Promise<readonly ShopEvent[]> {
  const { campaigns } = opened;
  const first = await restOf(opened, await campaigns.start({ campaign, dryRun: false }, 'demo'));
  const run =
    first.error?.code === 'DRIFT_REFUSED'
      ? await restOf(opened, await campaigns.start({ campaign, dryRun: false, force: FORCED }, 'demo'))
      : first;
  if (run.state !== 'ready')
    throw new StrataError('INTERNAL', run.error?.message ?? `The campaign came to "${run.state}".`);
  const download = await campaigns.audience(run.id, { part: 'list', format: 'csv' });
  const offers = offersOf(await text(download.open()));
  const at = Date.now();
  // Who gets nothing orders, or not, as well: else whoever leaves out the likely buyers would seem to lose their orders.
  return pool.flatMap((user) => {
    const order = orderAfter(customers, { user, offer: offers.get(user) ?? null, at, days: WINDOW }, random);
    return order === null ? [] : [order];
  });
}

/** The offers of a list, by the row of the customer. */
function offersOf(list: string): ReadonlyMap<number, string> {
  const [head = '', ...rows] = list.trimEnd().split('\n');
  const columns = head.split(',');
  const cellOf = (row: readonly string[], name: string) => row[columns.indexOf(name)] ?? '';
  const cells = rows.map((row) => row.split(','));
  const made = cells.filter((row) => cellOf(row, 'outcome') === 'offer');
  return new Map(made.map((row) => [Number(cellOf(row, 'user').slice(1)), cellOf(row, 'offer')]));
}

async function restOf({ campaigns }: OpenShop, started: CampaignRun): Promise<CampaignRun> {
  let run = started;
  while (!isAtRest(run)) {
    await delay(LOOK_MS);
    run = await campaigns.runs.find(run.id);
  }
  return run;
}
