import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database } from '#strata/platform/database';
import { modelRecord } from '#strata/models/proof/stages';
import { ModelRegistry } from '#strata/models/registry';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type ExperimentReadout, readExperiment } from '../readout/index.js';
import { recordReadout } from './index.js';

describeOnBothHomes('a readout as evidence of a version', (home) => {
  let database: Database;
  let registry: ModelRegistry;
  beforeAll(async () => {
    database = await freshDatabase(home);
    registry = new ModelRegistry(database);
  });
  afterAll(() => database.close());

  /** A model with one version that has passed the first two stages. */
  const backtested = async (modelId: string) => {
    await registry.save({ ...VERSION, modelId });
    for (const stage of ['validated', 'backtested'] as const) {
      await registry.recordEvidence({ modelId, version: 1, stage, passed: true, by: 'ann', report: {} });
    }
  };
  const record = (modelId: string, readout: ExperimentReadout, arm = 'model') =>
    recordReadout(registry, { readout, modelId, version: 1, arm, by: 'ann', now: Date.now() });
  const promote = (modelId: string) => registry.promote(modelId, 1, { by: 'bo', reason: 'it is better' });

  it('lets it become champion where it says to ship its arm', async () => {
    await backtested('better');
    expect(await record('better', readoutOf(200, 300))).toBe(true);
    expect(await registry.version('better', 1)).toMatchObject({ stage: 'live' });
    expect(await promote('better')).toMatchObject({ stage: 'champion', override: null });
  });

  it('refuses it with its own words where it says to stop, and an override stays named', async () => {
    await backtested('worse');
    expect(await record('worse', readoutOf(300, 200))).toBe(false);
    await expect(promote('worse')).rejects.toMatchObject({
      code: 'STAGE_MISSING',
      problems: [{ message: expect.stringContaining('Stop: conversion of model differs by') as string }, {}],
    });
    await registry.promote('worse', 1, { by: 'bo', reason: 'why not', override: 'the shop has changed' });
    const { champion, versions, promotions } = await modelRecord(registry, 'worse');
    expect(champion).toBe(1);
    expect(versions).toMatchObject([
      {
        stage: 'champion',
        stages: [
          { stage: 'validated', result: 'passed', next: null },
          { stage: 'backtested', result: 'passed' },
          { stage: 'live', result: 'failed', words: [expect.stringContaining('Stop: ') as string] },
        ],
        override: { by: 'bo', reason: 'the shop has changed', missing: ['live'] },
      },
    ]);
    expect(promotions).toMatchObject([{ action: 'promoted', by: 'bo' }]);
  });

  it('is none where nobody can tell yet, or the experiment is broken', async () => {
    await backtested('unsure');
    expect(await record('unsure', readoutOf(200, 240))).toBeNull();
    expect(await record('unsure', readoutOf(200, 210, 3000))).toBeNull();
    expect(await registry.version('unsure', 1)).toMatchObject({ stage: 'backtested' });
  });

  it('speaks for no version that decided for a part of the time only', async () => {
    await backtested('late');
    await registry.promote('late', 1, { by: 'bo', reason: 'for its experiment', override: 'none before' });
    await expect(record('late', readoutOf(200, 300))).rejects.toMatchObject({
      code: 'CONFLICT',
      problems: [{ expected: expect.stringContaining('only people who were drawn since') as string }],
    });
  });

  it('speaks for the version that decided over all people of the ledger, and says which people are its own', async () => {
    await backtested('ledger');
    await registry.save({ ...VERSION, modelId: 'ledger', documentHash: 'sha256:3' });
    const keep = (ran: { readonly first: string; readonly last: string }) => {
      const people = { readout: readoutOf(200, 300), modelId: 'ledger', version: 1, arm: 'model', ran };
      return recordReadout(registry, { ...people, by: 'ann', now: Date.now() });
    };
    const refusal = (expected: string) => ({ code: 'CONFLICT', problems: [{ expected }] });
    const ahead = { first: '2990-01-01T00:00:00.000Z', last: '2990-02-01T00:00:00.000Z' };
    await expect(keep(ahead)).rejects.toMatchObject(refusal('the version that was champion while it ran'));
    await registry.promote('ledger', 1, { by: 'bo', reason: 'for its experiment', override: 'none before' });
    const since = (await registry.promotions('ledger'))[0]!.at;
    const before = { ...ahead, first: '2020-01-01T00:00:00.000Z' };
    await expect(keep(before)).rejects.toMatchObject(refusal(`only people who came then: --from ${since}`));
    expect(await keep(ahead)).toBe(true);
    expect(await registry.evidence('ledger', 1)).toMatchObject([
      { stage: 'live', report: { decidedSince: since } },
      {},
      {},
    ]);
    await registry.promote('ledger', 2, { by: 'bo', reason: 'the next', override: 'it is new' });
    const until = (await registry.promotions('ledger'))[0]!.at;
    const own = `only people who came then: --from ${since} --to ${until}`;
    await expect(keep(ahead)).rejects.toMatchObject(refusal(own));
    expect(await keep({ first: since, last: since })).toBe(true);
  });

  it('names the arms where it is asked for another', async () => {
    await backtested('named');
    await expect(record('named', readoutOf(200, 300), 'modle')).rejects.toMatchObject({
      code: 'BAD_USAGE',
      problems: [{ nearest: 'model' }],
    });
  });
});

const VERSION = {
  plugin: 'logistic-regression',
  task: 'binary',
  documentHash: 'sha256:1',
  dataHash: 'sha256:2',
  codeVersion: '1.0.0',
  seed: 1,
  metrics: {},
  bytes: Uint8Array.of(1),
};

/** Two arms in which so many converted, over a week. */
function readoutOf(baseline: number, model: number, people = 2000): ExperimentReadout {
  const arm = (name: string, converted: number, count = 2000) => ({
    ...{ arm: name, share: 1 },
    moments: { people: count, sums: [converted], products: [[converted]] },
  });
  const arms = [arm('baseline', baseline), arm('model', model, people)];
  const sums = {
    variables: ['converted'] as const,
    control: 'baseline',
    arms,
    inSeveralArms: 0,
    days: 7,
    segments: [],
  };
  return readExperiment(sums, { level: 0.95, margin: null, peeking: { tightestAt: 4000 } });
}
