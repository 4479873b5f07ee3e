import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database } from '#strata/platform/database';
import { findChanges } from '#strata/platform/audit';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { ModelRegistry } from './model-registry.js';
import { type NewVersion } from './versions.js';
import { PROVEN_STAGES, type ProvenStage } from './model-version.js';
import { climbed, missingStages } from './stages.js';

describeOnBothHomes('the registry of models', (home) => {
  let database: Database;
  let registry: ModelRegistry;
  beforeAll(async () => {
    database = await freshDatabase(home);
    registry = new ModelRegistry(database);
  });
  afterAll(() => database.close());

  const record = (modelId: string, stage: ProvenStage, passed = true, version = 1) =>
    registry.recordEvidence({ modelId, version, stage, passed, by: 'ann', report: { auc: 0.7 } });
  const why = (by: string) => ({ by, reason: `${by} says so`, override: 'a test' });
  const stages = async (modelId: string) => (await registry.list(modelId)).map(({ stage }) => stage);

  it('numbers versions and keeps their bytes and curves', async () => {
    const saved = await registry.save({ ...newVersion('numbered', [0, 255, 10, 13]), curves: { coverage: [1] } });
    expect(saved).toMatchObject({
      modelId: 'numbered',
      version: 1,
      stage: 'trained',
      seed: 4294967295,
      metrics: { auc: 0.7 },
      evidence: [],
      override: null,
    });
    expect(saved.checksum).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await registry.save(newVersion('numbered', [1]))).toMatchObject({ version: 2 });
    expect(await registry.artefact('numbered', 1)).toEqual(new Uint8Array([0, 255, 10, 13]));
    expect(await registry.curves('numbered', 1)).toEqual({ coverage: [1] });
    expect(await registry.curves('numbered', 2)).toBeNull();
    expect((await registry.list('numbered')).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('gives trainings that end at once numbers of their own', async () => {
    const saved = await Promise.all([1, 2, 3, 4].map((byte) => registry.save(newVersion('at-once', [byte]))));
    expect(saved.map(({ version }) => version).toSorted()).toEqual([1, 2, 3, 4]);
  });

  it('refuses a champion that skips stages, and says how to get each', async () => {
    await registry.save(newVersion('ladder', [1]));
    await record('ladder', 'validated');
    await expect(registry.promote('ladder', 1, { by: 'bob', reason: 'now' })).rejects.toMatchObject({
      code: 'STAGE_MISSING',
      problems: [
        { expected: 'strata backtest STRATEGY --history FILE' },
        { message: expect.stringContaining('live') as string },
        { expected: 'strata models promote ladder 1 --override "why"' },
      ],
    });
    expect(await registry.champion('ladder')).toBeNull();
  });

  it('lets a version climb by its evidence, and makes it champion at the top', async () => {
    await registry.save(newVersion('climbing', [1]));
    expect(await record('climbing', 'backtested')).toMatchObject({ stage: 'trained' });
    expect(await record('climbing', 'validated')).toMatchObject({ stage: 'backtested' });
    expect(await record('climbing', 'validated', false)).toMatchObject({ stage: 'trained' });
    await expect(registry.promote('climbing', 1, { by: 'bob', reason: 'now' })).rejects.toMatchObject({
      problems: [{ message: 'the evidence of "validated" failed' }, {}, {}],
    });
    await record('climbing', 'validated');
    expect(await record('climbing', 'live')).toMatchObject({ stage: 'live' });
    const champion = await registry.promote('climbing', 1, { by: 'bob', reason: 'proven' });
    expect(champion).toMatchObject({ stage: 'champion', override: null });
    expect(await registry.evidence('climbing', 1)).toHaveLength(5);
    expect(await record('climbing', 'live', false)).toMatchObject({ stage: 'champion' });
  });

  it('logs an override with who, why and what was missing', async () => {
    await registry.save(newVersion('overridden', [1]));
    await record('overridden', 'validated');
    const version = await registry.promote('overridden', 1, { by: 'bob', reason: 'first', override: 'launch day' });
    const override = { by: 'bob', reason: 'launch day', missing: ['backtested', 'live'] };
    expect(version).toMatchObject({ stage: 'champion', override });
    expect(await registry.promotions('overridden')).toMatchObject([{ action: 'promoted', version: 1, override }]);
    const page = { subject: 'model:overridden', before: null, limit: 1 };
    expect(await database.run((manager) => findChanges(manager, page))).toMatchObject([
      { who: 'bob', what: 'model.promoted', after: { override: { reason: 'launch day' } } },
    ]);
  });

  it('has one champion a model, and rolls back through those before', async () => {
    for (const byte of [1, 2, 3]) await registry.save(newVersion('rolled', [byte]));
    await expect(registry.rollback('rolled', why('ann'))).rejects.toMatchObject({ code: 'CONFLICT' });
    for (const version of [1, 2, 3]) await registry.promote('rolled', version, why('ann'));
    expect(await stages('rolled')).toEqual(['champion', 'retired', 'retired']);
    expect(await registry.rollback('rolled', why('bob'))).toMatchObject({ version: 2, stage: 'champion' });
    expect(await registry.rollback('rolled', why('bob'))).toMatchObject({ version: 1 });
    await expect(registry.rollback('rolled', why('bob'))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await registry.champions()).get('rolled')).toBe(1);
    expect((await registry.promotions('rolled')).map(({ action }) => action)).toEqual([
      'rolled-back',
      'rolled-back',
      'promoted',
      'promoted',
      'promoted',
    ]);
  });

  it('retires a champion, so that rules decide, and brings it back', async () => {
    for (const byte of [1, 2]) await registry.save(newVersion('retiring', [byte]));
    await registry.promote('retiring', 1, why('ann'));
    await registry.retire('retiring', 2, why('ann'));
    await registry.retire('retiring', 1, why('ann'));
    expect(await registry.champion('retiring')).toBeNull();
    expect(await stages('retiring')).toEqual(['retired', 'retired']);
    expect(await registry.rollback('retiring', why('bob'))).toMatchObject({ version: 1, stage: 'champion' });
  });

  it('has one champion also where many are promoted at once', async () => {
    for (const byte of [1, 2, 3, 4]) await registry.save(newVersion('contested', [byte]));
    await Promise.all([1, 2, 3, 4].map((version) => registry.promote('contested', version, why('all'))));
    expect((await stages('contested')).toSorted()).toEqual(['champion', 'retired', 'retired', 'retired']);
  });

  it('says that nothing changed where a version is the champion already, and lists every change that was acknowledged', async () => {
    await registry.save(newVersion('acknowledged', [1]));
    const first = { by: 'ann', reason: 'first', override: 'a test' };
    expect(await registry.promote('acknowledged', 1, first)).toMatchObject({ stage: 'champion', changed: true });
    expect(await registry.promote('acknowledged', 1, { ...first, reason: 'again' })).toMatchObject({
      stage: 'champion',
      changed: false,
    });
    expect((await registry.promotions('acknowledged')).map(({ reason }) => reason)).toEqual(['first']);
    expect(await registry.retire('acknowledged', 1, first)).toMatchObject({ changed: true });
    expect(await registry.retire('acknowledged', 1, first)).toMatchObject({ changed: false });
  });

  it('refuses to promote what is not there', async () => {
    await registry.save(newVersion('lonely', [1]));
    await expect(registry.promote('lonely', 7, why('ann'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      problems: [{ expected: 'one of the versions 1' }],
    });
    await expect(registry.artefact('lonely', 7)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('notices a damaged artefact, also before it becomes champion', async () => {
    await registry.save(newVersion('damaged', [1, 2, 3]));
    await database.run((manager) =>
      manager.query(`update model_versions set artefact = '\\x0102' where model_id = 'damaged'`),
    );
    await expect(registry.artefact('damaged', 1)).rejects.toMatchObject({ code: 'DAMAGED_ARTEFACT' });
    await expect(registry.promote('damaged', 1, why('ann'))).rejects.toMatchObject({ code: 'DAMAGED_ARTEFACT' });
  });

  it('never changes evidence', async () => {
    await registry.save(newVersion('kept', [1]));
    await record('kept', 'validated');
    for (const sql of ['update model_evidence set passed = false', 'delete from model_evidence']) {
      await expect(database.run((manager) => manager.query(sql))).rejects.toThrow('evidence is never changed');
    }
  });
});

describe('the stages', () => {
  it('count only with all below them', () => {
    const head = (stage: ProvenStage, passed = true) => ({ stage, passed, by: 'ann', at: '' });
    expect(climbed([])).toBe('trained');
    expect(climbed([head('live'), head('validated')])).toBe('validated');
    expect(climbed(PROVEN_STAGES.map((stage) => head(stage)))).toBe('live');
    expect(missingStages([head('validated', false), head('live')])).toEqual(['validated', 'backtested']);
  });
});

function newVersion(modelId: string, bytes: readonly number[]): NewVersion {
  return {
    modelId,
    plugin: 'constant',
    task: 'binary',
    documentHash: 'sha256:d',
    dataHash: 'sha256:f',
    codeVersion: '0.1.0',
    seed: 4294967295,
    metrics: { auc: 0.7 },
    bytes: Uint8Array.from(bytes),
  };
}
