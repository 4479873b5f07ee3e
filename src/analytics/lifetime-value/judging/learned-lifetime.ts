import {
  type BaseForecast,
  type LifetimeDescription,
  type LifetimeForecast,
  type ObservedHistories,
  type PurchaseHistories,
  StrataError,
} from '#sdk';
import { type Fitted } from '#strata/plugin-host';
import { type AnalysisTask } from '../../contract/index.js';

/** A plugin of the kind `lifetime` with its options. */
export interface Foreteller {
  readonly plugin: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What such a plugin learned, to be asked. Figures are checked; times are in days. */
export interface LearnedLifetime {
  /** For people. */
  readonly name: string;
  forecast(histories: PurchaseHistories, horizon: number): Promise<LifetimeForecast>;
  base(histories: PurchaseHistories, horizon: number): Promise<BaseForecast>;
  expected(times: Float64Array): Promise<Float64Array>;
  describe(): Promise<LifetimeDescription>;
}

/** What learning and asking take of a run. */
export type LifetimeWork = Pick<AnalysisTask, 'host' | 'seed' | 'signal'>;

/** Customers a call: a call has a limited time. */
const ROWS_A_CALL = 100_000;

/** Lets a plugin learn, and asks it. @throws StrataError what `PluginHost.fit` throws */
export async function withLearned<T>(
  { host, seed, signal }: LifetimeWork,
  { plugin, options }: Foreteller,
  input: ObservedHistories,
  ask: (learned: LearnedLifetime) => Promise<T>,
): Promise<T> {
  const learned = await host.fit({ kind: 'lifetime', plugin, options, input, seed, signal });
  const fitted = await host.openFitted(learned);
  try {
    const { title = plugin } = host.plugins.get(plugin)?.manifest ?? {};
    return await ask(asked(fitted, plugin, nameOf(title, learned.options)));
  } finally {
    await fitted.close();
  }
}

/** The title up to its colon, with the model that was chosen. */
function nameOf(title: string, options: unknown): string {
  const [name = title] = title.split(':');
  const { model } = options as { readonly model?: unknown };
  return typeof model === 'string' ? `${name} (${model})` : name;
}

function asked(fitted: Fitted, plugin: string, name: string): LearnedLifetime {
  return {
    name,
    async forecast(histories, horizon) {
      const parts: LifetimeForecast[] = [];
      for (let from = 0; from < histories.repeats.length || parts.length === 0; from += ROWS_A_CALL) {
        const rows = rowsOf(histories, from, from + ROWS_A_CALL);
        parts.push(checkedForecast(await fitted.ask('forecast', rows, horizon), rows.repeats.length, plugin));
      }
      return joined(parts, histories.repeats.length);
    },
    async base(histories, horizon) {
      const base = (await fitted.ask('base', histories, horizon)) as BaseForecast;
      if (!(base.purchases.estimate >= 0)) throw broken(plugin, 'the purchases of all customers are no number');
      return base;
    },
    async expected(times) {
      const counts = (await fitted.ask('expected', times)) as Float64Array;
      if (counts.length !== times.length || !counts.every(Number.isFinite))
        throw broken(plugin, 'it does not say how often somebody new buys');
      return counts;
    },
    describe: async () => (await fitted.ask('describe')) as LifetimeDescription,
  };
}

function rowsOf(histories: PurchaseHistories, from: number, to: number): PurchaseHistories {
  const { repeats, recency, age, value, covariates } = histories;
  if (from === 0 && to >= repeats.length) return histories;
  const cut = (column: Float64Array): Float64Array => column.slice(from, to);
  return {
    ...{ repeats: cut(repeats), recency: cut(recency), age: cut(age), value: cut(value) },
    covariates: covariates.map(({ name, values }) => ({ name, values: cut(values) })),
  };
}

function checkedForecast(said: unknown, rows: number, plugin: string): LifetimeForecast {
  const forecast = said as LifetimeForecast;
  const { purchases, value, alive } = forecast;
  if (![purchases, value, alive].every(({ length }) => length === rows))
    throw broken(plugin, `it foretold something of another number of customers than ${String(rows)}`);
  if (!purchases.every((count) => count >= 0 && Number.isFinite(count)))
    throw broken(plugin, 'expected purchases are no number, or less than none');
  if (value.some((money) => Math.abs(money) === Infinity)) throw broken(plugin, 'a purchase has no end of value');
  return forecast;
}

function joined(parts: readonly LifetimeForecast[], rows: number): LifetimeForecast {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const column = (of: (part: LifetimeForecast) => Float64Array): Float64Array => {
    const all = new Float64Array(rows);
    parts.forEach((part, index) => {
      all.set(of(part), index * ROWS_A_CALL);
    });
    return all;
  };
  return {
    purchases: column(({ purchases }) => purchases),
    value: column(({ value }) => value),
    alive: column(({ alive }) => alive),
  };
}

function broken(plugin: string, words: string): StrataError {
  return new StrataError('PLUGIN_FAILED', `The plugin "${plugin}" failed: ${words}.`);
}
