import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FactCatalogue, type ModelDocument, type Segment } from '#strata/engine';
import { evaluateModel } from '#strata/models/proof/evaluation';
import { gatherExamples, type HistorySource } from '#strata/models/datasets';
import { ModelRegistry } from '#strata/models/registry';
import { trainModel } from '#strata/models/training';
import { type Database } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { importFile } from '#strata/profiles/import';
import { ProfileStore } from '#strata/profiles/people';
import { readDocument } from '#strata/rulebook/documents';
import { type EventFiles, writeEvents } from '#strata/simulator/files';
import { simulateShop } from '#strata/simulator/shop';
import { describeOnBothHomes, freshDatabase } from '../support/database.js';

const UNTIL = Date.parse('2026-11-22T00:00:00Z');
const MINIMUM = { positives: 20, negatives: 20 };
const rules = { directory: join(PACKAGE_ROOT, 'rules') };

describeOnBothHomes('a model of what is stored', (home) => {
  let dir: string;
  let files: EventFiles;
  let facts: FactCatalogue;
  let segments: readonly Segment[];
  let document: ModelDocument;
  let database: Database;
  let host: PluginHost;
  let registry: ModelRegistry;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'strata-stored-'));
    files = await writeEvents(simulateShop({ users: 600, seed: 2 }), dir);
    facts = await readDocument('facts', 'facts', rules);
    segments = [await readDocument('segment', 'dormant-customers', rules)];
    const shipped = await readDocument('model', 'coupon-conversion', rules);
    const features = [...shipped.features.filter((name) => name !== 'averageOrderValue'), 'lifecycleStage'];
    document = { ...shipped, plugin: 'logistic-regression', options: {}, features, minimum: MINIMUM };
    database = await freshDatabase(home);
    const store = new ProfileStore(database);
    for (const kind of ['profiles', 'events'] as const) {
      await importFile({ kind, file: files[kind], store, lanes: home === 'pglite' ? 1 : 3 });
    }
    host = await openPluginHost({ directories: defaultPluginDirectories({}) });
    registry = new ModelRegistry(database);
  });
  afterAll(async () => {
    await host.close();
    await database.close();
    await rm(dir, { recursive: true });
  });
  const stored = (): HistorySource => ({
    kind: 'history',
    from: { kind: 'stored', database },
    facts,
    until: UNTIL,
  });

  it('has the very examples that the same history in files gives', async () => {
    const inFiles: HistorySource = { kind: 'history', from: { kind: 'files', ...files }, facts, until: UNTIL };
    const [a, b] = [
      await gatherExamples(document, stored(), { segments }),
      await gatherExamples(document, inFiles, { segments }),
    ];
    expect(a.examples.rows).toBeGreaterThan(500);
    const stage = a.examples.features.find(({ name }) => name === 'lifecycleStage')!;
    expect(stage.type === 'category' && [...stage.categories].sort()).toEqual(['dormant', 'lost']);
    expect(a.dataHash).toBe(b.dataHash);
    expect({ ...a.report, source: '' }).toEqual({ ...b.report, source: '' });
  });

  it('is trained on it, keeps the report of its data, and is judged on what it has not seen', async () => {
    const { version } = await trainModel({ document, source: stored(), host, registry, segments });
    expect(version.dataHash).toMatch(/^sha256:/);
    expect(version.metrics).toMatchObject({
      source: 'history',
      dataset: { label: 'order_placed', sampling: { moments: 'campaigns', within: 'P14D' } },
    });
    const evaluation = await evaluateModel({ document, source: stored(), host, registry, segments });
    expect(evaluation.basis).toBe('hold-out');
    expect(evaluation.metrics.rows).toBeLessThan(version.metrics['examples'] as number);
  });

  it('does not count as natural whom a decision contacted in the window', async () => {
    const natural: ModelDocument = {
      ...document,
      id: 'natural',
      treatment: 'none',
      samples: { every: 'P14D', most: 1 },
    };
    const rowsOf = async () => (await gatherExamples(natural, stored(), { segments })).examples;
    const before = await rowsOf();
    const contacted = before.keyOf(0);
    await database.run((manager) =>
      manager.query(
        `insert into exposures (id, source, role, user_id, strategy, offer, at, ends_at, goal_event, usual_value, margin,
           contact_micros, face_micros, holds_stock, holds_budget)
         values ('d1', 'decision', 'treated', $1, 'win-back', 'coupon', $2, $2, 'order_placed', 1, 1, 0, 0, false, false)`,
        [contacted, new Date(before.times![0]! + 86_400_000).toISOString()],
      ),
    );
    const after = await rowsOf();
    expect(after.rows).toBe(before.rows - 1);
    expect(Array.from({ length: after.rows }, (_, row) => after.keyOf(row))).not.toContain(contacted);
  });

  it('suspects an attribute that is said after the outcome, and not those that everybody said late', async () => {
    const model: ModelDocument = { ...document, features: ['orders', 'city', 'membership'] };
    const { examples } = await gatherExamples(model, stored(), { segments });
    const buyers = Array.from(examples.label.keys()).filter((row) => examples.label[row] === 1);
    const day = 86_400_000;
    await database.run((manager) =>
      manager.query(
        `update profile_sources s set traits = (s.traits::jsonb || said.traits)::text
         from unnest($1::text[], $2::jsonb[]) as said (id, traits) where s.id = said.id`,
        [
          buyers.map((row) => examples.keyOf(row)),
          buyers.map((row) => JSON.stringify({ [examples.times![row]! + 20 * day]: { membership: 'gold' } })),
        ],
      ),
    );
    const { report } = await gatherExamples(model, stored(), { segments });
    const found = report.suspects.filter(({ signs }) => signs.some(({ kind }) => kind === 'said later'));
    expect(found.map(({ feature }) => feature)).toEqual(['membership']);
    expect(found[0]!.signs.find(({ kind }) => kind === 'said later')!.words).toContain('only after the moment');
  });

  it('says what history must hold where there is nothing to learn from', async () => {
    const uplift: ModelDocument = { ...document, samples: { at: 'campaigns' } };
    const early: HistorySource = { ...stored(), until: Date.parse('2026-03-20T00:00:00Z') };
    await expect(gatherExamples(uplift, early, { segments })).rejects.toMatchObject({
      code: 'TOO_FEW_EXAMPLES',
      problems: [{ expected: expect.stringContaining('campaign_sent') as string }],
    });
    await expect(
      gatherExamples({ ...document, population: 'dormant-customer' }, stored(), { segments }),
    ).rejects.toMatchObject({
      code: 'INVALID_DOCUMENT',
      problems: [{ nearest: 'dormant-customers' }],
    });
    const ofFile: ModelDocument = { ...document, label: { column: 'converted' } };
    await expect(gatherExamples(ofFile, stored(), { segments })).rejects.toMatchObject({ code: 'INVALID_DOCUMENT' });
    const itself: ModelDocument = { ...document, features: ['orders', 'offer'] };
    await expect(gatherExamples(itself, stored(), { segments })).rejects.toMatchObject({
      problems: [{ pointer: '/features/1' }],
    });
  });
});
