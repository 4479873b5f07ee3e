import { armsOf, type Experiment, type ReadoutPlan, type Strategy } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { type PlannedMetric } from '#strata/statistics/experiments';
import { StrataError } from '#sdk';
import { planExperiment, type PlanQuestion, readingWords } from '../planning/index.js';
import { experimentPhrases } from '../words/index.js';

/** What is planned by: figures are of control. */
export interface ModelPlanQuestion {
  readonly strategy: Strategy;
  readonly model: string;
  readonly decide: ReadoutPlan['decide'];
  readonly metric: PlannedMetric;
  /** Share that converts; null where nobody knows. */
  readonly rate: number | null;
  readonly peoplePerDay: number | null;
  /** Relative: 0.1 for a tenth more. */
  readonly effect: number;
  /** Of the people, for whom the model decides: above 0, below 1. */
  readonly share: number;
  readonly read: ReadoutPlan['read'];
  readonly noWorseThan?: number | undefined;
  readonly power: number;
  /** Of the sentences; English unless told. */
  readonly language?: Language | undefined;
}

/** The experiment that proves the last stage of a model: model beside human rule. */
export interface ModelPlan {
  /** Its id. */
  readonly strategy: string;
  /** What belongs under `experiment` of the strategy. */
  readonly experiment: Experiment;
  /** What it takes, in sentences. */
  readonly words: readonly string[];
}

const LEVEL = 0.95;

/**
 * Plans the comparison of a model with the human rule of its strategy. Where the model may also pass by what it saves, there are
 * as many people as both questions take. An experiment that the strategy has goes on in a phase of its own, with its seed,
 * hold-out and part of the people.
 *
 * @throws StrataError INVALID_REQUEST where nobody could see the effect, or the conversion is not known
 */
export function planModel(question: ModelPlanQuestion): ModelPlan {
  const { model, decide, effect, read, noWorseThan, peoplePerDay, language } = question;
  const { planning } = experimentPhrases(language);
  const better = planned(question, { metric: question.metric, effect });
  const saving =
    noWorseThan === undefined ? null : planned(question, { metric: conversionOf(question), effect: noWorseThan });
  const people = Math.max(better.people, saving?.people ?? 0);
  const days = peoplePerDay === null ? null : Math.ceil(people / peoplePerDay);
  const plan: ReadoutPlan = {
    ...{ model, decide, people, effect, read },
    ...(days === null ? {} : { days }),
    ...(noWorseThan === undefined ? {} : { noWorseThan }),
  };
  return {
    strategy: question.strategy.id,
    experiment: experimentOf(question, plan),
    words: [
      ...better.words,
      ...(saving === null || noWorseThan === undefined ? [] : [planning.saving(saving.people, noWorseThan)]),
      planning.planned({ people, days, read, goal: null }),
    ],
  };
}

function planned(
  { share, read, power, peoplePerDay, language }: ModelPlanQuestion,
  { metric, effect }: Pick<PlanQuestion, 'metric'> & { readonly effect: number },
): { readonly people: number; readonly words: readonly string[] } {
  const question: PlanQuestion = {
    ...{ metric, effect, power, scale: 'relative', decidedBy: 'difference', level: LEVEL },
    shares: [1 - share, share],
    ...(peoplePerDay === null ? {} : { peoplePerDay }),
  };
  const [comparison] = planExperiment(question).comparisons;
  const reading = read === 'once' ? comparison?.once : comparison?.anytime;
  if (reading?.people == null) throw refusal('/effect', 'No number of people shows such an effect.', 'a larger effect');
  return { people: reading.people, words: readingWords(question, reading, read, language) };
}

function conversionOf({ rate }: ModelPlanQuestion): PlannedMetric {
  if (rate !== null) return { kind: 'proportion', rate };
  throw refusal('/rate', 'How many of control convert is not known.', 'the share, such as 0.04');
}

function experimentOf({ strategy, share }: ModelPlanQuestion, plan: ReadoutPlan): Experiment {
  const { experiment, id } = strategy;
  const kept = experiment ?? { seed: `${id}-${plan.model}` };
  const phase = armsOf(experiment).length === 0 ? undefined : (experiment?.phase ?? 1) + 1;
  const arms = { model: round(share), baseline: round(1 - share) };
  return { ...kept, arms, ...(phase === undefined ? {} : { phase }), plan };
}

/** Without the digits that floating-point numbers add. */
function round(share: number): number {
  return Number(share.toFixed(9));
}

function refusal(pointer: string, message: string, expected: string): StrataError {
  return new StrataError('INVALID_REQUEST', message, { problems: [{ pointer, message, expected }] });
}
