// npm run bench -- analytics [--data DIR] [--customers 1000000] [--journeys 1000000]
// Lifetime value and attribution: how long a million takes, and, with a folder that holds the public sets (cdnow,
// attribution_paths), the figures beside those noted with the data.
import { parseArgs } from 'node:util';
import { benchAttribution, timeAttribution } from './attribution.js';
import { benchLifetime, timeLifetime } from './lifetime.js';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    customers: { type: 'string', default: '1000000' },
    journeys: { type: 'string', default: '1000000' },
  },
});
const holds: boolean[] = [];
if (options.data !== undefined) holds.push(await benchLifetime(options.data), await benchAttribution(options.data));
holds.push(await timeLifetime(Number(options.customers)), timeAttribution(Number(options.journeys)));
process.exit(holds.every(Boolean) ? 0 : 1);
