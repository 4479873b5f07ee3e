// npm run bench -- analytics [--data DIR] [--only lifetime,attribution,mix,personas,recommend,recommend-api,rfm] [--customers 1000000] [--journeys 1000000]
//   [--people 1000000] [--items 50000] [--stored 20000]
// Lifetime value, attribution, personas, recommendations and RFM: how long a million takes, and, with a folder that holds the public sets
// (cdnow, attribution_paths, robyn_weekly, movielens), the figures beside those noted with the data.
import { parseArgs } from 'node:util';
import { benchAttribution, timeAttribution } from './attribution.js';
import { benchLifetime, timeLifetime } from './lifetime.js';
import { benchMix } from './mix.js';
import { benchPersonas, timePersonas } from './personas.js';
import { benchRecommenders } from './recommend.js';
import { timeByApi } from './recommend-api.js';
import { timeRecommenders } from './recommend-times.js';
import { timeRfm } from './rfm.js';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    customers: { type: 'string', default: '1000000' },
    journeys: { type: 'string', default: '1000000' },
    people: { type: 'string', default: '1000000' },
    items: { type: 'string', default: '50000' },
    stored: { type: 'string', default: '20000' },
  },
});
const parts = {
  lifetime: { figures: benchLifetime, time: () => timeLifetime(Number(options.customers)) },
  attribution: { figures: benchAttribution, time: () => timeAttribution(Number(options.journeys)) },
  // Timed with its figures.
  mix: { figures: benchMix, time: () => true },
  personas: { figures: benchPersonas, time: () => timePersonas(Number(options.customers)) },
  recommend: {
    figures: benchRecommenders,
    time: () => timeRecommenders(Number(options.people), Number(options.items)),
  },
  // What is noted is a time.
  'recommend-api': {
    figures: () => Promise.resolve(true),
    time: () => timeByApi(Number(options.stored), Number(options.items)),
  },
  // Nothing is noted to compare with.
  rfm: { figures: () => Promise.resolve(true), time: () => timeRfm(Number(options.customers)) },
};
const chosen = Object.entries(parts).filter(([name]) => options.only?.split(',').includes(name) ?? true);
const holds: boolean[] = [];
for (const [, { figures }] of chosen) if (options.data !== undefined) holds.push(await figures(options.data));
for (const [, { time }] of chosen) holds.push(await time());
process.exit(holds.every(Boolean) ? 0 : 1);
