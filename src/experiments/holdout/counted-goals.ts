import { type Strategy } from '#strata/engine';
import { type HoldoutGoal } from '#strata/ledger/experiments';

/**
 * What counts for everybody: the goal events of all strategies, each once. Where strategies of one event differ, it is worth what the
 * first of them says by id, and the least of their margins is profit of it, so that nothing is told too well.
 */
export function countedGoals(strategies: readonly Pick<Strategy, 'id' | 'goal'>[]): readonly HoldoutGoal[] {
  const goals = new Map<string, HoldoutGoal>();
  for (const { goal } of strategies.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const known = goals.get(goal.event);
    const usualValue = typeof goal.orderValue === 'number' ? goal.orderValue : 0;
    goals.set(goal.event, {
      event: goal.event,
      valueProperty: known?.valueProperty ?? goal.value ?? null,
      usualValue: known === undefined || known.usualValue === 0 ? usualValue : known.usualValue,
      margin: Math.min(known?.margin ?? Infinity, goal.margin),
    });
  }
  return [...goals.values()];
}
