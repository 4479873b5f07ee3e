import { amountWords, fixedWords, numberWords, percentWords } from '#strata/kernel';
import { type PlannedExperiment, type PlannedReading, type PlanQuestion } from './plan.schema.js';

/** A plan in sentences, as a marketer would say it: one for each arm and way of reading, and what peeking costs. */
export function planWords(
  question: PlanQuestion,
  { comparisons, costOfPeeking }: PlannedExperiment,
): readonly string[] {
  const several = comparisons.length > 1;
  const sentences = comparisons.flatMap(({ arm, once, anytime }) => {
    const prefix = several ? `Arm ${arm + 1}: ` : '';
    return [
      ...readingWords(question, once, 'read once, at the planned end').map((words) => prefix + words),
      ...readingWords(question, anytime, 'free to be read at any time').map((words) => prefix + words),
    ];
  });
  if (costOfPeeking === null) return sentences;
  return [...sentences, `Reading at any time takes ${numberWords(round(costOfPeeking))} times as many people.`];
}

function readingWords(question: PlanQuestion, reading: PlannedReading, how: string): readonly string[] {
  const { effect, people } = question;
  return [
    ...(effect === undefined ? [] : [neededWords(question, effect, reading, how)]),
    ...(people === undefined ? [] : [foundWords(question, people, reading, how)]),
  ];
}

function neededWords(question: PlanQuestion, effect: number, { people, days }: PlannedReading, how: string): string {
  const change = changeWords(question, effect);
  if (people === null) return `No number of people shows ${change}, ${how}.`;
  const time = days === null ? '' : `, ${fixedWords(days, 0)} ${days === 1 ? 'day' : 'days'}`;
  return `To see ${change} takes ${fixedWords(people, 0)} people in all${time}, ${how}.`;
}

function foundWords(question: PlanQuestion, people: number, reading: PlannedReading, how: string): string {
  const { minimumEffect, power } = reading;
  const crowd = `${fixedWords(people, 0)} people`;
  if (power !== null) return `${crowd} show it with a chance of ${percentWords(round(power))}, ${how}.`;
  if (minimumEffect === null) return `${crowd} are too few to show anything, ${how}.`;
  return `${crowd} show ${changeWords(question, minimumEffect)} or more, ${how}.`;
}

/** "4 % become 4.4 %". */
function changeWords({ metric, scale }: PlanQuestion, effect: number): string {
  const base = metric.kind === 'proportion' ? metric.rate : metric.mean;
  const reached = scale === 'absolute' ? base + effect : base * (1 + effect);
  const words = metric.kind === 'proportion' ? (share: number) => percentWords(round(share)) : amountWords;
  return `${words(base)} become ${words(reached)}`;
}

/** To four digits that say something. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
