import { describe, expect, it, test } from 'vitest';
import { type Guardrail } from '#strata/engine';
import { type GuardrailJudgement, judgeCost, judgeFallback, judgeLift, judgeSampleRatio } from './judge.js';
import { foundWords } from './telling/tell-found.js';

const LIFT = { watch: 'lift', below: 0, then: 'stop' } as const;
const COST = { watch: 'cost', ahead: 0.2, then: 'alert' } as const;
const FALLBACK = { watch: 'fallback', above: 0.1, within: 'PT1H', then: 'stop' } as const;
const RATIO = { watch: 'sampleRatio', then: 'alert' } as const;
const cost = { spent: 1_300, planned: 1_000, time: null, currency: 'EUR' };
const draw = [
  { group: 'heldOut', people: 302, share: 0.1 },
  { group: { arm: 'held' }, people: 698, share: 0.9 },
] as const;

const FOUND: readonly [string, Guardrail, GuardrailJudgement][] = [
  [
    'lift',
    LIFT,
    judgeLift(LIFT, { treated: { people: 20_000, conversions: 400 }, heldOut: { people: 2_000, conversions: 100 } }),
  ],
  [
    'lift of few',
    LIFT,
    judgeLift(LIFT, { treated: { people: 0, conversions: 0 }, heldOut: { people: 0, conversions: 0 } }),
  ],
  ['cost of a day', COST, judgeCost(COST, cost)],
  ['cost of hours', { ...COST, ahead: 0 }, judgeCost({ ...COST, ahead: 0 }, { ...cost, time: 'PT7H' })],
  ['cost of days', COST, judgeCost(COST, { ...cost, time: 'P12D' })],
  ['fallbacks', FALLBACK, judgeFallback(FALLBACK, { needed: 100, without: 60, look: 1 })],
  ['fallbacks of few', FALLBACK, judgeFallback(FALLBACK, { needed: 9, without: 6, look: 1 })],
  ['fallbacks by chance', FALLBACK, judgeFallback(FALLBACK, { needed: 100, without: 11, look: 1 })],
  ['a draw', RATIO, judgeSampleRatio([draw])],
  [
    'a draw of few',
    RATIO,
    judgeSampleRatio([
      [
        { ...draw[0], people: 3 },
        { ...draw[1], people: 9 },
      ],
    ]),
  ],
  ['no draw', RATIO, judgeSampleRatio([])],
];

describe('what a guardrail found', () => {
  test.each(FOUND)('is told again of its kept figures: %s', (_, guardrail, { words, figures }) => {
    const kept = { words, figures: JSON.parse(JSON.stringify(figures)) as typeof figures };
    const telling = { guardrail, currency: 'EUR', language: 'zh' } as const;
    expect(foundWords(kept, telling).replaceAll(/held|χ|p (?=[\d.])/g, '')).not.toMatch(/[A-Za-z]/);
    expect(foundWords(kept, { ...telling, language: 'en' })).toBe(words);
  });

  it('stays as it is where the figures do not say it', () => {
    const { figures, words } = judgeFallback(FALLBACK, { needed: 100, without: 60, look: 1 });
    const changed = { ...FALLBACK, within: 'PT2H' };
    expect(foundWords({ words, figures }, { guardrail: changed, currency: undefined, language: 'zh' })).toBe(words);
    const bare = { words: judgeSampleRatio([draw]).words, figures: { chiSquare: 1, pValue: 0.5, people: 1_000 } };
    expect(foundWords(bare, { guardrail: RATIO, currency: undefined, language: 'zh' })).toBe(bare.words);
  });
});
