import { currencyOf, timeZoneOf } from '#strata/engine';
import {
  LIFETIME_HORIZON,
  LIFETIME_PLUGIN,
  type LifetimeValueAnalysis,
  type PurchaseEvents,
  wholeDays,
} from '#strata/rulebook/schemas';
import { isStrataError, type LifetimeDescription, type LifetimeForecast, StrataError } from '#sdk';
import { type AnalysisKind, type AnalysisTask, type PublishedBlock } from '../contract/index.js';
import { type EventHome, openEvents, type WantedEvents } from '../sources/index.js';
import { readCovariates } from './histories/covariates.js';
import { dateOf, dayOf, endOfDay } from './histories/days.js';
import { populationAt, stagesAt } from './histories/people-facts.js';
import {
  type BoughtLater,
  type Cohort,
  type CustomersAt,
  customersAt,
  observedAt,
  type PurchaseLog,
} from './histories/purchase-log.js';
import { readPurchases } from './histories/read-purchases.js';
import { boundedBase, worthOf } from './judging/figures.js';
import { judge, type JudgedLifetime } from './judging/judge.js';
import { type Foreteller, withLearned } from './judging/learned-lifetime.js';
import { type LifetimeReport, type LifetimeStage } from './findings/lifetime-report.js';
import { readLifetime, warnOf } from './reading/read-lifetime.js';
import { compareStages, STAGE_DAYS, stagesBy } from './findings/stages.js';

/** What customers are worth in the time to come, judged on the last of what was observed. */
export const LIFETIME_VALUE: AnalysisKind<LifetimeValueAnalysis, LifetimeReport> = {
  async run(document, task) {
    const home = await openEvents(task, { wanted: wantedOf(document.purchases), names: document.columns ?? {} });
    try {
      const base = await observe(document, task, home);
      task.progress(0.2, 'judging on what was held out');
      const judged = await judgedOn(base, document, task);
      task.progress(0.6, 'what is to come');
      const foretold = await foretell(base, document, task);
      task.progress(0.9, 'stages');
      const stages = await comparedStages(base, { document, task, home, judged, foretold });
      return { report: reportOf(base, { document, task, judged, foretold, stages }), people: peopleOf(base, foretold) };
    } finally {
      home.close();
    }
  },
  read: readLifetime,
  warn: warnOf,
};

/** The rules and models that every one has to beat. */
const RIVALS = ['own-rate', 'value-regression'] as const;

/** People a block of what is published. */
const PEOPLE_A_BLOCK = 20_000;

function wantedOf({ event, value }: PurchaseEvents): WantedEvents {
  return { events: [event], columns: value === undefined ? {} : { value: { property: value, type: 'money' } } };
}

/** Everything that is known of the customers. Days are whole days after 1970-01-01. */
interface ObservedBase {
  readonly log: PurchaseLog;
  readonly timeZone: string;
  readonly first: number;
  readonly end: number;
  /** The last day that is known when it is judged. */
  readonly known: number;
  readonly horizon: number;
  /** As the people who are meant are now, and were on the last known day. */
  readonly now: Cohort;
  readonly then: Cohort;
  /** Covariates that say the same of everybody. */
  readonly constant: readonly string[];
}

/** @throws StrataError TOO_FEW_EXAMPLES where nobody purchased */
async function observe(
  { purchases, population, covariates: facts = [], ...document }: LifetimeValueAnalysis,
  { until, documents, signal, progress }: AnalysisTask,
  home: EventHome,
): Promise<ObservedBase> {
  const timeZone = timeZoneOf(documents);
  const reading = { home, wanted: wantedOf(purchases), timeZone };
  progress(0.05, 'purchases');
  const log = await readPurchases(reading, signal);
  if (log.people.length === 0) throw noPurchases(purchases);
  const first = log.days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  const end = await dayOf(until, timeZone, home);
  const horizon = wholeDays(document.horizon ?? LIFETIME_HORIZON) ?? 1;
  const heldOut = document.holdout === undefined ? null : wholeDays(document.holdout);
  const known = end - (heldOut ?? Math.min(horizon, Math.floor((end - first) / 2)));
  progress(0.15, 'who is meant');
  const { columns: covariates, constant } = await readCovariates(
    { ...reading, catalogue: documents.facts, facts },
    log,
    signal,
  );
  const cohortAt = async (at: number): Promise<Cohort> => {
    if (population === undefined) return { log, isMeant: null, covariates };
    const meant = await populationAt(population, { home, documents, at });
    return { log, isMeant: (person) => meant.has(log.people[person] ?? ''), covariates };
  };
  return {
    ...{ log, timeZone, first, end, known, horizon, constant },
    now: await cohortAt(until),
    then: await cohortAt(endOfDay(known, timeZone)),
  };
}

function askedOf({ plugin = LIFETIME_PLUGIN, options = {} }: LifetimeValueAnalysis): Foreteller {
  return { plugin, options };
}

/** Why it could not be judged, where it could not. */
async function judgedOn(
  { then, first, known, end }: ObservedBase,
  document: LifetimeValueAnalysis,
  task: AnalysisTask,
): Promise<JudgedLifetime | string> {
  if (known <= first || known >= end) return 'What was observed is too short to hold some of it out.';
  const asked = askedOf(document);
  const rivals = RIVALS.filter((plugin) => plugin !== asked.plugin && task.host.plugins.has(plugin));
  const foretellers = [asked, ...rivals.map((plugin) => ({ plugin, options: {} }))] as const;
  try {
    return await judge(task, { cohort: then, first, known, end, foretellers, dayWords: dateOf });
  } catch (error) {
    if (isStrataError(error) && error.code === 'TOO_FEW_EXAMPLES') return error.message;
    throw error;
  }
}

