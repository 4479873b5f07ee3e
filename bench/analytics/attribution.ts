import { join } from 'node:path';
import { seededRandom } from '#sdk';
import { attribute, type CollectedJourneys, journeysOfFile } from '#strata/analytics/attribution';
import { JourneyCounter } from '#strata/analytics/attribution/credit';
import { printCompared, printTime } from './reference.js';

/** Conversions by the removal effects of the chain of order 1, as noted with the data. */
const REMOVAL = {
  alpha: 5344.95,
  iota: 3884.61,
  eta: 3340.85,
  beta: 2527.35,
  theta: 1971.91,
  lambda: 1282.85,
  epsilon: 599.57,
  zeta: 381.06,
  kappa: 274.36,
  gamma: 171.15,
  delta: 4.61,
  mi: 1.72,
} as const;
/** What the other ways give the first channel. */
const ALPHA = {
  first: 6308,
  last: 8447,
  linear: 7574.72,
  position: 7444.82,
  timeDecay: 7859.96,
  shapley: 7627.94,
} as const;
const BAR_SECONDS = 10;

/** The public paths. */
export async function benchAttribution(folder: string): Promise<boolean> {
  const file = join(folder, 'attribution_paths', 'paths.csv');
  const { channels } = attribute(await journeysOfFile({ file, path: 'path', separator: '>' }), { order: 1 });
  const of = (name: string) => channels.find(({ channel }) => channel === name);
  const removal = Object.entries(REMOVAL).map(([channel, reference]) => ({
    what: `${channel}, removal`,
    ours: of(channel)?.credit.removal.conversions ?? Number.NaN,
    reference,
    within: 0.0051,
  }));
  const others = Object.entries(ALPHA).map(([method, reference]) => ({
    what: `alpha, ${method}`,
    ours: of('alpha')?.credit[method as keyof typeof ALPHA].conversions ?? Number.NaN,
    reference,
    within: 0.0051,
  }));
  return printCompared('Attribution of the public paths', [...removal, ...others]);
}

/** So many journeys over twelve channels, all ways, order 1. */
export function timeAttribution(journeys: number): boolean {
  const begun = performance.now();
  attribute(simulated(journeys), { order: 1 });
  return printTime(`Attribution of ${String(journeys)} journeys`, (performance.now() - begun) / 1000, BAR_SECONDS);
}

function simulated(journeys: number): CollectedJourneys {
  const random = seededRandom(20261130);
  const counter = new JourneyCounter();
  const channels = Array.from({ length: 12 }, (_, place) => `channel-${String(place)}`);
  for (let row = 0; row < journeys; row++) {
    const path = Array.from({ length: 1 + random.integer(10) }, () => channels[random.integer(12)] ?? '');
    const converts = random.uniform() < 0.2 ? 1 : 0;
    counter.add(path, converts, converts * 30 * random.uniform(), 1 - converts);
  }
  return { source: 'simulated', journeys: counter.journeys(), untouched: 0, times: null };
}
