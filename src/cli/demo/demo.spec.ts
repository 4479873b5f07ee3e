import { describe, expect, it } from 'vitest';
import { simulateShop } from '#strata/simulator/shop';
import { couponReading } from './coupons/print-coupons.js';
import { runDemo } from './demo.js';
import { printDemo, printDemoJson } from './print-demo.js';
import { readingOf } from './reading.js';

interface DemoJson {
  readonly decisions: readonly {
    readonly outcome: string;
    readonly reasons: readonly { readonly code: string }[];
    readonly explanation: { readonly scores: readonly object[] };
  }[];
  readonly comparison: readonly Readonly<Record<string, unknown>>[];
  readonly ladder: { readonly sentences: readonly string[]; readonly levels: readonly { readonly level: string }[] };
  readonly coupons: { readonly coupons: readonly object[]; readonly profit: number; readonly gain: number };
}

describe('the demo', () => {
  it('decides through the API, replays the story and prints both', async () => {
    const result = await runDemo({
      users: 5_000,
      seed: 3,
      world: 'persuadables',
      audience: 0.2,
      models: { epochs: 2, minimum: 10 },
    });
    const { decisions, comparison, coupons, ladder } = JSON.parse(
      printed(() => {
        printDemoJson(result);
      }),
    ) as DemoJson;

    expect(decisions.map(({ outcome }) => outcome)).toEqual(['offer', 'none']);
    expect(decisions[1]!.reasons.map(({ code }) => code)).toContain('WOULD_CONVERT_ANYWAY');
    for (const { explanation } of decisions) expect(explanation.scores).toHaveLength(2);
    expect(comparison.map(({ selector }) => selector)).toEqual([
      'baseline',
      'baseline-coupon-affine',
      'one-model',
      'two-model',
      'expected-profit',
      'oracle',
    ]);
    expect(new Set(comparison.map(({ audience }) => audience)).size).toBe(1);
    for (const row of comparison) {
      for (const figure of ['audience', 'conversions', 'incremental', 'redeemed', 'cost', 'profit', 'roi']) {
        expect(row[figure]).toEqual(expect.any(Number));
      }
    }

    expect(ladder.levels.map(({ level }) => level)).toEqual([
      'everybody',
      'segment',
      'trigger',
      'predictive',
      'human rule',
    ]);
    expect(coupons.coupons).toHaveLength(3);
    expect([coupons.profit, coupons.gain].every(Number.isFinite)).toBe(true);

    const text = printed(() => {
      printDemo(result);
    });
    expect(text).toContain('gets “20 off over 100”');
    expect(text).toContain('no coupon');
    for (const line of readingOf(result.story)) expect(text).toContain(line);
    expect(text).toContain(couponReading(result.coupons));
    for (const sentence of ladder.sentences) expect(text).toContain(sentence);
    expect(result.shop).toEqual(simulateShop({ users: 5_000, seed: 3 }));
  });
});

function printed(print: () => void): string {
  const write = process.stdout.write.bind(process.stdout);
  let text = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  try {
    print();
  } finally {
    process.stdout.write = write;
  }
  return text;
}
