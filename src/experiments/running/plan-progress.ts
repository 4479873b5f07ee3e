import { type ReadoutPlan } from '#strata/engine';
import { type ExperimentReadout } from '../readout/index.js';
import { experimentPhrases, type ExperimentPhrases } from '../words/index.js';
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
    words: progressWords(plan, { people, days }, experimentPhrases(question.language)),
  };
}

/** "Planned: 78,945 people in 40 days, to see 10 % more profit, read once. 2,500 of them (25 %) are there.", and how long the rest takes. */
function progressWords(
  { people: planned, days: within, effect, decide, read }: ReadoutPlan,
  { people, days }: Pick<ExperimentReadout, 'people' | 'days'>,
  { planning, together }: ExperimentPhrases,
): string {
  const goal = planning.planned({ people: planned, days: within ?? null, read, goal: { effect, decide } });
  if (people >= planned) return together([goal, planning.allThere]);
  const there = planning.there(people, Math.floor(1000 * (people / planned)) / 1000);
  if (days === null || people === 0) return together([goal, there]);
  // By how people came until now.
  const rest = Math.ceil(((planned - people) * days) / people);
  return together([goal, there, planning.rest(rest, within !== undefined && days + rest > 1.2 * within)]);
}
