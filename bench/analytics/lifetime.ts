import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PurchaseHistories, seededRandom } from '#sdk';
import { type ReleaseDocuments } from '#strata/engine';
import { LIFETIME_VALUE } from '#strata/analytics/lifetime-value';
import { type FittedPlugin, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type LifetimeValueAnalysis } from '#strata/rulebook/schemas';
import { UNTIL, writePurchases } from './purchases-file.js';
import { type Compared, printCompared, printTime } from './reference.js';

type LifetimeReport = Awaited<ReturnType<typeof LIFETIME_VALUE.run>>['report'];

/** Parameters as noted with the data (cdnow, the tenth that everybody uses; weeks, learned from the first 39). */
const PUBLISHED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'bg-nbd': {
    r: 0.2426,
    alpha: 4.4135,
    a: 0.7929,
    b: 2.4258,
    'log-likelihood': -9582.4,
    'purchases in 39 weeks': 1653,
  },
  'mbg-nbd': { r: 0.5248, alpha: 6.183, a: 0.8914, b: 1.614 },
  'pareto-nbd': { r: 0.5533, alpha: 10.578, s: 0.6062, beta: 11.668 },
  'gamma-gamma': { p: 6.249, q: 3.745, v: 15.448 },
};
/** The next 39 weeks, in which 1,882 purchases came: by BG/NBD, and by the rule that everybody goes on as so far. */
const HELD_OUT = {
  bought: 1882,
  'lifetime-value': { purchases: 1653, 'mean absolute error': 0.785, AUC: 0.773 },
  'own-rate': { 'of what came': 1.56, 'mean absolute error': 1.024, AUC: 0.76 },
} as const;
const LEARNED_UNTIL = Date.parse('1997-09-30T00:00:00Z');
const JUDGED_UNTIL = Date.parse('1998-06-30T00:00:00Z');
/** The references were learned from weeks and dollars with two digits behind the point; ours are of whole days. */
const FOUR_DIGITS = 5e-4;
const BAR_SECONDS = 10;

/** The public set, as the analysis makes it of its purchases. */
export async function benchLifetime(folder: string): Promise<boolean> {
  const home = await mkdtemp(join(tmpdir(), 'cdnow-'));
  const table = join(home, 'purchases.csv');
  try {
    await writeFile(table, await purchaseTable(join(folder, 'cdnow', 'CDNOW_sample.txt')));
    return await withHost((host) => benchAnalysis(host, table));
  } finally {
    await rm(home, { recursive: true });
  }
}

async function benchAnalysis(host: PluginHost, table: string): Promise<boolean> {
  const analyse = analysisOf(host, table);
  const holds: boolean[] = [];
  for (const model of ['bg-nbd', 'mbg-nbd', 'pareto-nbd']) {
    const report = await analyse({ horizon: 'P39W', options: { model } }, LEARNED_UNTIL);
    const all = {
      ...Object.fromEntries(report.parameters.map(({ name, estimate }) => [name, estimate])),
      'log-likelihood': report.logLikelihood ?? Number.NaN,
      'purchases in 39 weeks': report.base.purchases.value,
    };
    holds.push(printCompared(`${model} on cdnow`, compared(all, PUBLISHED[model] ?? {})));
    if (model === 'bg-nbd')
      holds.push(printCompared('Gamma-Gamma on cdnow', compared(all, PUBLISHED['gamma-gamma'] ?? {})));
  }
  const judged = await analyse({ holdout: 'P39W', options: { model: 'bg-nbd' } }, JUDGED_UNTIL);
  holds.push(printJudged(judged));
  const { heldOut } = await analyse({ holdout: 'P39W' }, JUDGED_UNTIL);
  console.log('Every way on the 39 weeks that were held out (no reference)');
  for (const { name, purchases, meanAbsoluteError, auc, gini } of heldOut?.forecasts ?? []) {
    console.log(
      `  ${name.padEnd(34)} ${purchases.value.toFixed(0).padStart(6)} purchases, off by ${meanAbsoluteError.toFixed(3)}, AUC ${auc.value.toFixed(3)}, Gini ${(gini ?? Number.NaN).toFixed(3)}`,
    );
  }
  return holds.every(Boolean);
}

function printJudged({ heldOut }: LifetimeReport): boolean {
  const of = (plugin: 'lifetime-value' | 'own-rate'): Readonly<Record<string, number>> => {
    const way = heldOut?.forecasts.find((each) => each.plugin === plugin);
    const purchases = way?.purchases.value ?? Number.NaN;
    return {
      purchases,
      'of what came': purchases / (heldOut?.purchases ?? Number.NaN),
      'mean absolute error': way?.meanAbsoluteError ?? Number.NaN,
      AUC: way?.auc.value ?? Number.NaN,
    };
  };
  const { bought, ...ways } = HELD_OUT;
  return [
    printCompared('Held out on cdnow', compared({ bought: heldOut?.purchases ?? Number.NaN }, { bought })),
    printCompared('  BG/NBD', compared(of('lifetime-value'), ways['lifetime-value'])),
    printCompared('  own rate', compared(of('own-rate'), ways['own-rate'])),
  ].every(Boolean);
}

