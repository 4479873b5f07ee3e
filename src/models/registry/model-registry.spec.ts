import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database } from '../../platform/index.js';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { ModelRegistry, type NewVersion } from '../index.js';

describeOnBothHomes('the registry of models', (home) => {
  let database: Database;
  let registry: ModelRegistry;
  beforeAll(async () => {
    database = await freshDatabase(home);
    registry = new ModelRegistry(database);
  });
  afterAll(() => database.close());

  it('numbers versions and keeps their bytes', async () => {
    const saved = await registry.save(newVersion('numbered', [0, 255, 10, 13]));
    expect(saved).toMatchObject({
      modelId: 'numbered',
      version: 1,
      stage: 'trained',
      seed: 4294967295,
      metrics: { auc: 0.7 },
    });
    expect(saved.checksum).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await registry.save(newVersion('numbered', [1]))).toMatchObject({ version: 2 });
    expect(await registry.artefact('numbered', 1)).toEqual(new Uint8Array([0, 255, 10, 13]));
    expect((await registry.list('numbered')).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('gives trainings that end at once numbers of their own', async () => {
    const saved = await Promise.all([1, 2, 3, 4].map((byte) => registry.save(newVersion('at-once', [byte]))));
    expect(saved.map(({ version }) => version).toSorted()).toEqual([1, 2, 3, 4]);
  });

  it('has one champion a model, logs who promoted it and why, and retires the one before', async () => {
    await registry.save(newVersion('ladder', [1]));
    await registry.save(newVersion('ladder', [2]));
    expect(await registry.champion('ladder')).toBeNull();
    await registry.promote('ladder', 1, { by: 'ann', reason: 'first' });
    await registry.promote('ladder', 2, { by: 'bob', reason: 'better' });
    expect(await registry.champion('ladder')).toMatchObject({ version: 2, stage: 'champion' });
    expect((await registry.list('ladder')).map(({ stage }) => stage)).toEqual(['champion', 'retired']);
    expect(await registry.promotions('ladder')).toMatchObject([
      { version: 2, by: 'bob', reason: 'better' },
      { version: 1, by: 'ann', reason: 'first' },
    ]);
    expect((await registry.champions()).get('ladder')).toBe(2);
  });

  it('refuses to promote what is not there', async () => {
    await registry.save(newVersion('lonely', [1]));
    await expect(registry.promote('lonely', 7, { by: 'ann', reason: '' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      problems: [{ expected: 'one of the versions 1' }],
    });
    await expect(registry.artefact('lonely', 7)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('notices a damaged artefact', async () => {
    await registry.save(newVersion('damaged', [1, 2, 3]));
    await database.run((manager) =>
      manager.query(`update model_versions set artefact = '\\x0102' where model_id = 'damaged'`),
    );
    await expect(registry.artefact('damaged', 1)).rejects.toMatchObject({ code: 'DAMAGED_ARTEFACT' });
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
