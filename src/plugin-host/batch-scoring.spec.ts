import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineScorer, type FeatureColumn, type RawFrame, type Task } from '#sdk';
import { type BatchScores, loadBatchScorer } from '#strata/scoring';
import { type AnyScorer } from '#strata/scoring/model';
import { head, sampleSet } from './contract/sample.js';
import { defaultPluginDirectories } from './directories.js';
import { knownPlugins, openPluginHost } from './host.js';
import { libraryOf } from './worker/index.js';

const directories = defaultPluginDirectories({});
const host = await openPluginHost({ directories });
afterAll(() => host.close());

const ROWS = 300;

/** The same people: columns in another order, categories in another dictionary, and more rows than are scored. */
function arrangedAnew({ columns }: RawFrame): FeatureColumn[] {
  return columns.toReversed().map((column): FeatureColumn => {
    if (column.type === 'number') return { ...column, values: Float64Array.from([...column.values, Infinity, 1]) };
    const categories = ['Atlantis', ...column.categories.toReversed()];
    const codes = column.codes.map((code) => categories.indexOf(column.categories[code] ?? ''));
    return { ...column, categories, codes: Int32Array.from([...codes, 0, 1]) };
  });
}

describe('a model that is loaded without its guards', () => {
  test.each<[Task, string]>([
    ['binary', 'neural-network'],
    ['binary', 'tree-ensemble'],
    ['regression', 'logistic-regression'],
    ['regression', 'glassbox'],
    ['uplift', 'uplift'],
  ])('scores a %s task with %s as the host does, to the last bit', async (task, plugin) => {
    const tasks = host.plugins.get(plugin)?.manifest.tasks ?? [];
    const set = sampleSet(tasks.includes(task) ? task : 'binary', plugin);
    const { bytes } = await host.train(set);
    const frame = head(set, ROWS);
    const guarded = await host.load(bytes);
    const { values, ranks } = await guarded.score(frame);
    await guarded.close();

    const batch = await loadBatchScorer(bytes, libraryOf(host.known));
    const scored = await batch.score(arrangedAnew(frame), ROWS);
    expect(batch.features.map(({ name }) => name)).toEqual(set.columns.map(({ name }) => name));
    expect(scored).toMatchObject({ ranks, failed: 0 });
    if (set.task !== 'uplift') {
      expect(scored.values).toEqual(values);
      return;
    }
    const output = (place: number): Float64Array => ranks.map((_, row) => values[row * 3 + place]!);
    expect(scored.outcomes).toEqual({ natural: output(0), treated: new Map([['a', output(1)], ['b', output(2)]]) }); // prettier-ignore
    expect(scored.values).toEqual(output(1).map((a, row) => Math.max(a, output(2)[row]!) - output(0)[row]!));
  });

  test('does so in a thread that knows no more than the plugins’ folders', async () => {
    const set = sampleSet('binary', 'logistic-regression');
    const { bytes } = await host.train(set);
    const frame = head(set, ROWS);
    const here = await (await loadBatchScorer(bytes, libraryOf(host.known))).score(frame.columns, ROWS);
    const known = await knownPlugins(directories);
    expect(known).toEqual(host.known);

    const built = (door: string): string => new URL(`../../dist/${door}/index.js`, import.meta.url).href;
    const code = `
      const { parentPort, workerData: { bytes, known, columns, rows } } = require('node:worker_threads');
      Promise.all([import('${built('scoring')}'), import('${built('plugin-host/worker')}')])
        .then(([{ loadBatchScorer }, { libraryOf }]) => loadBatchScorer(bytes, libraryOf(known)))
        .then((scorer) => scorer.score(columns, rows))
        .then((scored) => parentPort.postMessage(scored));`;
    const thread = new Worker(code, { eval: true, workerData: { bytes, known, columns: frame.columns, rows: ROWS } });
    const there = await new Promise<BatchScores>((resolve, reject) => thread.once('message', resolve).once('error', reject)); // prettier-ignore
    await thread.terminate();
    expect(there).toEqual(here);
  });

  test('loses only the rows that cannot be scored, wherever they stand', async () => {
    const set = sampleSet('binary', 'constant');
    const { bytes } = await host.train(set);
    const { id, version, manifest } = { ...host.plugins.get('constant')!, version: '1.0.0' };
    const definition = defineScorer({
      options: z.unknown(),
      input: 'raw',
      train: () => null,
      save: () => new Uint8Array(),
      load: () => null,
      score: (_, { columns: [age], rows }, out) => {
        for (let row = 0; row < rows; row++) {
          const value = age?.type === 'number' ? age.values[row]! : NaN;
          if (value === 13) throw new Error('no thirteens');
          out[row] = value === 17 ? NaN : 0.5;
        }
      },
    }) as unknown as AnyScorer;
    const fussy = {
      id,
      version,
      tasks: manifest.tasks,
      definition,
      parseOptions: () => ({ ok: true as const, options: {} }),
    };
    const scorer = await loadBatchScorer(bytes, () => Promise.resolve(fussy));
    const ages = [1, 13, 2, 3, 17, 4, 5, 6, 13];
    const { columns } = head(set, ages.length);
    const own = columns.map((column) =>
      column.name === 'age' ? { ...column, values: Float64Array.from(ages) } : column,
    );
    const scored = await scorer.score(own, ages.length);
    const failing = ages.map((age) => age === 13 || age === 17);
    expect([...scored.values].map(Number.isNaN)).toEqual(failing);
    expect([...scored.ranks!].map(Number.isNaN)).toEqual(failing);
    expect(scored).toMatchObject({ failed: 3, failure: { code: 'SCORER_THREW' } });
  });

  test('says which column is missing', async () => {
    const set = sampleSet('binary', 'constant');
    const scorer = await loadBatchScorer((await host.train(set)).bytes, libraryOf(host.known));
    await expect(scorer.score(set.columns.slice(1), 3)).rejects.toMatchObject({ code: 'BAD_COLUMN' });
    expect(await scorer.score(set.columns, 0)).toMatchObject({ failed: 0, values: new Float64Array() });
  });
});
