import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '#sdk';
import { type TrainRequest } from './contracts.js';
import { defaultPluginDirectories } from './directories.js';
import { openPluginHost } from './host.js';

const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
afterAll(() => host.close());

/** The first treatment helps people with a high x, the second one everybody a little. */
function request(options: object, change: Partial<TrainRequest> = {}): TrainRequest {
  const random = seededRandom(4);
  const x = Float64Array.from({ length: 6000 }, () => random.normal());
  const treatment = Uint8Array.from(x, () => random.integer(3));
  const label = x.map((own, row) => {
    const effect = [0, own > 0 ? 0.4 : 0, 0.1][treatment[row] ?? 0] ?? 0;
    return Number(random.uniform() < 0.2 + effect);
  });
  const columns = [{ name: 'x', type: 'number' as const, values: x }];
  const treatments = ['coupon', 'mail'];
  return { plugin: 'uplift', task: 'uplift', options, columns, label, treatment, treatments, seed: 2, ...change };
}

/** A person with a low x and one with a high x. */
const people = {
  kind: 'raw' as const,
  rows: 2,
  columns: [{ name: 'x', type: 'number' as const, values: Float64Array.of(-1, 1) }],
};

describe('a learner over learners', () => {
  test.each(['logistic-regression', 'tree-ensemble', 'neural-network'])(
    'works with %s as its base, and its artefact holds all that scoring needs',
    async (base) => {
      const model = await host.train(request({ learner: 't', base }));
      const scorer = await host.load(model.bytes);
      expect(scorer).toMatchObject({ outputs: 3, treatments: ['coupon', 'mail'], task: 'uplift' });
      const { values, ranks } = await scorer.score(people);
      const effects = [values[1]! - values[0]!, values[4]! - values[3]!];
      expect(effects[0]).toBeLessThan(0.2);
      expect(effects[1]).toBeGreaterThan(0.25);
      expect(ranks[1]).toBeGreaterThan(ranks[0]!);
      await scorer.close();
    },
  );

  test('is explained by the effect of the treatment that does most', async () => {
    const { bytes } = await host.train(request({}));
    const scorer = await host.load(bytes);
    const { values } = await scorer.score(people);
    const explained = await scorer.explain(people, 1);
    expect(explained).toMatchObject({ link: 'identity', parts: [{ feature: 'x' }] });
    expect(explained.score).toBeCloseTo(Math.max(values[4]!, values[5]!) - values[3]!, 9);
    expect(explained.base + explained.parts[0]!.part).toBeCloseTo(explained.score, 9);
    await scorer.close();
  });

  test.each([
    ['an unknown base', { base: 'tree-ensembel' }, 'PLUGIN_UNKNOWN', { nearest: 'tree-ensemble' }],
    [
      'options that the base does not have',
      { baseOptions: { depth: 3 } },
      'PLUGIN_OPTIONS_INVALID',
      { pointer: '/depth' },
    ],
  ])('is refused with %s', async (_, options, code, problem) => {
    await expect(host.train(request(options))).rejects.toMatchObject({
      code,
      problems: [expect.objectContaining(problem) as object],
    });
  });

  test('is refused with a base that cannot do its part', async () => {
    await expect(host.train(request({ base: 'uplift' }))).rejects.toMatchObject({
      code: 'SCORER_TRAINING_FAILED',
      message: expect.stringContaining('only uplift') as string,
    });
  });

  test('needs rows of the control and of every treatment', async () => {
    const alone = request({}, { treatment: new Uint8Array(6000).fill(1) });
    await expect(host.train(alone)).rejects.toMatchObject({
      code: 'TOO_FEW_EXAMPLES',
      problems: [{ message: 'control: 0 rows' }, { message: 'coupon: 6000 rows' }, { message: 'mail: 0 rows' }],
    });
  });
});