/** Columns of text as CSV: customer, number in the sample, day, pieces, dollars. */
async function purchaseTable(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
  return ['customer,sample,date,pieces,dollars', ...lines.map((line) => line.trim().split(/\s+/).join(','))].join('\n');
}

function analysisOf(
  host: PluginHost,
  table: string,
): (change: Partial<LifetimeValueAnalysis>, until: number) => Promise<LifetimeReport> {
  const document: LifetimeValueAnalysis = {
    ...{ id: 'cdnow', title: 'CDNOW', kind: 'lifetime-value' },
    purchases: { event: 'purchase', value: 'dollars' },
    columns: { person: 'customer', at: 'date' },
  };
  const documents = { facts: {}, segments: [], models: [], strategies: [] };
  return async (change, until) => {
    const { report } = await LIFETIME_VALUE.run(
      { ...document, ...change },
      {
        ...{ source: { kind: 'file', file: table, name: table }, until, documents, host, seed: 1, previous: null },
        ...{ signal: new AbortController().signal, progress: () => undefined },
      },
    );
    return report;
  };
}

/** So many customers, fitted by MBG/NBD and Gamma-Gamma; and the whole analysis of as many, judged beside its rivals. */
export async function timeLifetime(customers: number): Promise<boolean> {
  const histories = simulated(customers);
  return await withHost(async (host) => {
    const begun = performance.now();
    await fit(host, histories, 'mbg-nbd');
    const seconds = (performance.now() - begun) / 1000;
    await timeAnalysis(host, customers);
    return printTime(`MBG/NBD and Gamma-Gamma of ${String(customers)} customers`, seconds, BAR_SECONDS);
  });
}

/** Seconds of this process's processor: what the plugins take is beside it, in processes of their own. */
async function timeAnalysis(host: PluginHost, customers: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ltv-'));
  try {
    const file = join(folder, 'purchases.parquet');
    await writePurchases(file, customers);
    const [analysis, facts] = await Promise.all(
      ['analyses/lifetime-value.json', 'facts.json'].map(
        async (name) => JSON.parse(await readFile(join('rules', name), 'utf8')) as object,
      ),
    );
    const documents = { ...(facts as Pick<ReleaseDocuments, 'facts'>), segments: [], models: [], strategies: [] };
    const begun = process.cpuUsage();
    await LIFETIME_VALUE.run(analysis as LifetimeValueAnalysis, {
      ...{ source: { kind: 'file', file, name: file }, until: UNTIL, documents, host, seed: 1, previous: null },
      ...{ signal: new AbortController().signal, progress: () => undefined },
    });
    const { user, system } = process.cpuUsage(begun);
    const seconds = ((user + system) / 1e6).toFixed(2);
    console.log(
      `Lifetime value of ${String(customers)} customers, all but the plugins, of the processor: ${seconds} s`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function withHost<T>(work: (host: PluginHost) => Promise<T>): Promise<T> {
  const host = await openPluginHost({
    directories: [],
    folders: ['lifetime-value', 'own-rate', 'value-regression'].map((id) =>
      join(import.meta.dirname, '../../plugins', id),
    ),
  });
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}

function fit(host: PluginHost, input: PurchaseHistories, model: string): Promise<FittedPlugin> {
  return host.fit({ kind: 'lifetime', plugin: 'lifetime-value', options: { model }, input, seed: 1 });
}

function compared(
  ours: Readonly<Record<string, number>>,
  published: Readonly<Record<string, number>>,
): readonly Compared[] {
  return Object.entries(published).map(([what, reference]) => ({
    what,
    ours: ours[what] ?? Number.NaN,
    reference,
    within: Math.max(0.51 * 10 ** -(String(reference).split('.')[1] ?? '').length, FOUR_DIGITS * Math.abs(reference)),
  }));
}

/** Customers of two years who buy at rates of their own until they leave. */
function simulated(customers: number): PurchaseHistories {
  const random = seededRandom(20261130);
  const column = (): Float64Array => new Float64Array(customers);
  const histories = {
    repeats: column(),
    recency: column(),
    age: column(),
    value: column().fill(Number.NaN),
    covariates: [],
  };
  for (let row = 0; row < customers; row++) {
    const age = Math.floor(30 + 700 * random.uniform());
    const [between, stays] = [10 + 200 * random.uniform(), 0.5 + 0.45 * random.uniform()];
    for (let day = 0; random.uniform() < stays;) {
      day += Math.ceil(-between * Math.log(1 - random.uniform()));
      if (day > age) break;
      histories.repeats[row] = (histories.repeats[row] ?? 0) + 1;
      histories.recency[row] = day;
      histories.value[row] = 10 + 40 * random.uniform();
    }
    histories.age[row] = age;
  }
  return histories;
}
