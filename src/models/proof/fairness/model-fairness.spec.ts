import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ModelParts, openModelParts } from '../../../../test/support/model-parts.js';
import { type ModelDocument } from '#strata/engine';
import { seededRandom } from '#sdk';
import { modelFairness } from './model-fairness.js';
import { trainModel } from '../../training/index.js';

const DOCUMENT: ModelDocument = {
  id: 'mail',
  title: 'What each mail changes',
  plugin: 'uplift',
  task: 'uplift',
  label: { column: 'ordered' },
  treatment: { column: 'mail', control: 'none' },
  features: ['likes'],
  minimum: { positives: 50, negatives: 50 },
};

let parts: ModelParts;
beforeAll(async () => {
  parts = await openModelParts();
});
afterAll(() => parts.close());

/** "a" persuades those who like deals and is sent to one in ten; "z", the last by name, puts everybody off. */
async function write(name: string, arms: readonly string[], seed: number): Promise<string> {
  const random = seededRandom(seed);
  const lines = Array.from({ length: 12_000 }, () => {
    const likes = random.integer(2);
    const mail = arms[random.integer(arms.length)] ?? 'none';
    const chance = 0.2 + (mail === 'a' ? 0.3 * likes : 0) - (mail === 'z' ? 0.1 : 0);
    return [likes, ['f', 'm'][random.integer(2)], mail, Number(random.uniform() < chance)].join();
  });
  const file = join(parts.folder, name);
  await writeFile(file, ['likes,gender,mail,ordered', ...lines].join('\n'));
  return file;
}

it('tells what the treatment adds that a person would get, whatever it is called and however few got it', async () => {
  const arms = ['a', ...Array.from({ length: 5 }, () => 'none'), ...Array.from({ length: 4 }, () => 'z')];
  await trainModel({ ...parts, document: DOCUMENT, source: { kind: 'file', file: await write('train.csv', arms, 1) } });
  const file = await write('later.csv', arms, 2);
  const request = { ...parts, document: DOCUMENT, source: { kind: 'file' as const, file }, by: 'gender' };
  const { report } = await modelFairness({ ...request, selection: { share: 0.4 } });
  for (const { benefit, calibration } of report.groups) {
    expect(benefit?.lower).toBeGreaterThan(0.15);
    expect(benefit?.upper).toBeLessThan(0.45);
    expect(calibration?.reading).toBe('as promised');
  }
});

it('keeps the numbers of the treatments of the model where the data have fewer of them', async () => {
  const file = await write('without-a.csv', ['none', 'z'], 3);
  const { report } = await modelFairness({
    ...parts,
    document: DOCUMENT,
    source: { kind: 'file', file },
    by: 'gender',
  });
  // Nobody got what the model would give, so that nothing tells what it adds.
  expect(report.groups.map(({ benefit }) => benefit)).toEqual([null, null]);
});
