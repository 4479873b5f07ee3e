import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freshConfig, type FreshConfig } from '../../../../test/support/database.js';
import { strata } from '../../../../test/support/strata.js';
import { seededRandom } from '#sdk';

let folder: string;
let config: FreshConfig;
const model = (): string => join(folder, 'churn.json');
const data = (): string => join(folder, 'members.csv');

beforeAll(async () => {
  config = await freshConfig('pglite');
  vi.stubEnv('STRATA_HOME', config.home);
  vi.stubEnv('DATABASE_URL', '');
  folder = await mkdtemp(join(tmpdir(), 'strata-cli-'));
  await writeFile(model(), JSON.stringify(DOCUMENT));
  await writeFile(data(), members(2000));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await config.dispose();
  await rm(folder, { recursive: true, force: true });
});

const DOCUMENT = {
  id: 'churn',
  title: 'Leaves this month',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { column: 'left' },
  features: ['months', 'contract'],
  refit: false,
};

function members(rows: number): string {
  const random = seededRandom(4);
  const lines = Array.from({ length: rows }, (_, row) => {
    const months = random.integer(60);
    const contract = random.integer(2) === 0 ? 'yearly' : 'monthly';
    const chance = 1 / (1 + Math.exp(0.05 * months - (contract === 'monthly' ? 1 : 0)));
    return `m${row},${months},${contract},${random.uniform() < chance ? 'Yes' : 'No'}`;
  });
  return ['id,months,contract,left', ...lines].join('\n');
}

describe('the commands over models', () => {
  it('say what to run where a model was never trained', async () => {
    const { code, err } = await strata('evaluate', model(), '--data', data());
    expect(code).toBe(1);
    expect(err).toContain('[MODEL_NOT_TRAINED]');
    expect(err).toContain('strata train churn --data FILE');
  });

  it('train, list, promote, evaluate and score', async () => {
    const trained = await strata('train', model(), '--data', data(), '--seed', '7', '--json');
    expect(JSON.parse(trained.out)).toMatchObject({ modelId: 'churn', version: 1, stage: 'trained', seed: 7 });
    expect((await strata('models', 'list')).out).toContain('churn');
    const promoted = await strata('models', 'promote', 'churn', '1', '--override', 'a test', '--json');
    expect(JSON.parse(promoted.out)).toMatchObject({ version: 1, stage: 'champion' });
    const table = await strata('evaluate', model(), '--data', data());
    expect(table.out).toContain('that it was not trained on');
    expect(table.out).toMatch(/random: by chance[\s\S]*knee[\s\S]*max-f1[\s\S]*coverage/);
    const judged = JSON.parse((await strata('evaluate', model(), '--data', data(), '--json')).out) as object;
    expect(judged).toMatchObject({ basis: 'hold-out', metrics: { auc: { level: 0.95 } }, profit: null });
    const out = join(folder, 'scores.csv');
    expect((await strata('score', model(), '--data', data(), '--out', out, '--id', 'id')).code).toBe(0);
    expect((await readFile(out, 'utf8')).split('\n').slice(0, 2)).toEqual([
      'id,score',
      expect.stringMatching(/^m0,0\.\d+$/),
    ]);
  });

  it('tell which stages a champion lacks, before and after it was trained', async () => {
    const early = await strata('train', model(), '--data', data(), '--promote');
    expect(early).toMatchObject({ code: 1, out: '' });
    expect(early.err).toMatch(/\[STAGE_MISSING\][\s\S]*--promote --override "why"/);
    const late = await strata('models', 'promote', 'churn', '2', '--reason', 'soon');
    expect(late.err).toContain('[NOT_FOUND]');
    await strata('train', model(), '--data', data(), '--json');
    const refused = await strata('models', 'promote', 'churn', '2', '--reason', 'soon');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(
      /"validated", "backtested", "live"[\s\S]*strata evaluate churn --data FILE --version 2/,
    );
    expect((await strata('models', 'promote', 'churn', '2')).code).toBe(2);
  });

  it('train with --promote and --override, roll back and retire', async () => {
    const trained = await strata(
      'train',
      model(),
      '--data',
      data(),
      '--promote',
      '--override',
      'it is Monday',
      '--json',
    );
    expect(JSON.parse(trained.out)).toMatchObject({
      version: 3,
      stage: 'champion',
      override: { reason: 'it is Monday' },
    });
    const listed = await strata('models', 'list', 'churn');
    expect(listed.out).toContain('churn 3 became champion without validated, backtested, live: "it is Monday"');
    const back = await strata('models', 'rollback', 'churn', '--reason', 'it is Tuesday', '--json');
    expect(JSON.parse(back.out)).toMatchObject({ version: 1, stage: 'champion' });
    const retired = await strata('models', 'retire', 'churn', '--reason', 'rules are enough');
    expect(retired.out).toContain('Version 1 of churn is retired.');
  });

  it('show the three stages of a model, keep a readout with it, and say what it said', async () => {
    const arm = (name: string, converted: number) => ({ arm: name, people: 2000, converted });
    const sums = join(folder, 'sums.json');
    await writeFile(sums, JSON.stringify({ arms: [arm('baseline', 300), arm('model', 200)] }));
    const kept = await strata('experiment', 'readout', '--sums', sums, '--record', 'churn', '--of-version', '3');
    expect(kept.out).toContain('Recorded: version 3 of churn failed stage 3 (live).');
    const page = join(folder, 'model.html');
    const shown = await strata('models', 'show', 'churn', '--html', page);
    expect(shown.out).toMatch(/✗ live: compared with the human rule[\s\S]*Stop: conversion of model differs by/);
    expect(shown.out).toContain('to prove it: strata evaluate churn --data FILE --version 3');
    expect(shown.out).toContain('! champion without validated, backtested, live: "it is Monday"');
    expect(await readFile(page, 'utf8')).toContain('Stop: conversion of model differs by');
    expect((await strata('models', 'show', 'unheard-of')).err).toContain('[MODEL_NOT_TRAINED]');
  });

  it.each([
    [['train', 'churn.json', '--data', 'x.csv', '--seed', '-1'], 2],
    [['evaluate', 'churn.json', '--data', 'x.csv', '--coverage', '2'], 2],
    [['train', 'no-such-model', '--data', 'x.csv'], 1],
    [['models', 'promote', 'unheard-of', '--reason', 'none'], 1],
  ])('%j exits with %i', async (argv, code) => {
    expect((await strata(...argv)).code).toBe(code);
  });

  it('refuse a --where that is not JSON', async () => {
    const { code, err } = await strata('train', model(), '--data', data(), '--where', '{"all":');
    expect(code).toBe(2);
    expect(err).toContain('[BAD_USAGE]');
  });
});
