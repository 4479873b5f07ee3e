import { isStrataError, type LifetimeForecast } from '#sdk';
import {
  boughtBetween,
  type BoughtLater,
  type Cohort,
  type CustomersAt,
  customersAt,
  observedAt,
} from '../histories/purchase-log.js';
import { type HeldOut } from '../findings/lifetime-report.js';
import { STAGE_DAYS } from '../findings/stages.js';
import { type Foretold, judgedForecast } from './figures.js';
import { type Foreteller, type LifetimeWork, withLearned } from './learned-lifetime.js';
import { purchasesByRepeats, trackedWeeks } from './tracking.js';

/** What is judged on what. */
export interface JudgingQuestion {
  /** Of the people who are meant, as they were on the last known day. */
  readonly cohort: Cohort;
  /** Days after 1970-01-01: of the first purchase, the last known day, and the last of all. */
  readonly first: number;
  readonly known: number;
  readonly end: number;
  /** The one that the document names, then its rivals. */
  readonly foretellers: readonly [Foreteller, ...Foreteller[]];
  /** A day, for people. */
  readonly dayWords: (day: number) => string;
}

/** How it was judged, and the customers whom it was judged on. */
export interface JudgedLifetime {
  readonly heldOut: HeldOut;
  readonly customers: CustomersAt;
  readonly actual: BoughtLater;
  /** Of the first way, for the stages. */
  readonly year: LifetimeForecast;
}

/** Lets every way learn from what was known by a day, and compares what it foretells with what came. */
export async function judge(work: LifetimeWork, question: JudgingQuestion): Promise<JudgedLifetime> {
  const { cohort, first, known, end, foretellers, dayWords } = question;
  const customers = customersAt(cohort, known);
  const actual = boughtBetween(cohort.log, customers.people, known, end);
  const [asked, ...rivals] = foretellers;
  const main = await learnedBy(work, question, customers, asked);
  const others: LearnedForecast[] = [];
  const leftOut: { plugin: string; reason: string }[] = [];
  for (const rival of rivals) {
    const learned = await learnedBy(work, question, customers, rival).catch((error: unknown) => {
      if (!isStrataError(error) || error.code !== 'TOO_FEW_EXAMPLES') throw error;
      leftOut.push({ plugin: rival.plugin, reason: error.message });
    });
    if (learned !== undefined) others.push(learned);
  }
  const all = [main, ...others];
  const value = actual.value.some((money) => money > 0) ? sum(actual.value) : null;
  return {
    customers,
    actual,
    year: main.year,
    heldOut: {
      after: dayWords(known),
      days: end - known,
      people: customers.people.length,
      purchases: sum(actual.purchases),
      value,
      buyers: actual.purchases.filter((count) => count > 0).length,
      forecasts: all.map((way) => judgedForecast(way, way === main ? null : main, actual)),
      leftOut,
      byRepeats: purchasesByRepeats(
        customers.histories.repeats,
        actual.purchases,
        all.map(({ forecast }) => forecast.purchases),
      ),
      weeks: trackedWeeks(
        cohort.log,
        customers,
        { first, end },
        all.map(({ expected }) => expected),
      ),
    },
  };
}

interface LearnedForecast extends Foretold {
  readonly year: LifetimeForecast;
  readonly expected: Float64Array;
}

async function learnedBy(
  work: LifetimeWork,
  { cohort, first, known, end }: JudgingQuestion,
  { histories }: CustomersAt,
  foreteller: Foreteller,
): Promise<LearnedForecast> {
  const days = end - known;
  return await withLearned(work, foreteller, observedAt(cohort, known, days), async (learned) => {
    const forecast = await learned.forecast(histories, days);
    return {
      plugin: foreteller.plugin,
      name: learned.name,
      forecast,
      base: await learned.base(histories, days),
      year: days === STAGE_DAYS ? forecast : await learned.forecast(histories, STAGE_DAYS),
      expected: await learned.expected(Float64Array.from({ length: end - first + 1 }, (_, day) => day)),
    };
  });
}

function sum(column: Float64Array): number {
  return column.reduce((all, each) => (Number.isNaN(each) ? all : all + each), 0);
}
