/**
 * npm run bench -- campaign [--people 1000000,3000000,10000000] [--models networks|trees] [--coupons 1|3] [--threads 2]
 * [--json]: a campaign over people in a Parquet file of 20 features: two models (four with three coupons) score everybody,
 * the best half gets a coupon under a budget, some are held out, and the list is written as Parquet. Beside it DuckDB's bare
 * scan of the same columns. With three coupons there are two quotas as well.
 */
import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type SelectionPlan } from '#strata/campaigns/selection';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { bareScan, examples, peopleFile } from './people.js';
import { type RunFigures } from './run.js';
import { documentsOf, NOW } from './strategy.js';

const EXAMPLES = 5_000;
const PLUGINS = { networks: 'neural-network', trees: 'tree-ensemble' } as const;
const BARS = { networks: { 1: 30, 3: 60 }, trees: { 1: 90, 3: 90 } } as const;
const RESIDENT_MB = 800;

const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '1000000,3000000,10000000' },
    models: { type: 'string', default: 'networks' },
    coupons: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
});
const kind = options.models === 'trees' ? 'trees' : 'networks';
const coupons = options.coupons === '3' ? 3 : 1;
const runs: (RunFigures & { readonly people: number; readonly scanSeconds: number })[] = [];
for (const people of options.people.split(',').map(Number)) {
  const file = await peopleFile(people);
  const plan = await planOf(file, people);
  const figures = await inProcess(plan);
  runs.push({ people, scanSeconds: await bareScan(file), ...figures });
}
if (options.json) console.log(JSON.stringify(runs));
else print();

async function planOf(file: string, people: number): Promise<SelectionPlan> {
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  const { columns, natural, coupons: labels } = await examples(file, EXAMPLES);
  const train = async (label: Float64Array) => {
    const { bytes } = await host.train({ plugin: PLUGINS[kind], task: 'binary', columns, label, seed: 1 });
    return { version: 1, bytes };
  };
  const models = new Map([['natural', await train(natural)]]);
  for (const [index, label] of labels.entries()) {
    if (coupons === 3 || index === 1) models.set(`coupon-${String(index)}`, await train(label));
  }
  const plugins = host.known;
  await host.close();
  return {
    campaign: 'bench',
    strategy: 'win-back',
    release: { hash: 'sha256:bench', documents: documentsOf(coupons) },
    now: NOW,
    source: { kind: 'files', directory: '/', files: file, id: 'user_id' },
    models,
    plugins,
    limits: { audience: people / 2, budget: people * 8 },
    ...(coupons === 1
      ? {}
      : {
          quotas: [
            { segment: 'frequent', minimum: people / 10 },
            { segment: 'kind-1', maximum: people / 20 },
          ],
        }),
    format: 'parquet',
  };
}

async function inProcess(plan: SelectionPlan): Promise<RunFigures> {
  const child = fork(fileURLToPath(new URL('./run.js', import.meta.url)), { serialization: 'advanced' });
  const folder = join(tmpdir(), 'strata-bench-campaign', `run-${String(process.pid)}`);
  return await new Promise((resolve, reject) => {
    child.once('message', resolve).once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`the run ended with ${String(code)}`));
    });
    child.send({ plan, folder, threads: Number(options.threads) });
  });
}

function print(): void {
  console.log(
    `${String(1 + coupons)} ${kind}, ${String(coupons)} ${coupons === 1 ? 'coupon' : 'coupons and two quotas'}\n`,
  );
  const row = (cells: readonly string[]) => cells.map((cell) => cell.padStart(12)).join('');
  console.log(
    row(['people', 'seconds', 'of cpu', 'audience', 'decide', 'allocate', 'list', 'scan', 'MB', 'chosen', 'gap %']),
  );
  for (const { people, seconds, cpuSeconds, residentMb, scanSeconds, manifest } of runs) {
    const { audience, decide, allocate, list } = manifest.seconds;
    const times = [seconds, cpuSeconds, audience, decide, allocate, list, scanSeconds].map((each) => each.toFixed(1));
    const [arm] = manifest.allocation;
    console.log(
      row([
        people.toLocaleString('en'),
        ...times,
        residentMb.toFixed(0),
        (arm?.chosen ?? 0).toLocaleString('en'),
        (100 * (arm?.gap ?? 0)).toFixed(4),
      ]),
    );
  }
  const largest = runs.at(-1);
  const bar = BARS[kind][coupons];
  if (largest?.people !== 10_000_000) return;
  const isReached = largest.seconds <= bar && largest.residentMb <= RESIDENT_MB;
  console.log(
    `\nat most ${String(bar)} s and ${String(RESIDENT_MB)} MB resident: ${isReached ? 'reached' : 'NOT reached'}`,
  );
}
