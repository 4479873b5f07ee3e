import { fileURLToPath } from 'node:url';
import { checkPlugin } from '#strata/plugin-host/contract';
import { openPluginHost, type PluginHost } from '#strata/plugin-host';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('hostile-plugins/sick', import.meta.url));
let host: PluginHost;
beforeAll(async () => {
  host = await openPluginHost({
    directories: [],
    folders: [folder],
    scoreTimeLimitMs: 500,
    loadTimeLimitMs: 1500,
    trainingMemoryMb: 200,
  });
});
afterAll(() => host.close());

const TRAINS = 'trains on a small mixed set';

test.each([
  ['a training without end', { in: 'train', way: 'never resolves' }, TRAINS, 'still at work after 1500 ms'],
  [
    'a training that fills the memory',
    { in: 'train', way: 'fills typed arrays' },
    TRAINS,
    'more memory than the 200 MB',
  ],
  ['loading without end', { in: 'load', way: 'hangs' }, TRAINS, 'longer than 1500 ms to load what it had saved'],
  [
    'loading again without end',
    { in: 'load again', way: 'hangs' },
    TRAINS,
    'longer than 1500 ms to load its stored model',
  ],
  ['scoring without end', { in: 'score', way: 'hangs' }, 'a loaded model scores as it did before', 'to score 64 rows'],
  [
    'explaining without end',
    { in: 'explain', way: 'hangs' },
    'contributions add up to the score',
    'to explain a score',
  ],
  [
    'a training that does not look at its signal',
    { in: 'train', way: 'deaf' },
    'stops when it is cancelled',
    'without a look at `run.signal`',
  ],
  [
    'a training that goes on when it is cancelled',
    { in: 'train', way: 'stubborn' },
    'stops when it is cancelled',
    'after it had seen that it was cancelled',
  ],
  ['a scorer that needs rows', { in: 'score', way: 'needs rows' }, 'scores an empty frame', 'nobody to score'],
  [
    'a training that needs values',
    { in: 'train', way: 'needs values' },
    'learns beside a column without values',
    'NaN',
  ],
])('the check of %s ends, and says so', async (_, options, check, detail) => {
  // A training that waits for a busy machine is no endless one.
  const trainingTimeMs = options.way === 'never resolves' ? 1500 : 60_000;
  const failed = (await checkPlugin(host, 'sick', options, trainingTimeMs)).filter(({ passed }) => !passed);
  expect(failed).toContainEqual(expect.objectContaining({ check, detail: expect.stringContaining(detail) as string }));
});

test('the check of a plugin without a fault passes', async () => {
  const failed = (await checkPlugin(host, 'sick', { in: 'nothing' })).filter(({ passed }) => !passed);
  expect(failed).toEqual([]);
});
