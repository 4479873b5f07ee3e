import { fileURLToPath } from 'node:url';
import { frameOf } from '#strata/scoring/encoding';
import { openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type Scorer } from '#strata/scoring';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const folder = fileURLToPath(new URL('hostile-plugins/hostile', import.meta.url));
let host: PluginHost;

beforeAll(async () => {
  host = await openPluginHost({
    directories: [],
    folders: [folder],
    // Long enough that what behaves is never late on a machine that is busy with other things.
    scoreTimeLimitMs: 5_000,
    loadTimeLimitMs: 20_000,
  });
});
afterAll(() => host.close());

async function train(options: unknown): Promise<Uint8Array> {
  const x = Float64Array.from({ length: 20 }, (_, row) => row);
  const columns = [{ name: 'x', type: 'number' as const, values: x }];
  const model = await host.train({
    plugin: 'hostile',
    task: 'binary',
    options,
    columns,
    label: x.map((v) => v % 2),
    seed: 1,
  });
  return model.bytes;
}

const frame = (scorer: Scorer, x = 1) => frameOf(scorer.features, [{ x }]);

// At once: each has processes of its own, and most of them only wait for a limit.
describe.concurrent('a scorer that misbehaves costs its own model and nothing else', () => {
  test.each([
    ['throws', ['SCORER_THREW']],
    ['rejects', ['SCORER_THREW']],
    ['hangs', ['SCORER_TIMEOUT']],
    ['never-resolves', ['SCORER_TIMEOUT']],
    ['not-a-number', ['SCORER_NOT_FINITE']],
    ['too-few', ['SCORER_WRONG_LENGTH']],
    ['returns', ['SCORER_WRONG_LENGTH']],
    ['eats-memory', ['SCORER_THREW', 'SCORER_TIMEOUT']],
    ['exits', ['SCORER_THREW']],
  ])('%s: %s; another model goes on', async (misbehaves, codes) => {
    const bad = await host.load(await train({ misbehaves }));
    const good = await host.load(await train({ misbehaves: 'good' }));
    const [failed, scored] = await Promise.allSettled([bad.score(frame(bad)), good.score(frame(good))]);
    expect(failed.status === 'rejected' && codes).toContain(
      failed.status === 'rejected' && (failed.reason as { code: string }).code,
    );
    expect(scored.status).toBe('fulfilled');
    await Promise.all([bad.close(), good.close()]);
  });

  test.each([
    ['hangs-in-load', 'SCORER_LOAD_FAILED'],
    ['throws-in-load', 'SCORER_LOAD_FAILED'],
  ])('%s: the model is not loaded', async (misbehaves, code) => {
    const bytes = await train({ misbehaves });
    await expect(host.load(bytes)).rejects.toMatchObject({ code });
  });

  test('writing into its input changes nothing for the caller', async () => {
    const scorer = await host.load(await train({ misbehaves: 'mutates' }));
    const input = frameOf(scorer.features, [{ x: 4 }]);
    await scorer.score(input);
    expect(input.columns[0]).toMatchObject({ values: Float64Array.of(4) });
    await scorer.close();
  });

  test('a row that makes it throw fails alone, not those scored with it', async () => {
    const scorer = await host.load(await train({ misbehaves: 'throws', on: 13 }));
    const asked = Array.from({ length: 40 }, (_, x) => scorer.score(frame(scorer, x)));
    const answers = await Promise.allSettled(asked);
    expect(answers.flatMap(({ status }, x) => (status === 'rejected' ? [x] : []))).toEqual([13]);
    await scorer.close();
  });

  test('a process that was ended is started again for the next request', async () => {
    const scorer = await host.load(await train({ misbehaves: 'hangs', on: 13 }));
    await expect(scorer.score(frame(scorer, 13))).rejects.toMatchObject({ code: 'SCORER_TIMEOUT' });
    // The new process takes a while; then the model is back.
    const scored = await vi.waitFor(() => scorer.score(frame(scorer, 1)), { timeout: 120_000 });
    expect(scored.values).toHaveLength(1);
    await scorer.close();
  });

  test('after three failures in a row it rests: calls are refused at once', async () => {
    const scorer = await host.load(await train({ misbehaves: 'throws' }));
    for (let failure = 0; failure < 3; failure++) {
      await expect(scorer.score(frame(scorer))).rejects.toMatchObject({ code: 'SCORER_THREW' });
    }
    await expect(scorer.score(frame(scorer))).rejects.toMatchObject({ code: 'SCORER_CIRCUIT_OPEN' });
    await scorer.close();
  });
});
