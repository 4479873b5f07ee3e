import { join } from 'node:path';
import { type LifetimeDescription, type LifetimeForecast, type PurchaseHistories, seededRandom } from '#sdk';
import { type FittedPlugin, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { openDataFile } from '#strata/tables/files';
import { type Compared, printCompared, printTime } from './reference.js';

/** Parameters as noted with the data (cdnow, the tenth that everybody uses; weeks). */
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
const BAR_SECONDS = 10;
const WEEK = 7;

/** The public set, fitted by the plugin as the product runs it. */
export async function benchLifetime(folder: string): Promise<boolean> {
  const histories = await cdnow(join(folder, 'cdnow', 'cdnow_customers_summary_with_transactions.csv'));
  return await withHost(async (host) => {
    const holds: boolean[] = [];
    for (const model of ['bg-nbd', 'mbg-nbd', 'pareto-nbd']) {
      const fitted = await fit(host, histories, model);
      const { figures, forecast } = await figuresOf(host, fitted, histories);
      const sum = forecast.purchases.reduce((all, count) => all + count, 0);
      const all = { ...figures, 'purchases in 39 weeks': sum };
      holds.push(printCompared(`${model} on cdnow`, compared(all, PUBLISHED[model] ?? {})));
      if (model === 'bg-nbd')
        holds.push(printCompared('Gamma-Gamma on cdnow', compared(all, PUBLISHED['gamma-gamma'] ?? {})));
    }
    return holds.every(Boolean);
  });
}

/** So many customers, fitted by MBG/NBD and Gamma-Gamma. */
export async function timeLifetime(customers: number): Promise<boolean> {
  const histories = simulated(customers);
  return await withHost(async (host) => {
    const begun = performance.now();
    await fit(host, histories, 'mbg-nbd');
    return printTime(
      `MBG/NBD and Gamma-Gamma of ${String(customers)} customers`,
      (performance.now() - begun) / 1000,
      BAR_SECONDS,
    );
  });
}

async function withHost<T>(work: (host: PluginHost) => Promise<T>): Promise<T> {
  const host = await openPluginHost({
    directories: [],
    folders: [join(import.meta.dirname, '../../plugins/lifetime-value')],
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

async function figuresOf(
  host: PluginHost,
  plugin: FittedPlugin,
  histories: PurchaseHistories,
): Promise<{ readonly figures: Readonly<Record<string, number>>; readonly forecast: LifetimeForecast }> {
  const fitted = await host.openFitted(plugin);
  const { parameters, logLikelihood } = (await fitted.ask('describe')) as LifetimeDescription;
  const forecast = (await fitted.ask('forecast', histories, 39 * WEEK)) as LifetimeForecast;
  await fitted.close();
  const figures = Object.fromEntries(parameters.map(({ name, estimate }) => [name, estimate]));
  return { figures: { ...figures, 'log-likelihood': logLikelihood ?? Number.NaN }, forecast };
}

function compared(
  ours: Readonly<Record<string, number>>,
  published: Readonly<Record<string, number>>,
): readonly Compared[] {
  return Object.entries(published).map(([what, reference]) => ({
    what,
    ours: ours[what] ?? Number.NaN,
    reference,
    within: 0.51 * 10 ** -(String(reference).split('.')[1] ?? '').length,
  }));
}

async function cdnow(file: string): Promise<PurchaseHistories> {
  const data = await openDataFile(file);
  try {
    const requests = ['x', 't_x', 'T', 'zbar'].map((name) => ({ name, kind: 'number' as const }));
    const columns: number[][] = [[], [], [], []];
    for await (const batch of data.read(requests, { rowsPerBatch: 65_536 })) {
      batch.columns.forEach((column, place) => {
        if (column.type === 'number') columns[place]?.push(...column.values);
      });
    }
    const [repeats = [], recency = [], age = [], value = []] = columns;
    return {
      repeats: Float64Array.from(repeats),
      recency: Float64Array.from(recency, (weeks) => weeks * WEEK),
      age: Float64Array.from(age, (weeks) => weeks * WEEK),
      value: Float64Array.from(value, (mean, row) => ((repeats[row] ?? 0) > 0 ? mean : Number.NaN)),
      covariates: [],
    };
  } finally {
    data.close();
  }
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
