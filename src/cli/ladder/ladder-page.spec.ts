import { describe, expect, it } from 'vitest';
import { type Ladder } from '#strata/measurement/backtest';
import { ladderPage } from './ladder-page.js';

const known = (value: number) => ({ value, lower: value - 10, upper: value + 10, level: 0.95 });
const figures = (profit: number) => ({
  audience: 40,
  conversions: known(20),
  incremental: known(12),
  value: known(900),
  cost: known(30),
  profit: known(profit),
  roi: known(2),
});
const LADDER: Ladder = {
  strategy: { id: 'coupon', title: 'A coupon & more', humanRule: 'most orders' },
  source: 'everybody.csv',
  models: [],
  history: {
    rowsInFile: 400,
    test: 400,
    validation: 0,
    people: 400,
    offered: 200,
    control: 200,
    conversions: 60,
    period: null,
    outOfTime: true,
    propensities: 'recorded',
  },
  basis: 'incremental',
  levels: [
    { level: 'everybody', title: 'everybody in the history', natural: figures(-100), equal: figures(-40), step: null },
    {
      level: 'predictive',
      title: 'whom the <models> pick',
      natural: figures(80),
      equal: figures(80),
      step: { from: 'everybody', profit: known(120), value: known(1.5) },
    },
  ],
  equal: { by: 'audience', audience: 40, share: 0.1 },
  sentences: ['With 40 people each, the layers add.', 'The models bring +150 %.'],
  obstacle: null,
  notes: ['something to know'],
};
const page = (ladder: Partial<Ladder> = {}) =>
  ladderPage({ ladder: { ...LADDER, ...ladder }, at: Date.UTC(2026, 10, 30) });

describe('the page of a ladder', () => {
  it('answers in two sentences, and draws what each level earns with its interval', () => {
    const html = page();
    expect(html).toContain('<p>With 40 people each, the layers add.</p><p>The models bring +150 %.</p>');
    expect(html).toContain('aria-label="Profit with 40 people each: everybody −40, predictive 80"');
    // Two bars of either kind, each drawn for wide screens and for narrow ones.
    expect(html.match(/<rect class="loss"/g)).toHaveLength(4);
    expect(html.match(/<rect class="gain"/g)).toHaveLength(4);
    expect(html).toContain('A coupon &amp; more');
    expect(html).toContain('whom the &lt;models&gt; pick');
    expect(html).toContain('something to know');
  });

  it('says before everything else what cannot be concluded', () => {
    expect(page({ obstacle: 'not at random.' })).toContain('class="answer"><p>Nothing is proven: not at random.</p>');
  });

  it('loads and runs nothing', () => {
    expect(page()).not.toMatch(/<script|https?:|@import|url\(/);
  });
});
