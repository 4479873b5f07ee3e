import { amountWords, numberWords } from '#strata/kernel';
import { SurplusTally } from './counting/surplus-tally.js';
import { type MembershipTally, type Survey } from './counting/survey.js';
import { type UnmetLimit } from './problem/plans.js';
import { type AllocationProblem, MICRO } from './problem/problem.js';

/**
 * The quotas that can't be met whatever is chosen, each with the first thing in its way: too few people, the audience, the
 * stock, the budget, the minimum ROI. What is in the way only together is found when people are settled.
 */
export function unmetLimits(problem: AllocationProblem, survey: Survey): readonly UnmetLimit[] {
  const tallies = survey.tallies();
  const each = problem.quotas.flatMap((quota, place): readonly UnmetLimit[] => {
    if (quota.minimum === undefined || quota.minimum === 0) return [];
    const members = tallies.filter(({ membership }) => ((membership >>> place) & 1) === 1);
    const asked = { minimum: quota.minimum, of: `people of “${quota.segment}”` };
    const unmet = unmetBy(asked, members, problem, tallies);
    return unmet === null ? [] : [unmet];
  });
  return each.length > 0 ? each : unmetTogether(problem, tallies);
}

/** How many people can get an offer at most so that a minimum ROI is met; null without one. */
export function roiReach(survey: Survey): number | null {
  const tallies = survey.tallies().flatMap(({ surplus }) => surplus ?? []);
  const [first] = tallies;
  return first === undefined ? null : reachOf(tallies, tallies);
}

/** How many people are asked for, and of whom. */
interface Asked {
  readonly minimum: number;
  readonly of: string;
}

function unmetBy(
  { minimum, of }: Asked,
  members: readonly MembershipTally[],
  problem: AllocationProblem,
  all: readonly MembershipTally[],
): UnmetLimit | null {
  const asked = `at least ${numberWords(minimum)} ${of} are asked for`;
  const people = members.reduce((sum, tally) => sum + tally.people, 0);
  if (people < minimum) {
    return {
      code: 'QUOTA_TOO_FEW_PEOPLE',
      words: `${asked}, but only ${numberWords(people)} of them may get an offer`,
    };
  }
  const { audience = Infinity, budget = Infinity } = problem;
  if (audience < minimum) {
    return { code: 'QUOTA_OVER_AUDIENCE', words: `${asked}, but the audience is limited to ${numberWords(audience)}` };
  }
  const given = giveCheapest(problem, members, minimum);
  if (given.people < minimum) {
    const stock = `the stock of the offers that they may get is enough for ${numberWords(given.people)}`;
    return { code: 'QUOTA_OVER_STOCK', words: `${asked}, but ${stock}` };
  }
  if (given.reserved > budget) {
    const needed = `the cheapest offers for them take ${amountWords(given.reserved)}`;
    const paid = numberWords(giveCheapest(problem, members, minimum, budget).people);
    return {
      code: 'QUOTA_OVER_BUDGET',
      words: `${asked}; ${needed}, and the budget of ${amountWords(budget)} pays for ${paid}`,
    };
  }
  return unmetByRoi(asked, minimum, members, problem, all);
}

function unmetByRoi(
  asked: string,
  minimum: number,
  members: readonly MembershipTally[],
  { minimumRoi }: AllocationProblem,
  all: readonly MembershipTally[],
): UnmetLimit | null {
  if (minimumRoi === undefined) return null;
  const surplusOf = (tallies: readonly MembershipTally[]) => tallies.flatMap(({ surplus }) => surplus ?? []);
  const reach = reachOf(surplusOf(members), surplusOf(all));
  if (reach >= minimum) return null;
  const words = `${asked}, but the minimum ROI of ${numberWords(minimumRoi)} can't be met with more than ${numberWords(reach)} of them`;
  return { code: 'QUOTA_UNDER_ROI', words };
}

/** To how many of some people offers can be given at most when all others bring what they can. */
function reachOf(members: Surpluses, all: Surpluses): number {
  const together = new SurplusTally();
  for (const tally of members) together.merge(tally);
  return together.reach(all.reduce((sum, tally) => sum + tally.gained(), 0n));
}

type Surpluses = readonly SurplusTally[];

interface Given {
  readonly people: number;
  /** Money. */
  readonly reserved: number;
}

/** The least money that so many offers to some people take, and how many there are where money or stock ends before. */
function giveCheapest(
  { offers }: AllocationProblem,
  members: readonly MembershipTally[],
  most: number,
  budget = Infinity,
): Given {
  const order = [...offers.keys()].sort((a, b) => (offers[a]?.reserve ?? 0) - (offers[b]?.reserve ?? 0));
  let [people, reserved] = [0, 0];
  for (const place of order) {
    const { reserve = 0, stock = Infinity } = offers[place] ?? {};
    const eligible = members.reduce((sum, tally) => sum + (tally.eligible[place] ?? 0), 0);
    const paid = reserve === 0 ? Infinity : Math.floor(((budget - reserved) * MICRO) / Math.round(reserve * MICRO));
    const given = Math.max(0, Math.min(eligible, stock, most - people, paid));
    people += given;
    reserved += given * reserve;
  }
  return { people, reserved: Math.round(reserved * MICRO) / MICRO };
}

/** Quotas of different people, which can be met one by one but not together. */
function unmetTogether(problem: AllocationProblem, tallies: readonly MembershipTally[]): readonly UnmetLimit[] {
  const minimums = problem.quotas.flatMap(({ minimum = 0 }, place) => (minimum > 0 ? [{ minimum, place }] : []));
  const areApart = tallies.every(
    ({ membership }) => minimums.filter(({ place }) => ((membership >>> place) & 1) === 1).length <= 1,
  );
  if (minimums.length < 2 || !areApart) return [];
  const asked = minimums.reduce((sum, { minimum }) => sum + minimum, 0);
  const members = tallies.filter(({ membership }) => minimums.some(({ place }) => ((membership >>> place) & 1) === 1));
  const unmet = unmetBy({ minimum: asked, of: 'people of the quotas together' }, members, problem, tallies);
  return unmet === null ? [] : [unmet];
}
