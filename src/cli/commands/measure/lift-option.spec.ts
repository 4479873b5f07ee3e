import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { figuresOf, liftOption } from './lift-option.js';

const folder = mkdtempSync(join(tmpdir(), 'lift-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('figures are taken as they are', () => {
  expect(liftOption('TV,2026-03-02,2026-03-29,120,80,160')).toEqual({
    channel: 'TV',
    from: '2026-03-02',
    to: '2026-03-29',
    effect: 120,
    lower: 80,
    upper: 160,
  });
});

test.each(['TV,2026-03-02,2026-03-29,120', 'TV,2026-03-02,soon,1,0,2', 'TV', 'TV,2026-03-02,2026-03-29,1,,2'])(
  '%s is refused',
  (said) => {
    expect(() => liftOption(said)).toThrow(/channel,from,to,effect,lower,upper/);
  },
);

test('a readout says what its arm brought, and of which share of all', async () => {
  const file = join(folder, 'readout.json');
  const difference = { value: 2, lower: 1, upper: 3, level: 0.9 };
  const readout = {
    people: 1000,
    arms: [
      { arm: 'control', people: 200 },
      { arm: 'ad', people: 800 },
    ],
    comparisons: [
      {
        arm: 'ad',
        metrics: [
          { metric: 'conversion', difference: { ...difference, value: 0.01 } },
          { metric: 'value', difference },
        ],
      },
    ],
  };
  writeFileSync(file, JSON.stringify(readout));
  const lift = await figuresOf(liftOption(`TV,2026-03-02,2026-03-29,${file}`));
  expect(lift).toMatchObject({ effect: 1600, lower: 800, upper: 2400, level: 0.9, share: 0.8 });
  writeFileSync(file, JSON.stringify({ ...readout, comparisons: [] }));
  await expect(figuresOf(liftOption(`TV,2026-03-02,2026-03-29,${file}`))).rejects.toThrow(/no readout/);
});
