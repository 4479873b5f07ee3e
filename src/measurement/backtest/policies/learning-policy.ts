import { type ArmPolicy, armsOf, policyOf, type Strategy } from '#strata/engine';
import { factAt } from '#strata/engine/conditions';
import { contextOf, explored } from '#strata/engine/policies';
import { type PluginHost, type Policy } from '#strata/plugin-host';
import { nearestName, type Reward, StrataError } from '#sdk';
import { at } from '#strata/statistics';
import { type EligibleRows, type HistoryRows } from '../history/history-rows.js';
import { NO_OFFER } from '../history/arms.js';
import { type LoggedRows } from './logged-rows.js';
import { type LearningChoice } from './policy-choice.js';
import { byTime, isKnownBy, type Stretch } from './stretches.js';

/** What a policy learns from, and whom it is asked about. */
export interface Lessons {
  readonly strategy: Strategy;
  readonly history: HistoryRows;
  /** All rows that teach. */
  readonly logged: LoggedRows;
  /** When each of them was decided: milliseconds since 1970. */
  readonly times: Float64Array;
  /** How long a goal may take, in milliseconds. */
  readonly within: number;
  readonly stretches: readonly Stretch[];
  /** Which offers each row of the history may get; null for any. */
  readonly eligible: EligibleRows | null;
  readonly host: Pick<PluginHost, 'openPolicy'>;
}

/** P(arm) by arm, one value a row of the history; those that are not asked about have none. */
export type Chances = readonly Float64Array[];

/** Rewards, and questions, that go to the plugin together. */
const AT_ONCE = 1_000;

/**
 * How a policy would have chosen, had it run beside the log and learned from it: about each stretch it knows what had come by then
 * of what the log drew at random before, as a new arm knows what the ledger does. So no row is judged by a policy that has seen
 * what came of it, and an estimate of each stretch is one of a fixed policy (progressive validation: Blum, Kalai, Langford, 1999;
 * Luedtke and van der Laan, 2016).
 *
 * @throws StrataError PLUGIN_UNKNOWN, PLUGIN_OPTIONS_INVALID, POLICY_FAILED
 */
export async function learnedChances(arm: ArmPolicy, lessons: Lessons): Promise<Chances> {
  const { policy: plugin, options = {}, reward = 'conversion' } = arm;
  const { strategy, history, logged, times, within, stretches } = lessons;
  const chances = [null, ...strategy.offers].map(() => new Float64Array(history.rows));
  const policy = await lessons.host.openPolicy({ plugin, options, reward, state: null });
  try {
    const teaching = byTime(times).filter((row) => at(logged.arm, row) > NO_OFFER && at(logged.propensity, row) < 1);
    let learned = 0;
    for (const { rows, from } of stretches) {
      const known = learned;
      while (learned < teaching.length && isKnownBy(from, at(times, at(teaching, learned)), within)) learned++;
      await teach(policy, arm, teaching.subarray(known, learned), lessons);
      await ask(policy, arm, rows, lessons, chances);
    }
  } finally {
    await policy.close();
  }
  return chances;
}

async function teach(policy: Policy, arm: ArmPolicy, rows: Uint32Array, lessons: Lessons): Promise<void> {
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const rewards = Array.from(rows.subarray(start, start + AT_ONCE), (row) => rewardOf(arm, row, lessons));
    await policy.learn(rewards);
  }
}

function rewardOf(arm: ArmPolicy, row: number, { strategy, history, logged, times }: Lessons): Reward {
  return {
    offer: strategy.offers[at(logged.arm, row) - 1]?.id ?? '',
    context: contextAt(arm, history, at(logged.rows, row)),
    reward: at(arm.reward === 'profit' ? logged.profit : logged.converted, row),
    at: at(times, row),
    propensity: at(logged.propensity, row),
  };
}

async function ask(
  policy: Policy,
  arm: ArmPolicy,
  rows: Uint32Array,
  { strategy: { offers }, history, logged, eligible }: Lessons,
  chances: readonly Float64Array[],
): Promise<void> {
  const set = (row: number, place: number, chance: number) => ((chances[place] ?? [])[row] = chance);
  const one = async (row: number): Promise<void> => {
    const places = openPlaces(eligible, row, offers.length);
    const [only = NO_OFFER] = places;
    if (places.length < 2) {
      set(row, only, 1);
      return;
    }
    const ids = places.map((place) => offers[place - 1]?.id ?? '');
    const said = await policy.choose({ offers: ids, context: contextAt(arm, history, row) });
    explored([...said], arm).forEach((chance, index) => set(row, places[index] ?? NO_OFFER, chance));
  };
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    await Promise.all(Array.from(rows.subarray(start, start + AT_ONCE), (row) => one(at(logged.rows, row))));
  }
}

function contextAt(arm: ArmPolicy, { facts }: HistoryRows, row: number): Float64Array {
  return contextOf(arm, Object.fromEntries(contextFacts(arm).map((name) => [name, factAt(facts.get(name), row)])));
}

/** The offers that a row may get, by their numbers from 1. */
export function openPlaces(eligible: EligibleRows | null, row: number, offers: number): readonly number[] {
  const places = Array.from({ length: offers }, (_, place) => place + 1);
  return eligible === null ? places : places.filter((place) => eligible[place - 1]?.[row] === 1);
}

/** The facts that a policy tells people by. */
export function contextFacts({ context = [] }: ArmPolicy): readonly string[] {
  return [...new Set(context.map((read) => (typeof read === 'string' ? read : read.fact)))];
}

/** The policy that is meant. @throws StrataError BAD_USAGE where the arm is none of the strategy's, or has no policy */
export function armPolicyOf(choice: LearningChoice, { id, experiment }: Strategy): ArmPolicy {
  if (choice.by === 'policy') return choice.policy;
  const arms = armsOf(experiment).filter((arm) => policyOf(arm) !== null);
  const found = policyOf(arms.find((arm) => arm.id === choice.arm));
  if (found !== null) return found;
  const ids = arms.map((arm) => arm.id);
  const nearest = nearestName(choice.arm, ids);
  throw new StrataError('BAD_USAGE', `The strategy "${id}" has no arm "${choice.arm}" by a policy.`, {
    problems: [
      {
        message: `"${choice.arm}" is no arm of it that a policy chooses in`,
        expected: ids.length === 0 ? 'policy:PLUGIN, such as policy:bandit' : ids.join(' or '),
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}
