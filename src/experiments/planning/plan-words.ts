import { type Language } from '#strata/kernel/texts';
import { type PlannedEffect, experimentPhrases, type ExperimentPhrases, type ReadingPlan } from '../words/index.js';
import { type PlannedExperiment, type PlannedReading, type PlanQuestion } from './plan.schema.js';

/**
 * A plan in sentences, as a marketer would say it: one for each arm and way of reading, and what peeking costs.
 *
 * @param language English unless told
 */
export function planWords(
  question: PlanQuestion,
  { comparisons, costOfPeeking }: PlannedExperiment,
  language?: Language,
): readonly string[] {
  const { planning } = experimentPhrases(language);
  const sentences = comparisons.flatMap(({ arm, once, anytime }) => {
    const told = [
      ...readingWords(question, once, 'once', language),
      ...readingWords(question, anytime, 'at any time', language),
    ];
    return comparisons.length > 1 ? told.map((words) => planning.ofArm(arm + 1, words)) : told;
  });
  return costOfPeeking === null ? sentences : [...sentences, planning.peeking(costOfPeeking)];
}

/** What is planned for one way of reading, in sentences. */
export function readingWords(
  question: PlanQuestion,
  planned: PlannedReading,
  reading: ReadingPlan,
  language?: Language,
): readonly string[] {
  const { effect, people } = question;
  const { planning } = experimentPhrases(language);
  return [
    ...(effect === undefined ? [] : [neededWords(changeOf(question, effect), planned, { reading, planning })]),
    ...(people === undefined ? [] : [foundWords(question, people, planned, { reading, planning })]),
  ];
}

interface Telling {
  readonly reading: ReadingPlan;
  readonly planning: ExperimentPhrases['planning'];
}

function neededWords(change: PlannedEffect, { people, days }: PlannedReading, { reading, planning }: Telling): string {
  if (people === null) return planning.nobodyShows(change, reading);
  return planning.takes({ change, people, days }, reading);
}

function foundWords(
  question: PlanQuestion,
  people: number,
  { minimumEffect, power }: PlannedReading,
  { reading, planning }: Telling,
): string {
  if (power !== null) return planning.chance(people, power, reading);
  if (minimumEffect === null) return planning.showNothing(people, reading);
  return planning.show(people, changeOf(question, minimumEffect), reading);
}

function changeOf({ metric, scale }: PlanQuestion, effect: number): PlannedEffect {
  const from = metric.kind === 'proportion' ? metric.rate : metric.mean;
  const to = scale === 'absolute' ? from + effect : from * (1 + effect);
  return { of: metric.kind === 'proportion' ? 'share' : 'amount', from, to };
}
