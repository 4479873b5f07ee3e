import { type ReadoutPlan } from '#strata/engine';
import { fixedWords, percentWords } from '#strata/kernel';
import { type ExperimentReadout } from '../readout/index.js';
import { type ReadoutQuestion } from './readout-question.js';

/** How much of the plan of an experiment is reached. */
export interface PlanProgress extends ReadoutPlan {
  /** Of the planned people, how many are there: 1 for all. */
  readonly reached: number;
  /** Whether it was read as planned, and not as somebody asked besides. */
  readonly followed: boolean;
  readonly words: string;
}

/** The question with all that the plan says; what is asked for besides comes first. */
export function asPlanned(question: ReadoutQuestion, plan: ReadoutPlan): ReadoutQuestion {
  const { decide, effect, noWorseThan, people, read } = plan;
  const { tightestAt, plannedPeople } = question;
  const isSaid = tightestAt !== undefined || plannedPeople !== undefined;
  return {
    primary: decide,
    minimumEffect: effect,
    ...(noWorseThan === undefined ? {} : { noWorseThan }),
    ...(isSaid ? {} : read === 'once' ? { plannedPeople: people } : { tightestAt: people }),
    ...question,
  };
}

const LEVEL = 0.95;

/** How far the experiment is, in numbers and in words. */
export function planProgress(plan: ReadoutPlan, readout: ExperimentReadout, question: ReadoutQuestion): PlanProgress {
  const { people, days } = readout;
  const { primary, plannedPeople, tightestAt, minimumEffect, noWorseThan, control, level, winsorise } = question;
  const said = [primary, plannedPeople, tightestAt, minimumEffect, noWorseThan, control];
  const reached = people / plan.people;
  return {
    ...plan,
    reached,
    followed: said.every((one) => one === undefined) && level === LEVEL && winsorise === 1,
    words: [goalWords(plan), thereWords(plan, people, reached), restWords(plan, people, days)]
      .filter((part) => part !== '')
      .join(' '),
  };
}

/** "Planned: 78,945 people in 40 days, to see 10 % more profit, read once." */
function goalWords({ people, days, effect, decide, read }: ReadoutPlan): string {
  const time = days === undefined ? '' : ` in ${daysWords(days)}`;
  return `Planned: ${fixedWords(people, 0)} people${time}, to see ${percentWords(effect)} more ${decide}, read ${read}.`;
}

function thereWords({ people: planned }: ReadoutPlan, people: number, reached: number): string {
  if (people >= planned) return 'All of them are there.';
  return `${fixedWords(people, 0)} of them (${percentWords(Math.floor(1000 * reached) / 1000)}) are there.`;
}

/** By how people came until now. */
function restWords({ people: planned, days: within }: ReadoutPlan, people: number, days: number | null): string {
  if (people >= planned || days === null || people === 0) return '';
  const rest = Math.ceil(((planned - people) * days) / people);
  const late = within !== undefined && days + rest > 1.2 * within ? ', later than planned' : '';
  return `At that pace the others come in about ${daysWords(rest)}${late}.`;
}

function daysWords(days: number): string {
  return `${fixedWords(days, 0)} ${days === 1 ? 'day' : 'days'}`;
}
