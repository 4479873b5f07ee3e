import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { englishLeft } from '../../../test/support/english-left.js';
import { type PluginHost } from '#strata/plugin-host';
import { openPluginHost } from '#strata/plugin-host';
import { type RecommendationsAnalysis } from '#strata/rulebook/schemas';
import { reportPage } from '../report/index.js';
import { type AnalysisVersions } from '../versions/index.js';
import { openRecommender, RECOMMENDATIONS } from './index.js';

const DAY = 86_400_000;
const UNTIL = Date.parse('2026-11-01T00:00:00Z');
const document: RecommendationsAnalysis = {
  id: 'recommendations',
  title: 'Recommendations',
  kind: 'recommendations',
  interactions: [
    { event: 'order_placed', item: 'products', member: 'sku', weight: 5 },
    { event: 'product_viewed', item: 'sku' },
  ],
  plugin: 'item-knn',
  options: { shrinkage: 1 },
  judged: { items: 3, last: 'P15D' },
};

/** Two tastes: whoever had some of a taste's ten items later has others of them. Item new-1 is sold at last only. */
function eventLines(): readonly string[] {
  const line = (user: string, name: string, daysAgo: number, properties: object) =>
    JSON.stringify({ user_id: user, name, at: new Date(UNTIL - daysAgo * DAY).toISOString(), properties });
  return Array.from({ length: 60 }, (_, person) => {
    const user = `user-${String(person).padStart(2, '0')}`;
    const sku = (place: number) => `${person % 2 === 0 ? 'tea' : 'tool'}-${String((person + place) % 10)}`;
    return [
      line(user, 'order_placed', 90 + person, { products: [{ sku: sku(0) }, { sku: sku(1) }, { price: 3 }] }),
      line(user, 'product_viewed', 80, { sku: sku(2) }),
      line(user, 'product_viewed', 70, { sku: sku(0) }),
      line(user, 'order_placed', (person % 10) + 1, { products: [{ sku: sku(3) }, { sku: 'new-1' }] }),
    ];
  }).flat();
}

describe('recommendations', () => {
  let folder: string;
  let host: PluginHost;
  let found: Awaited<ReturnType<typeof analyse>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recommendations-'));
    await writeFile(join(folder, 'events.ndjson'), eventLines().join('\n'));
    const plugins = join(import.meta.dirname, '../../../dist/plugins');
    host = await openPluginHost({ directories: [], folders: ['popular', 'item-knn'].map((id) => join(plugins, id)) });
    found = await analyse();
  });
  afterAll(async () => {
    await host.close();
    await rm(folder, { recursive: true });
  });

  const analyse = async (change: Partial<RecommendationsAnalysis> = {}) =>
    await RECOMMENDATIONS.run(
      { ...document, ...change },
      {
        ...{ source: { kind: 'file', file: join(folder, 'events.ndjson'), name: 'events.ndjson' }, until: UNTIL },
        ...{ documents: { facts: {}, segments: [], models: [], strategies: [] }, seed: 1, previous: null },
        ...{ host, signal: new AbortController().signal, progress: () => undefined },
      },
    );

  it('beat popularity where people have tastes, and say so first', async () => {
    const { report, artefact } = found;
    expect(report).toMatchObject({
      people: 60,
      items: 21,
      plugin: 'item-knn',
      judged: { people: 60, of: 60, places: 3 },
    });
    expect(report.difference.ndcg.lower).toBeGreaterThan(0);
    expect(report.newItems).toMatchObject({ items: 1, recommended: 0 });
    expect(report.newItems.later).toBeCloseTo(0.5, 12);
    const read = RECOMMENDATIONS.read(report, document);
    expect(englishLeft(reportPage(read, { title: '推荐', at: 0, language: 'zh' }))).toEqual([]);
    const { answer, parts } = read;
    expect(answer[0]).toMatch(/^It beats popularity: nDCG@3 0\.\d+ beside 0\.\d+ of recommending/);
    const titles = parts.map(({ title }) => title);
    expect(titles).toEqual([
      'How good the lists are',
      'New people and new items',
      expect.any(String),
      ...titles.slice(3, -1),
      'Similar items',
    ]);
    expect(titles[2]).toBe('Example 1');
    const again = await analyse();
    expect(JSON.stringify(again.report)).toBe(JSON.stringify(report));
    expect(Buffer.compare(again.artefact!, artefact!)).toBe(0);
  });

  it('are answered from the version that is kept: by the history that is given, and by popularity for the rest', async () => {
    const { report, artefact } = found;
    const versions = {
      find: () => Promise.resolve({ document, version: 3, at: report.at }),
      artefact: () => Promise.resolve(artefact),
    } as unknown as AnalysisVersions;
    const open = await openRecommender({ versions, host, analysis: document.id });
    const number = (id: string) => open.numberOf(id) ?? Number.NaN;
    const history = {
      people: 2,
      starts: Uint32Array.of(0, 1, 1),
      items: Uint32Array.of(number('tea-4')),
      weights: Float32Array.of(1),
      ages: Float32Array.of(0),
    };
    const [known, unknown] = await open.recommend(history, { count: 4, among: null, again: false });
    expect(known?.map(({ by }) => by)).toEqual(['model', 'model', 'model', 'model']);
    const names = known?.map(({ item }) => open.ids[item]);
    expect(names?.every((id) => id === 'new-1' || id?.startsWith('tea'))).toBe(true);
    expect(unknown?.map(({ by }) => by)).toEqual(Array(4).fill('popularity'));
    expect(open.ids[unknown?.[0]?.item ?? 0]).toBe('new-1');
    const among = Uint8Array.from(open.ids, (id) => Number(id.startsWith('tool')));
    const [restricted] = await open.recommend(history, { count: 2, among, again: false });
    expect(restricted?.map(({ item, by }) => [open.ids[item]?.slice(0, 4), by])).toEqual(
      Array(2).fill(['tool', expect.any(String)]),
    );
    const [like] = await open.similar(number('tool-3'), { count: 1, among, again: true });
    expect(open.ids[like?.item ?? 0]).toMatch(/^tool/);
    await open.close();
  });

  it('are refused where there is nothing to learn from, or to judge by', async () => {
    const code = 'TOO_FEW_EXAMPLES';
    await expect(analyse({ interactions: [{ event: 'nothing', item: 'sku' }] })).rejects.toMatchObject({ code });
    await expect(analyse({ judged: { last: 'PT1H' } })).rejects.toMatchObject({ code });
  });
});
