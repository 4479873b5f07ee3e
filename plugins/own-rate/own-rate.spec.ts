import { expect, test } from 'vitest';
import plugin from './index.js';

const histories = {
  repeats: Float64Array.of(3, 0),
  recency: Float64Array.of(80, 0),
  age: Float64Array.of(90, 30),
  value: Float64Array.of(20, Number.NaN),
  covariates: [],
};

test('everybody goes on buying as often as so far', () => {
  const rate = plugin.load(plugin.save(plugin.train(histories, {}, null as never) as never), {}) as never;
  const { purchases, value } = plugin.forecast(rate, histories, 90, {});
  expect(purchases).toEqual(Float64Array.of(3, 0));
  expect(value).toEqual(Float64Array.of(20, 20));
  expect(plugin.base(rate, histories, 90, {}).value.estimate).toBe(60);
});
