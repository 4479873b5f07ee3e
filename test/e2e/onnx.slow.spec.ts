import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '#sdk';
import { freshConfig, type FreshConfig } from '../support/database.js';
import { sampleClassifier, sampleSum } from '../support/sample-onnx-model.js';
import { strata } from '../support/strata.js';

const ROWS = 2000;
const CITIES = ['Hangzhou', 'Shanghai', 'Suzhou'];

describe("a data-science team's own model", () => {
  let config: FreshConfig;
  let folder: string;
  const path = (name: string) => join(folder, name);
  beforeAll(async () => {
    config = await freshConfig('pglite');
    vi.stubEnv('STRATA_HOME', config.home);
    vi.stubEnv('DATABASE_URL', '');
    folder = await mkdtemp(join(tmpdir(), 'strata-onnx-'));
    await writeFile(path('model.onnx'), sampleClassifier());
    await writeFile(path('people.csv'), people());
    const document = {
      id: 'their-model',
      title: 'Buys, as the data-science team sees it',
      plugin: 'onnx',
      task: 'binary',
      label: { column: 'bought' },
      features: ['age', 'spend', 'member', 'city'],
    };
    const plain = { ...document, id: 'as-it-is', options: { file: path('model.onnx'), calibrate: false } };
    await writeFile(path('as-it-is.json'), JSON.stringify(plain));
    await writeFile(path('their-model.json'), JSON.stringify({ ...document, options: { file: path('model.onnx') } }));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await config.dispose();
    await rm(folder, { recursive: true });
  });

  /** People who buy half as often as the model believes. */
  function people(): string {
    const random = seededRandom(9);
    const lines = Array.from({ length: ROWS }, (_, id) => {
      const age = 20 + random.integer(50);
      const spend = random.integer(60);
      const member = random.integer(2);
      const city = CITIES[random.integer(3)] ?? '';
      const chance = 0.5 / (1 + Math.exp(-sampleSum({ age, spend, member, city })));
      return [id, age, spend, member, city, random.uniform() < chance ? 1 : 0].join(',');
    });
    return ['id,age,spend,member,city,bought', ...lines].join('\n');
  }

  it('is imported by training, and judged on rows that the calibration has not seen', async () => {
    const trained = await strata('train', path('their-model.json'), '--data', path('people.csv'), '--json');
    expect(trained).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(trained.out)).toMatchObject({ modelId: 'their-model', version: 1, plugin: 'onnx' });
    expect((await strata('train', path('as-it-is.json'), '--data', path('people.csv'), '--json')).code).toBe(0);
  });

  it('needs its file no more, and is evaluated and scored like any other', async () => {
    await rm(path('model.onnx'));
    const evaluated = await strata(
      'evaluate',
      path('their-model.json'),
      '--data',
      path('people.csv'),
      '--version',
      '1',
    );
    expect(evaluated).toMatchObject({ code: 0, out: expect.stringContaining('AUC') as unknown });
    const mean = async (id: string) => {
      const written = path(`${id}.csv`);
      const argv = ['score', path(`${id}.json`), '--data', path('people.csv'), '--out', written, '--version', '1'];
      expect((await strata(...argv)).code).toBe(0);
      const scores = (await readFile(written, 'utf8')).trim().split('\n').slice(1);
      expect(scores).toHaveLength(ROWS);
      return scores.reduce((sum, line) => sum + Number(line.split(',')[1]), 0) / ROWS;
    };
    const [calibrated, plain] = [await mean('their-model'), await mean('as-it-is')];
    expect(calibrated).toBeCloseTo(plain / 2, 1);
  });
});
