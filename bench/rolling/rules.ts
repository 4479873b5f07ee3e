import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const CAMPAIGN = 'cart-reminders';

const strategy = {
  ...{ id: 'abandoned-cart', title: 'A reminder of the cart', consent: 'marketing' },
  goal: { event: 'order_placed', within: 'P3D', margin: 0.3, orderValue: 100, natural: { rate: 0.1 } },
  segment: { all: [] },
  trigger: {
    fact: 'events',
    params: { name: 'cart_updated', within: 'PT24H', ago: 'PT1H', without: 'order_placed' },
    ...{ operator: 'greaterThanInclusive', value: 1 },
  },
  baseline: { title: 'Everybody', offer: 'reminder' },
  offers: [
    {
      id: 'reminder',
      title: 'A reminder',
      faceValue: 0,
      redemptionRate: 0,
      contactCost: 0.01,
      response: { rate: 0.14 },
    },
  ],
  limits: { budget: 1_000_000, perUser: { contacts: 1, within: 'P3D' } },
  experiment: { seed: 'carts', holdout: 0.05 },
};
const campaign = {
  ...{ id: CAMPAIGN, title: 'Cart reminders', strategy: strategy.id, audience: { stored: true } },
  schedule: { every: 'PT1M' },
};

/** A folder of rules with one strategy and its rolling campaign. */
export function rollingRules(folder: string): string {
  const rules = join(folder, 'rules');
  for (const [kind, document] of [
    ['strategies', strategy],
    ['campaigns', campaign],
  ] as const) {
    mkdirSync(join(rules, kind), { recursive: true });
    writeFileSync(join(rules, kind, `${document.id}.json`), JSON.stringify(document));
  }
  writeFileSync(join(rules, 'facts.json'), JSON.stringify({ facts: {} }));
  return rules;
}
