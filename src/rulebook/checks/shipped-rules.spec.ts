import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileCondition } from '#strata/engine/conditions';
import { type ReleaseDocuments } from '#strata/engine';
import { PACKAGE_ROOT } from '#strata/platform';
import { explainDocument } from '../explain/explain.js';
import { loadDocuments } from '../documents/load.js';
import { jsonSchemas } from '../schemas/schemas.js';
import { validateDocuments } from './validate.js';

let rules: ReleaseDocuments;
beforeAll(async () => {
  const { documents, problems, warnings } = validateDocuments(await loadDocuments(join(PACKAGE_ROOT, 'rules')));
  expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
  rules = documents!;
});

const strategy = (id: string) => rules.strategies.find((each) => each.id === id)!;

describe('the shipped rules', () => {
  it('have a strategy of each level', () => {
    expect(strategy('welcome-free-delivery').trigger).toBeUndefined();
    expect(strategy('welcome-free-delivery').predictive).toBeUndefined();
    expect(strategy('abandoned-cart').trigger).toBeDefined();
    expect(strategy('abandoned-cart').predictive).toBeUndefined();
    expect(strategy('win-back-coupon').predictive).toBeDefined();
  });

  it('leave out the sure things and fall back to the human rule', () => {
    expect(strategy('win-back-coupon')).toMatchObject({
      goal: { natural: { model: 'natural-conversion' }, margin: 0.3 },
      predictive: { onFailure: 'baseline', rankBy: { model: 'coupon-conversion' } },
      offers: [{ id: 'coupon-20', faceValue: 20, response: { model: 'coupon-conversion' } }],
    });
  });

  it('tell dormant customers from active ones, and new members from both', () => {
    const belongs = (facts: object) =>
      rules.segments
        .filter(({ condition }) => compileCondition(condition, rules).test({ ...facts }))
        .map(({ id }) => id)
        .toSorted();
    expect(belongs({ orders: 3, daysSinceLastOrder: 180, daysSinceRegistration: 400 })).toEqual(['dormant-customers']);
    expect(belongs({ orders: 3, daysSinceLastOrder: 179, daysSinceRegistration: 400 })).toEqual(['active-customers']);
    expect(belongs({ orders: 0, daysSinceRegistration: 3 })).toEqual(['new-members']);
    expect(belongs({ daysSinceRegistration: 3 })).toEqual(['new-members']);
    expect(belongs({})).toEqual([]);
  });

  it('can all be told in words', () => {
    const names = [
      ...rules.strategies.map(({ id }) => `strategy/${id}`),
      ...rules.campaigns!.map(({ id }) => `campaign/${id}`),
      ...rules.segments.map(({ id }) => `segment/${id}`),
      ...rules.models.map(({ id }) => `model/${id}`),
      ...Object.keys(rules.facts).map((name) => `fact/${name}`),
    ];
    for (const name of names) {
      const { sections } = explainDocument(rules, name);
      expect(sections.length, name).toBeGreaterThan(0);
      for (const { sentences } of sections) {
        for (const sentence of sentences) expect(sentence).toMatch(/^["A-Z0-9].*[.!?]$/);
      }
    }
  });
});

describe('the published JSON Schemas', () => {
  it.each(Object.entries(jsonSchemas()))(
    'docs/schemas/%s is current (else run `node scripts/schemas.mjs`)',
    async (file, schema) => {
      const published: unknown = JSON.parse(await readFile(join(PACKAGE_ROOT, 'docs', 'schemas', file), 'utf8'));
      expect(published).toEqual(JSON.parse(JSON.stringify(schema)));
    },
  );

  it('describe conditions inside of conditions', () => {
    const text = JSON.stringify(jsonSchemas()['strategy.json']);
    expect(text).toContain('"items":{"$ref":"#/$defs/condition"}');
  });
});
