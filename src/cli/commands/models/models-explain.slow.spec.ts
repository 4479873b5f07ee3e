import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freshConfig, type FreshConfig } from '../../../../test/support/database.js';
import { strata } from '../../../../test/support/strata.js';
import { type ModelExplanation } from '#strata/models/proof/explanation';
import { seededRandom } from '#sdk';

const DOCUMENT = {
  id: 'renews',
  title: 'Renews the contract',
  plugin: 'glassbox',
  task: 'binary',
  label: { column: 'renewed' },
  features: ['orders', 'city'],
  options: { bags: 3 },
};

let folder: string;
let config: FreshConfig;
let model: string;
let people: string;
beforeAll(async () => {
  config = await freshConfig('pglite');
  vi.stubEnv('STRATA_HOME', config.home);
  vi.stubEnv('DATABASE_URL', '');
  folder = await mkdtemp(join(tmpdir(), 'strata-explain-'));
  model = join(folder, 'renews.json');
  people = join(folder, 'people.csv');
  await writeFile(model, JSON.stringify(DOCUMENT));
  await writeFile(people, members(1500));
  expect((await strata('train', model, '--data', people)).code).toBe(0);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await config.dispose();
  await rm(folder, { recursive: true, force: true });
});

function members(rows: number): string {
  const random = seededRandom(8);
  const lines = Array.from({ length: rows }, () => {
    const orders = random.integer(9);
    const city = ['Shanghai', 'Beijing'][random.integer(2)] ?? '';
    return [orders, city, Number(random.uniform() < (1 + orders) / 10)].join();
  });
  return `orders,city,renewed\n${lines.join('\n')}\n`;
}

describe('strata models explain', () => {
  it('tells a person what drives the scores, and what each value does', async () => {
    const { code, out } = await strata('models', 'explain', model, '--data', people, '--people', '60', '--curves', '1');
    expect(code).toBe(0);
    expect(out).toMatch(/Version 1 of renews \(glassbox\) over 60 people; the average person's score is \d+/);
    expect(out).toMatch(/number of orders +│ [\d.]+ points +│ +[\d.]+ % │ raises/);
    expect(out).toMatch(/number of orders\n[\s\S]*95 % interval[\s\S]*│ up to \d +│ +[\d.]+ % │ −\d+ points/);
    expect(out).not.toContain('Shanghai');
  });

  it('gives machines all bins of all curves', async () => {
    const { out } = await strata('models', 'explain', model, '--data', people, '--people', '60', '--json');
    const explanation = JSON.parse(out) as ModelExplanation;
    expect(explanation).toMatchObject({ modelId: 'renews', of: 'score', unit: 'points', people: 60 });
    expect(explanation.curves.find(({ feature }) => feature === 'orders')?.bins).toHaveLength(9);
  });

  it('refuses what is no file and who is nobody', async () => {
    expect((await strata('models', 'explain', model, '--data', 'nowhere.csv')).code).toBe(1);
    expect((await strata('models', 'explain', model, '--data', people, '--people', '0')).code).toBe(2);
  });
});

describe('strata score --reasons', () => {
  it('writes why each score is what it is, in words', async () => {
    const out = join(folder, 'scores.csv');
    const one = join(folder, 'one.csv');
    await writeFile(one, 'orders,city\n0,Shanghai\n8,Beijing\n');
    expect((await strata('score', model, '--data', one, '--out', out, '--reasons', '1')).code).toBe(0);
    const [head, first, second] = (await readFile(out, 'utf8')).trim().split('\n');
    expect(head).toBe('id,score,reasons');
    expect(first).toMatch(/^1,0\.\d+,has no orders: −\d+ points; 1 other fact: [±+−][\d.]+ points?$/);
    expect(second).toMatch(/^2,0\.\d+,has 8 orders: \+\d+ points; 1 other fact: /);
  });
});
