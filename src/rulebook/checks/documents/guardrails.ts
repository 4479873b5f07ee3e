import { armsOf, type Guardrail, guardrailKey, policyOf, readsOf, type Strategy } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { type Report } from '../context/report.js';

const WEEK = 7 * 86_400_000;

/** Checks that each guardrail of a strategy has something to watch, and stands there once. */
export function checkGuardrails(strategy: Strategy, report: Report): void {
  const { guardrails = [] } = strategy;
  guardrails.forEach((guardrail, index) => {
    const place = `/guardrails/${String(index)}`;
    const key = guardrailKey(guardrail);
    if (guardrails.findIndex((other) => guardrailKey(other) === key) < index) {
      const { watch, then } = guardrail;
      report.problem(place, `A guardrail on ${watch} that does "${then}" stands here twice`, 'each once');
    }
    checkWatched(guardrail, strategy, place, report);
    if (guardrail.then === 'fixedArms' && !armsOf(strategy.experiment).some((arm) => policyOf(arm) !== null)) {
      report.problem(`${place}/then`, 'No arm of the strategy is by a policy, so none can be fixed', 'stop, alert');
    }
  });
}

function checkWatched(guardrail: Guardrail, strategy: Strategy, place: string, report: Report): void {
  const { experiment, limits, active } = strategy;
  const isHeldOut = (experiment?.holdout ?? 0) > 0;
  if (guardrail.watch === 'lift' && !isHeldOut) {
    report.problem(place, 'Nobody is held out, so there is no lift to watch', '"experiment": { "holdout": 0.05, … }');
  }
  if (guardrail.watch === 'sampleRatio' && !isHeldOut && armsOf(experiment).length < 2) {
    report.problem(place, 'Nobody is drawn into arms or a hold-out', 'an "experiment" with arms or a hold-out');
  }
  if (guardrail.watch === 'cost' && guardrail.perDay === undefined) {
    const isPlanned = limits?.budget !== undefined && active?.from !== undefined && active.to !== undefined;
    const expected = '"perDay", or "limits.budget" with "active.from" and "active.to"';
    if (!isPlanned) report.problem(place, 'There is no plan that the cost could be ahead of', expected);
  }
  if (guardrail.watch !== 'fallback') return;
  if (strategy.predictive === undefined && readsOf(strategy).models.length === 0) {
    report.problem(place, 'The strategy asks no model', 'a strategy with a model');
  }
  if ((durationMilliseconds(guardrail.within) ?? 0) > WEEK) {
    report.problem(`${place}/within`, 'The decisions of so long are not looked at', 'at most P7D');
  }
}