/** What is expected of everybody from now on. */
interface ForetoldBase {
  readonly name: string;
  readonly customers: CustomersAt;
  readonly forecast: LifetimeForecast;
  /** Purchases × money; null where money is not known. */
  readonly worth: Float64Array | null;
  readonly stages: readonly LifetimeStage[];
  readonly base: LifetimeReport['base'];
  readonly described: LifetimeDescription;
}

async function foretell(
  { now, end, horizon, log }: ObservedBase,
  document: LifetimeValueAnalysis,
  task: AnalysisTask,
): Promise<ForetoldBase> {
  const customers = customersAt(now, end);
  if (customers.people.length === 0) throw noPurchases(document.purchases, document.population);
  const { histories } = customers;
  return await withLearned(task, askedOf(document), observedAt(now, end, horizon), async (learned) => {
    const forecast = await learned.forecast(histories, horizon);
    const year = horizon === STAGE_DAYS ? forecast : await learned.forecast(histories, STAGE_DAYS);
    const worth = log.values.some((value) => value > 0) ? worthOf(forecast) : null;
    const { purchases, value } = await learned.base(histories, horizon);
    return {
      ...{ name: learned.name, customers, forecast, worth, described: await learned.describe() },
      stages: stagesBy(year, histories.repeats),
      base: {
        people: customers.people.length,
        purchases: boundedBase(purchases),
        value: worth === null ? null : boundedBase(value),
      },
    };
  });
}

interface StageParts {
  readonly document: LifetimeValueAnalysis;
  readonly task: AnalysisTask;
  readonly home: EventHome;
  readonly judged: JudgedLifetime | string;
  readonly foretold: ForetoldBase;
}

async function comparedStages(
  { log, timeZone, known }: ObservedBase,
  { document, task, home, judged, foretold }: StageParts,
): Promise<LifetimeReport['stages']> {
  const { customers, stages, forecast, worth } = foretold;
  const brought: BoughtLater = {
    purchases: forecast.purchases,
    value: worth ?? new Float64Array(customers.people.length).fill(Number.NaN),
  };
  const fact = document.stages?.fact;
  return compareStages({
    log,
    now: { customers, stages, brought },
    heldOut:
      typeof judged === 'string'
        ? null
        : {
            customers: judged.customers,
            stages: stagesBy(judged.year, judged.customers.histories.repeats),
            brought: judged.actual,
          },
    rule:
      fact === undefined
        ? null
        : {
            fact,
            stages: await stagesAt(fact, {
              home,
              documents: task.documents,
              moments: { then: endOfDay(known, timeZone), now: task.until },
            }),
          },
  });
}

interface Found extends Omit<StageParts, 'home'> {
  readonly stages: LifetimeReport['stages'];
}

function reportOf(
  { first, end, horizon, constant }: ObservedBase,
  { document, task, judged, foretold, stages }: Found,
): LifetimeReport {
  const { name, base, described, customers } = foretold;
  const { repeats } = customers.histories;
  return {
    at: new Date(task.until).toISOString(),
    currency: currencyOf(task.documents) ?? null,
    plugin: askedOf(document).plugin,
    name,
    horizon,
    observed: {
      from: dateOf(first),
      to: dateOf(end),
      purchases: repeats.reduce((sum, count) => sum + count + 1, 0),
      cameBack: repeats.filter((count) => count > 0).length,
    },
    base,
    heldOut: typeof judged === 'string' ? null : judged.heldOut,
    notJudged: typeof judged === 'string' ? judged : null,
    stages,
    parameters: described.parameters.map((each) => ({
      ...each,
      standardError: Number.isFinite(each.standardError) ? each.standardError : null,
    })),
    logLikelihood: described.logLikelihood,
    notes: [
      ...described.notes,
      ...constant.map((fact) => `The fact "${fact}" says the same of everybody, and was left out.`),
    ],
  };
}

/** What is said about each person. */
function* peopleOf(
  { log }: ObservedBase,
  { customers, forecast, worth, stages }: ForetoldBase,
): Generator<PublishedBlock> {
  const { people } = customers;
  for (let from = 0; from < people.length; from += PEOPLE_A_BLOCK) {
    const to = from + PEOPLE_A_BLOCK;
    yield {
      people: Array.from(people.subarray(from, to), (person) => log.people[person] ?? ''),
      values: {
        expectedPurchases: known(forecast.purchases.subarray(from, to)),
        expectedValue: known((worth ?? forecast.value.map(() => Number.NaN)).subarray(from, to)),
        stillBuying: known(forecast.alive.subarray(from, to)),
        stage: stages.slice(from, to),
      },
    };
  }
}

function known(figures: Float64Array): readonly (number | null)[] {
  return Array.from(figures, (figure) => (Number.isFinite(figure) ? figure : null));
}

function noPurchases({ event }: PurchaseEvents, population?: string): StrataError {
  const among = population === undefined ? '' : ` of people in the segment "${population}"`;
  return new StrataError('TOO_FEW_EXAMPLES', `There are no purchases${among} to learn from.`, {
    problems: [{ message: `no event "${event}"${among} happened until then`, expected: 'purchases' }],
  });
}
