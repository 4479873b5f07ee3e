/**
 * Does the second model earn its place, and only where it should? Ten shops in which the coupon persuades some people
 * and harms others, and ten in which it lifts everybody alike (the negative control). Models as in `rules/models`.
 *
 *     npm run bench -- story [--seeds 10] [--users 200000] [--audience 0.2] [--json]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { PACKAGE_ROOT } from '#strata/platform';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { readDocument } from '#strata/rulebook/documents';
import { replayStory, type Story } from '#strata/simulator/story';
import { simulateShop, testedRows, type World, WORLDS } from '#strata/simulator/shop';
import { storyRows } from '#strata/cli/demo';
import { trainAndScore } from './models.js';
import { verdictOf } from './verdict.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    users: { type: 'string', default: '200000' },
    audience: { type: 'string', default: '0.2' },
    json: { type: 'boolean', default: false },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const users = Number(values.users);
const audience = Number(values.audience);

const rules = { directory: join(PACKAGE_ROOT, 'rules') };
const documents = {
  natural: await readDocument('model', 'natural-conversion', rules),
  coupon: await readDocument('model', 'coupon-conversion', rules),
  strategy: await readDocument('strategy', 'win-back-coupon', rules),
};
const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
try {
  const reports = [];
  for (const world of WORLDS) {
    const runs = [];
    for (const seed of seeds) {
      const run = await tell(host, world, seed);
      runs.push(run);
      if (!values.json)
        process.stderr.write(`${world} seed ${seed}: ${run.seconds.toFixed(1)} s, ROI ${roiWords(run.story)}\n`);
    }
    reports.push({ world, runs, verdict: verdictOf(runs.map(({ story }) => story)) });
  }
  if (values.json) console.log(JSON.stringify({ users, audience, reports }));
  else reports.forEach(printReport);
} finally {
  await host.close();
}

interface Run {
  readonly seed: number;
  readonly seconds: number;
  readonly auc: { readonly natural: number; readonly coupon: number };
  readonly story: Story;
}

async function tell(opened: PluginHost, world: World, seed: number): Promise<Run> {
  const started = performance.now();
  const shop = simulateShop({ users, seed, world });
  const rows = { rows: testedRows(shop, 'replay', 'last'), validation: testedRows(shop, 'validation', 'all') };
  const [natural, coupon] = await Promise.all(
    [documents.natural, documents.coupon].map((model) => trainAndScore(opened, shop, model, rows)),
  );
  const scoresOf = (part: 'validation' | 'replay') =>
    new Map([
      [documents.natural.id, natural![part]],
      [documents.coupon.id, coupon![part]],
    ]);
  const [offer] = documents.strategy.offers;
  const story = replayStory({
    shop,
    money: { ...offer!, margin: documents.strategy.goal.margin },
    validation: storyRows(documents.strategy, shop, { rows: rows.validation, scores: scoresOf('validation') }),
    replay: storyRows(documents.strategy, shop, { rows: rows.rows, scores: scoresOf('replay') }),
    audience,
  });
  const auc = { natural: natural!.auc, coupon: coupon!.auc };
  return { seed, seconds: (performance.now() - started) / 1000, auc, story };
}

function roiWords({ comparison }: Story): string {
  return comparison
    .map(({ selector, roi, truth }) => `${selector} ${roi.toFixed(2)} (${truth.roi.toFixed(2)})`)
    .join(', ');
}

function printReport({ world, runs, verdict }: { world: World; runs: Run[]; verdict: string[] }): void {
  const selectors = runs[0]!.story.comparison.map(({ selector }) => selector);
  for (const [title, figure] of [
    ['ROI, measured against the control', (c: Story['comparison'][number]) => c.roi.toFixed(3)],
    ['ROI in truth', (c: Story['comparison'][number]) => c.truth.roi.toFixed(3)],
    ['profit, measured', (c: Story['comparison'][number]) => c.profit.toFixed(0)],
    ['profit in truth', (c: Story['comparison'][number]) => c.truth.profit.toFixed(0)],
  ] as const) {
    const table = new Table({
      head: ['seed', 'AUC natural', 'AUC coupon', 'left out', ...selectors],
      style: { head: [], border: [], compact: true },
    });
    table.push(
      ...runs.map(({ seed, auc, story }) => [
        seed,
        auc.natural.toFixed(3),
        auc.coupon.toFixed(3),
        `${(100 * story.leaveOut).toFixed(0)} %`,
        ...story.comparison.map(figure),
      ]),
    );
    console.log(`\n${world}: ${title}\n${table.toString()}`);
  }
  console.log(verdict.join('\n'));
}
