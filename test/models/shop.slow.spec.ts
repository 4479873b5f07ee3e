import { expect, it } from 'vitest';
import { compileCondition } from '#strata/engine/conditions';
import { type EventQuery, type UserEvent } from '#strata/engine';
import { measureEvents } from '#strata/engine/facts';
import { readDocument } from '#strata/rulebook/documents';
import { mailEverybody } from '#strata/simulator/everybody';
import { shopEvents } from '#strata/simulator/files';
import { simulateShop } from '#strata/simulator/shop';
import { armEffect, momentsOf } from '#strata/statistics/experiments';

const shop = simulateShop({ users: 20_000, seed: 1 });
const mailing = mailEverybody(shop);

it('a cart was left where the trigger of the shipped strategy finds it in the events', async () => {
  const file = 'examples/strategies/win-back-cart.json';
  const { trigger } = await readDocument('strategy', file, { directory: 'rules' });
  const condition = compileCondition(trigger!);
  const now = Date.parse('2026-11-22T09:00:00Z');
  const events = Array.from({ length: shop.users.rows }, (): UserEvent[] => []);
  for (const { user, name, at, properties } of shopEvents(shop)) events[user]!.push({ name, at, properties });
  const triggered = events.map((own) =>
    condition.test({}, ({ params }) => measureEvents(own, params as unknown as EventQuery, now)),
  );
  expect(triggered).toEqual(Array.from(mailing.carts.left, (left) => left === 1));
  expect(triggered.filter(Boolean).length).toBeGreaterThan(500);
});

it('CUPED takes away as much of the variance of what people spend as the squared correlation with what they spent before', () => {
  const spent = shop.users.facts.find(({ name }) => name === 'spend90d');
  if (spent?.type !== 'number') throw new Error('the shop does not know what people spent');
  const arm = (treated: number) =>
    [mailing.amount, spent.values].map((values) => values.filter((_, user) => user % 2 === treated));
  const shape = { kind: 'mean', adjusted: true } as const;
  const effect = armEffect(momentsOf(arm(0)), momentsOf(arm(1)), shape, { scale: 'absolute', level: 0.95 });
  if (effect.status !== 'estimated') throw new Error('no effect');
  expect(effect.varianceReduction / squaredCorrelation(mailing.amount, spent.values) - 1).toBeLessThan(0.05);
  expect(effect.varianceReduction / squaredCorrelation(mailing.amount, spent.values) - 1).toBeGreaterThan(-0.05);
});

function squaredCorrelation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = (x: Float64Array, y: Float64Array, mx: number, my: number) =>
    mean(x.map((value, row) => (value - mx) * (y[row]! - my)));
  return covariance(a, b, meanA, meanB) ** 2 / (covariance(a, a, meanA, meanA) * covariance(b, b, meanB, meanB));
}
