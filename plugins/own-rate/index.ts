import { defineLifetime, type PurchaseHistories } from '#sdk';
import { z } from 'zod';

/** What is learned: how often all customers together bought a day, and what a purchase brought. */
interface Rate {
  readonly rate: number;
  readonly value: number;
}

export default defineLifetime({
  options: z.strictObject({}),
  train({ repeats, age, value }): Rate {
    const known = value.filter((money) => !Number.isNaN(money));
    return { rate: sum(repeats) / Math.max(1, sum(age)), value: sum(known) / Math.max(1, known.length) };
  },
  save: (rate) => new TextEncoder().encode(JSON.stringify(rate)),
  load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Rate,
  forecast: (rate, histories, horizon) => ({
    purchases: purchasesOf(histories, horizon),
    value: valueOf(histories, rate),
    alive: new Float64Array(histories.age.length).fill(Number.NaN),
  }),
  base(rate, histories, horizon) {
    const purchases = purchasesOf(histories, horizon);
    const value = valueOf(histories, rate);
    return {
      purchases: { estimate: sum(purchases), standardError: Number.NaN },
      value: { estimate: sum(purchases.map((count, row) => count * (value[row] ?? 0))), standardError: Number.NaN },
    };
  },
  expected: ({ rate }, times) => times.map((days) => rate * days),
  describe: ({ rate }) => ({
    parameters: [{ name: 'purchases a day', estimate: rate, standardError: Number.NaN }],
    logLikelihood: null,
    notes: ['A rule: who bought once buys no more, and nobody ever leaves.'],
  }),
});

function purchasesOf({ repeats, age }: PurchaseHistories, horizon: number): Float64Array {
  return repeats.map((count, row) => (count / Math.max(1, age[row] ?? 1)) * horizon);
}

/** Each customer's own mean, or that of all where somebody has none. */
function valueOf({ value }: PurchaseHistories, rate: Rate): Float64Array {
  return value.map((own) => (Number.isNaN(own) ? rate.value : own));
}

function sum(column: Float64Array): number {
  return column.reduce((all, each) => all + each, 0);
}
