import { type Interruptible } from '#strata/kernel';
import { type MixQuestion } from '#strata/rulebook/schemas';
import { at, quantiles } from '#strata/statistics';
import { seededRandom } from '#sdk';
import { budgetFinding } from './findings/budget.js';
import { channelFindings } from './findings/channels.js';
import { equalFits } from './findings/equal-fits.js';
import { estimateOf } from './findings/identify.js';
import { beatsNoMedia, errorsOf, rangeOf, rivalErrors } from './findings/rivals.js';
import { fitErrors, predictWeeks, workingChannels, type WorkingChannels } from './findings/working.js';
import { response } from './model/channel-shape.js';
import { mixModel } from './model/mix-model.js';
import { type JudgedMix, type LiftFinding, type MixReport } from './findings/mix-report.js';
import { prepareMix, type PreparedMix } from './reading/prepare.js';
import { type MixSeries } from './reading/series.js';
import { dayOf } from './reading/weeks.js';
import { fitMix, type MixFit, SAMPLING, type MixSampling } from './sampling/fit-mix.js';

/** How a mix is measured. */
interface MixTask {
  /** 32-bit unsigned: the same seed gives the same report. */
  readonly seed: number;
  readonly sampling?: MixSampling;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

const LEVEL = 0.95;

/**
 * Fits the first weeks and judges them by the last; fits all weeks, and says what each channel brings, how sure that is, and how
 * spend would bring more.
 *
 * @throws StrataError TOO_FEW_EXAMPLES, BAD_COLUMN, BAD_USAGE, NOT_CONVERGED
 */
export function* measureMix(series: MixSeries, question: MixQuestion, task: MixTask): Interruptible<MixReport> {
  const { seed, sampling = SAMPLING, progress = () => undefined } = task;
  const prepared = prepareMix(series, question);
  const judged = yield* judgedMix(series, prepared, {
    seed,
    sampling,
    progress: (share) => {
      progress(share / 2, 'judged by the last weeks');
    },
  });
  const fit = yield* fitMix(mixModel(prepared.weeks, prepared.rows), {
    seed,
    sampling,
    progress: (share) => {
      progress(0.5 + share / 2, 'fitted on all weeks');
    },
  });
  const working = workingChannels(fit);
  const channels = channelFindings(fit, working, LEVEL);
  const range = rangeOf(prepared.weeks.target);
  const { source, weeks, warmUp, target } = series;
  return {
    source,
    target: target.name,
    from: dayOf(at(weeks, warmUp)),
    to: dayOf(at(weeks, weeks.length - 1)),
    weeks: prepared.rows,
    level: LEVEL,
    seed,
    judged,
    base: baseShare(working),
    channels,
    equalFits: equalFits(
      channels,
      working,
      fitErrors(fit, working).map((error) => error / range),
    ),
    lifts: liftFindings(fit, working, question),
    ...unseenHolidays(series),
    budget: budgetFinding(fit, working, {
      budget: question.budget ?? {},
      level: LEVEL,
      isProven: beatsNoMedia(judged),
    }),
    sampling: {
      draws: fit.draws.length,
      ...fit.convergence,
      carried: fit.draws.reduce((sum, { carried }) => sum + carried, 0) / fit.draws.length,
    },
  };
}

function unseenHolidays({ holidays, warmUp }: MixSeries): Pick<MixReport, 'unseenHolidays'> {
  const unseen = holidays.filter(({ values }) => values.subarray(warmUp).every((days) => days === 0));
  return unseen.length === 0 ? {} : { unseenHolidays: unseen.map(({ name }) => name) };
}

function* judgedMix(
  { weeks, warmUp }: MixSeries,
  { weeks: columns, rows, heldOut }: PreparedMix,
  how: Parameters<typeof fitMix>[1],
): Interruptible<JudgedMix> {
  const fitted = rows - heldOut;
  const fit = yield* fitMix(mixModel(columns, fitted), how);
  const random = seededRandom(how.seed);
  const { mean, draws } = predictWeeks(fit, workingChannels(fit), () => random.normal());
  const predicted = [...columns.target].map((actual, week) => {
    const [lower = NaN, upper = NaN] = quantiles(
      draws.map((path) => at(path, week)),
      [(1 - LEVEL) / 2, (1 + LEVEL) / 2],
    );
    const day = dayOf(at(weeks, warmUp + week));
    return { week: day, actual, value: at(mean, week), lower, upper, level: LEVEL, isHeldOut: week >= fitted };
  });
  const last = predicted.filter(({ isHeldOut }) => isHeldOut);
  return {
    heldOut,
    model: errorsOf('this model', columns.target, mean, fitted),
    rivals: rivalErrors(columns, fitted),
    inside: last.filter(({ actual, lower, upper }) => actual >= lower && actual <= upper).length / last.length,
    predicted,
  };
}

function baseShare(working: WorkingChannels) {
  const draws = working[0]?.length ?? 0;
  const shares = Float64Array.from({ length: draws }, (_, draw) =>
    working.reduce((left, channel) => left - (channel[draw]?.share ?? 0), 1),
  );
  return estimateOf(shares, LEVEL);
}

/** What the model, which knows the experiments, says of their weeks. */
function liftFindings(
  { model }: MixFit,
  working: WorkingChannels,
  { lifts = [] }: MixQuestion,
): readonly LiftFinding[] {
  return lifts.map(({ channel, from, to, effect, lower, upper, level = LEVEL, share = 1 }, place) => {
    const lift = model.lifts[place];
    const spend = model.channels[lift?.channel ?? 0]?.spend ?? new Float64Array();
    const path = new Float64Array(spend.length);
    const effects = (working[lift?.channel ?? 0] ?? []).map((works) => {
      const sumIn = (spent: Float64Array) =>
        response(spent, works, path)
          .subarray(lift?.from, lift?.to)
          .reduce((sum, week) => sum + week, 0);
      return share * works.most * (sumIn(spend) - sumIn(lift?.spendWithout ?? spend));
    });
    return {
      channel,
      from,
      to,
      measured: { value: effect, lower, upper, level },
      modelled: estimateOf(effects, LEVEL),
    };
  });
}
