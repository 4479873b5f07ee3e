import { scoreColumns } from '#strata/models/training';
import { type PluginHost } from '#strata/plugin-host';
import { pickRows, type TableColumn } from '#strata/tables/columns';
import { at } from '#strata/statistics';
import { NO_OFFER } from '../history/arms.js';
import { type LoggedRows } from './logged-rows.js';

/** What a row would bring with each arm, as rows that are not its own promise it. One value a logged row. */
export interface RewardModel {
  /** The arms are 0 to this, without it. */
  readonly arms: number;
  /** P(conversion), 0 to 1. */
  readonly conversion: (row: number, arm: number) => number;
  /** margin × value − cost. */
  readonly profit: (row: number, arm: number) => number;
}

/** What the rewards are modelled from. */
export interface RewardRequest {
  readonly logged: LoggedRows;
  /** What is known of the people, one value a logged row. */
  readonly context: readonly TableColumn[];
  /** Of the strategy: the arms are 0 to this. */
  readonly offers: number;
  readonly host: PluginHost;
}

const FOLDS = 3;
/** Fewer conversions teach nothing; an arm with so many is fitted alone, others together. */
const LEAST_CONVERSIONS = 10;
const LEAST_ALONE = 100;
const PLUGIN = 'logistic-regression';

/**
 * A logistic regression of the conversion on arm and context, cross-fitted: each person by a fit that had not seen them
 * (Chernozhukov et al., 2018). An arm with enough conversions has a fit of its own, so that it may work on others than
 * the rest do. Profit: of those of the arm who converted, and of those who did not, the mean.
 *
 * @returns null where there are too few conversions
 */
export async function rewardModel(request: RewardRequest): Promise<RewardModel | null> {
  const { logged, offers } = request;
  const rows = logged.rows.length;
  const conversion = Array.from({ length: offers + 1 }, () => new Float64Array(rows));
  const profit = Array.from({ length: offers + 1 }, () => new Float64Array(rows));
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let fold = 0; fold < FOLDS; fold++) {
    const training = all.filter((row) => at(logged.person, row) % FOLDS !== fold);
    const test = all.filter((row) => at(logged.person, row) % FOLDS === fold);
    if (test.length === 0) continue;
    if (conversionsOf(training, logged) < LEAST_CONVERSIONS) return null;
    await fitFold(request, { training, test }, { conversion, profit });
  }
  return {
    arms: offers + 1,
    conversion: (row, arm) => at(conversion[arm] ?? [], row),
    profit: (row, arm) => at(profit[arm] ?? [], row),
  };
}

interface Fold {
  readonly training: Uint32Array;
  readonly test: Uint32Array;
}

/** By arm, one value a logged row. */
interface Expected {
  readonly conversion: readonly Float64Array[];
  readonly profit: readonly Float64Array[];
}

async function fitFold(request: RewardRequest, { training, test }: Fold, expected: Expected): Promise<void> {
  const { logged } = request;
  const arms = expected.conversion.map((_, arm) => arm);
  const rowsOf = arms.map((arm) => training.filter((row) => logged.arm[row] === arm));
  const alone = arms.filter((arm) => fitsAlone(rowsOf[arm] ?? training, request));
  const together = arms.filter((arm) => !alone.includes(arm));
  for (const arm of alone) await fit(request, { training: rowsOf[arm] ?? training, test }, { alone: arm }, expected);
  if (together.length > 0) await fit(request, { training, test }, { together }, expected);
  for (const arm of arms) {
    const own = rowsOf[arm] ?? training;
    const means = profitMeans(own.length === 0 ? training : own, logged);
    for (const row of test) {
      const chance = at(expected.conversion[arm] ?? [], row);
      (expected.profit[arm] ?? [])[row] = chance * means.converted + (1 - chance) * means.others;
    }
  }
}

function fitsAlone(rows: Uint32Array, { logged, context }: RewardRequest): boolean {
  const conversions = conversionsOf(rows, logged);
  return context.length > 0 && conversions >= LEAST_ALONE && rows.length - conversions >= LEAST_ALONE;
}

/** Fits the training rows, and fills in what the test rows would do with each of these arms. */
async function fit(
  { logged, context, host }: RewardRequest,
  { training, test }: Fold,
  fitted: { readonly alone: number } | { readonly together: readonly number[] },
  { conversion }: Expected,
): Promise<void> {
  const columnsOf = (rows: Uint32Array, armOf: (row: number) => number): TableColumn[] => {
    const known = context.map((column) => pickRows(column, rows));
    return 'alone' in fitted ? known : [armColumn(Int32Array.from(rows, armOf), conversion.length), ...known];
  };
  const trained = await host.train({
    plugin: PLUGIN,
    task: 'binary',
    columns: columnsOf(training, (row) => at(logged.arm, row)),
    label: Float64Array.from(training, (row) => at(logged.converted, row)),
    seed: 1,
  });
  for (const arm of 'alone' in fitted ? [fitted.alone] : fitted.together) {
    const scored = await scoreColumns(
      host,
      trained.bytes,
      columnsOf(test, () => arm),
    );
    test.forEach((row, index) => ((conversion[arm] ?? [])[row] = at(scored.values, index)));
  }
}

function armColumn(codes: Int32Array, arms: number): TableColumn {
  const categories = Array.from({ length: arms }, (_, arm) => (arm === NO_OFFER ? 'nothing' : `offer ${String(arm)}`));
  return { name: 'what they got', type: 'category', kind: 'category', codes, categories };
}

function conversionsOf(rows: Uint32Array, { converted }: LoggedRows): number {
  return rows.reduce((sum, row) => sum + at(converted, row), 0);
}

function profitMeans(rows: Uint32Array, { converted, profit }: LoggedRows): { converted: number; others: number } {
  const sums = { converted: 0, others: 0 };
  for (const row of rows) sums[at(converted, row) === 1 ? 'converted' : 'others'] += at(profit, row);
  const conversions = rows.reduce((sum, row) => sum + at(converted, row), 0);
  return {
    converted: sums.converted / Math.max(1, conversions),
    others: sums.others / Math.max(1, rows.length - conversions),
  };
}
