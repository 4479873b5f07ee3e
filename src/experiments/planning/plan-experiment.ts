import { percentWords } from '#strata/kernel';
import {
  type ExperimentPlan,
  minimumDetectableEffect,
  powerOf,
  type ProportionMethod,
  proportionSampleSize,
  sampleSize,
} from '#strata/statistics/experiments';
import { StrataError } from '#sdk';
import { type PlannedExperiment, type PlannedReading, type PlanQuestion } from './plan.schema.js';

/**
 * Plans an experiment in both ways of reading. Several arms are compared with control at a level that holds for all
 * together (Bonferroni); intervals that may be read at any time are tightest at the planned end.
 *
 * @throws StrataError INVALID_REQUEST where neither effect nor people are given, or a share would leave 0 to 1
 */
export function planExperiment(question: PlanQuestion): PlannedExperiment {
  assertAnswerable(question);
  const comparisons = question.shares.slice(1).map((_, index) => ({
    arm: index + 1,
    once: plannedReading(question, index + 1, planOf(question)),
    anytime: plannedReading(question, index + 1, { ...planOf(question), peeking: null }),
  }));
  const most = (reading: 'once' | 'anytime') => greatest(comparisons.map((comparison) => comparison[reading].people));
  const [once, anytime] = [most('once'), most('anytime')];
  return {
    comparisons,
    textbook: textbookSizes(question),
    costOfPeeking: once === null || anytime === null ? null : anytime / once,
  };
}

function planOf({ metric, decidedBy, shares, level, power }: PlanQuestion): ExperimentPlan {
  return { metric, scale: decidedBy === 'difference' ? 'absolute' : 'relative', shares, level, power };
}

function plannedReading(question: PlanQuestion, arm: number, plan: ExperimentPlan): PlannedReading {
  const { effect: asked, people: given, peoplePerDay, scale } = question;
  const base = Math.abs(baseOf(question));
  const factor = scale === plan.scale ? 1 : base ** (plan.scale === 'absolute' ? 1 : -1);
  const effect = asked === undefined ? undefined : asked * factor;
  const people = effect === undefined ? null : sampleSize(plan, effect, arm);
  const least = given === undefined ? null : minimumDetectableEffect(plan, given, arm);
  return {
    people,
    days: people === null || peoplePerDay === undefined ? null : Math.ceil(people / peoplePerDay),
    minimumEffect: least === null ? null : least / factor,
    power: given === undefined || effect === undefined ? null : powerOf(plan, effect, given, arm),
  };
}

/** What control does. */
function baseOf({ metric }: PlanQuestion): number {
  return metric.kind === 'proportion' ? metric.rate : metric.mean;
}

function textbookSizes({ metric, scale, effect, shares, level, power }: PlanQuestion): PlannedExperiment['textbook'] {
  const [control = 0, treatment = 0, ...more] = shares;
  if (metric.kind !== 'proportion' || effect === undefined || more.length > 0 || control !== treatment) return null;
  const reached = scale === 'absolute' ? metric.rate + effect : metric.rate * (1 + effect);
  const by = (method: ProportionMethod) => proportionSampleSize([metric.rate, reached], { level, power }, method);
  return { pooled: by('pooled'), unpooled: by('unpooled'), cohen: by('cohen'), fleiss: by('fleiss') };
}

function assertAnswerable({ metric, scale, effect, people }: PlanQuestion): void {
  if (effect === undefined && people === undefined) {
    throw refusal('Nothing to plan by: say the effect to find, or how many people there are.', 'a number');
  }
  if (effect === undefined || metric.kind !== 'proportion') return;
  const reached = scale === 'absolute' ? metric.rate + effect : metric.rate * (1 + effect);
  if (reached > 0 && reached < 1) return;
  const message = `A share of ${percentWords(metric.rate)} cannot become ${percentWords(reached)}.`;
  throw refusal(message, 'an effect that keeps the share between 0 % and 100 %');
}

function refusal(message: string, expected: string): StrataError {
  return new StrataError('INVALID_REQUEST', message, { problems: [{ pointer: '/effect', message, expected }] });
}

function greatest(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((most, value) => {
    if (value === null || most === null) return null;
    return Math.max(most, value);
  }, 0);
}
