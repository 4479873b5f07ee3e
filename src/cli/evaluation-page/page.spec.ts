import { describe, expect, it } from 'vitest';
import { type ModelEvaluation, type Trade } from '#strata/models/proof/evaluation';
import { evaluationPage } from './page.js';

const NASTY = `Buys </script><script>alert(1)</script> & "more" <img src=x onerror='alert(2)'>`;

function trade(selected: number): Trade {
  const share = selected / 1000;
  return {
    threshold: selected === 0 ? Infinity : 1 - share,
    selected,
    share,
    precision: selected === 0 ? Number.NaN : 0.4 - 0.3 * share,
    recall: Math.sqrt(share),
    lift: 2 - share,
    money: {
      contacted: selected,
      share,
      cost: 2 * selected,
      conversions: 200 * Math.sqrt(share),
      increment: 150 * Math.sqrt(share),
      profit: { value: 1234 * share, lower: 1000 * share, upper: 1500 * share, level: 0.95 },
    },
  };
}

const TRADES = Array.from({ length: 11 }, (_, index) => trade(100 * index));
const best = TRADES[10]!;
const estimate = { value: 0.7, lower: 0.65, upper: 0.75, level: 0.95 };
const point = { threshold: best.threshold, contacted: 1000, share: 1, profit: 1234 };

const EVALUATION: ModelEvaluation = {
  model: { id: 'buys', title: NASTY, plugin: 'constant', task: 'binary' },
  version: null,
  file: 'people.csv',
  basis: 'all rows',
  metrics: {
    rows: 1000,
    positives: 100,
    auc: estimate,
    logLoss: 0.3,
    brier: 0.1,
    calibrationError: 0.01,
    perfectCalibrationError: 0.02,
    calibration: [{ rows: 1000, from: 0, to: 1, predicted: 0.1, observed: 0.1 }],
  },
  curves: { precisionRecall: TRADES.slice(1), coverage: TRADES.slice(1) },
  trades: TRADES,
  thresholds: [
    { rule: 'profit', f1: 0.2, ...best },
    { rule: 'knee', f1: 0.3, ...trade(300) },
  ],
  rivals: [{ selector: 'human rule', title: NASTY, auc: estimate, modelAhead: estimate, coverage20: 0.3 }],
  profit: {
    strategy: NASTY,
    offer: 'coupon',
    role: 'response',
    basis: 'incremental',
    best: point,
    everybody: point,
    curve: [point],
    checked: { profit: estimate, overEverybody: estimate },
  },
  champion: null,
  folds: null,
  drift: null,
  verdict: { passed: true, headline: 'It passes.', checks: [] },
  notes: [NASTY],
};

const AT = Date.UTC(2026, 10, 29, 23, 59);
const page = evaluationPage({ evaluation: EVALUATION, subject: NASTY, at: AT, explanation: null, dataset: null });

describe('the page of an evaluation', () => {
  it('says when it was judged, in no zone of the machine', () => {
    expect(page).toContain('<time datetime="2026-11-29T23:59:00.000Z">2026-11-29</time> (UTC)');
  });

  it('says above every wide table that a phone shows only a part of it', () => {
    const wide = [...page.matchAll(/<thead><tr>(.*?)<\/tr>/g)].filter(([, head = '']) => head.split('<th').length > 4);
    expect(wide.length).toBeGreaterThan(0);
    expect(page.match(/<p class="note sideways">[^<]+<\/p><div class="scroll"/g)).toHaveLength(wide.length);
  });

  it('loads nothing from anywhere', () => {
    expect(page).not.toMatch(/https?:|\bsrc=(?!x)|@import|url\(/);
    expect(page.match(/<link [^>]*>/g)).toEqual(['<link rel="icon" href="data:,">']);
    expect(page).toContain(`content="default-src &#39;none&#39;;`);
  });

  it('holds what came from outside as text only', () => {
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain('<img');
    expect(page).toContain('Buys &lt;/script&gt;&lt;script&gt;alert(1)');
  });

  it('has the figures of the report, for its script and in words', () => {
    const json = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
    const held = JSON.parse(json) as { readonly rows: number; readonly trades: unknown };
    expect(held.rows).toBe(EVALUATION.metrics.rows);
    expect(held.trades).toEqual(JSON.parse(JSON.stringify(EVALUATION.trades)));
    expect(page).toContain(
      'That is 1,000 of 1,000 people (100.0 %). It costs 2,000 and brings 200 conversions, 150 of them because of the offer: a profit of 1,234 [1,000 to 1,500]',
    );
  });

  it('works without its script: every suggested threshold and its trade stand in a table', () => {
    const withoutScript = page.replaceAll(/<script.*?<\/script>/gs, '');
    expect(withoutScript).toContain('Pays best');
    expect(withoutScript).toMatch(/Knee.*?<td class="number">0\.7000.*?<td class="number">300</s);
  });

  it('names every control and picture for those who do not see them', () => {
    for (const [id] of page.matchAll(/<input [^>]*>/g)) {
      const name = /id="(\w+)"/.exec(id)?.[1] ?? '';
      expect(page).toContain(`<label for="${name}"`);
    }
    expect(page.match(/<svg [^>]*data-chart/g)).toHaveLength(page.match(/role="img" aria-label="[^"]+"/g)?.length ?? 0);
    expect(page).toContain('<html lang="en">');
  });
});
