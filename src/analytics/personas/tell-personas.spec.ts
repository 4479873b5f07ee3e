import { describe, expect, it } from 'vitest';
import { type FactCatalogue } from '#strata/engine';
import { ruleWords } from './rules.js';
import { type PersonasReport, type Trait } from './report/personas-report.js';
import { likeWords, tellPersonas } from './tell-personas.js';

const facts: FactCatalogue = {
  orders: {
    ...{ type: 'number', from: { profile: 'orders' }, words: 'orders' },
    translations: { zh: { words: '订单数' } },
  },
  city: { type: 'string', from: { profile: 'city' }, words: 'city', translations: { zh: { words: '城市' } } },
};
const documents = { facts, segments: [], models: [], strategies: [] };
const traits: readonly Trait[] = [
  { fact: 'orders', of: 'median', persona: 12, everybody: 3, difference: 2 },
  { fact: 'city', of: 'share', value: '苏州', persona: 0.6, everybody: 0.1, difference: 1 },
];
const condition = { all: [{ fact: 'orders', operator: 'greaterThanInclusive', value: 8 }] };

function reportWith(changes: Partial<PersonasReport['personas'][number]> = {}): PersonasReport {
  const rule = { condition, words: ruleWords(condition, facts), precision: 0.9, recall: 0.8 };
  const persona = { id: 'persona-2', name: 'Persona 2', words: likeWords(traits, { facts }), traits, rule, ...changes };
  return { features: [{ fact: 'orders', words: 'orders' }], personas: [persona] } as unknown as PersonasReport;
}

describe('a report of personas', () => {
  it('is told in Chinese: names, what people are like, and the rule that stands for them', () => {
    const { personas, features } = tellPersonas(reportWith(), { documents, language: 'zh' });
    const [persona] = personas;
    expect(persona?.name).toBe('客群 2');
    expect([persona?.words, persona?.rule?.words].join()).not.toMatch(/[A-Za-z]/);
    expect(persona?.words).toContain('苏州');
    expect(persona?.rule).toMatchObject({ condition, precision: 0.9, recall: 0.8 });
    expect(features).toEqual([{ fact: 'orders', words: '订单数' }]);
  });

  it('keeps what its figures and documents do not say', () => {
    const renamed = reportWith({ name: 'Big spenders', words: '12 purchases' });
    const told = tellPersonas(renamed, { documents: { ...documents, facts: {} }, language: 'zh' });
    expect(told.personas[0]).toMatchObject({ name: 'Big spenders', words: '12 purchases' });
    expect(told.features).toEqual(renamed.features);
    expect(tellPersonas(reportWith({ rule: null }), { documents, language: 'zh' }).personas[0]?.rule).toBeNull();
    expect(tellPersonas(reportWith(), { documents, language: 'en' })).toEqual(reportWith());
  });
});
