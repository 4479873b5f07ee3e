import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { type SeededRandom, StrataError } from '#sdk';
import { type CampaignRun, isAtRest } from '#strata/campaigns/runs';
import { type ShopEvent } from '#strata/simulator/files';
import { type OpenShop } from '../../../in-process.js';
import { orderAfter } from './responses.js';
import { type SimulatedShop } from '#strata/simulator/shop';

const LOOK_MS = 100;
/** Days in which an order answers. */
const WINDOW = 14;

/** Why it runs although its people are others than those that the models learned from. */
const FORCED = 'The crm-team has looked: more people have been away for long, which is what the campaign is for.';

/** Runs a campaign now, by force where it is refused, and draws who of its list orders. @throws StrataError why it failed */
export async function runCampaign(
  { opened, shop }: { readonly opened: OpenShop; readonly shop: SimulatedShop },
  campaign: string,
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
  const [head = '', ...rows] = (await text(download.open())).trimEnd().split('\n');
  const columns = head.split(',');
  const [person, offer, outcome] = ['user', 'offer', 'outcome'].map((name) => columns.indexOf(name));
  const at = Date.now();
  return rows.flatMap((row) => {
    const cells = row.split(',');
    const made = cells[outcome ?? -1] === 'offer' ? (cells[offer ?? -1] ?? null) : null;
    const user = Number(cells[person ?? -1]?.slice(1));
    const order = orderAfter(shop, { user, offer: made, at, days: WINDOW }, random);
    return order === null ? [] : [order];
  });
}

async function restOf({ campaigns }: OpenShop, started: CampaignRun): Promise<CampaignRun> {
  let run = started;
  while (!isAtRest(run)) {
    await delay(LOOK_MS);
    run = await campaigns.runs.find(run.id);
  }
  return run;
}
