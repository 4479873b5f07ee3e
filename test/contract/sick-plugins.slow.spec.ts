import { fileURLToPath } from 'node:url';
import { frameOf } from '#strata/scoring/encoding';
import { openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type Scorer } from '#strata/scoring';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const folder = (id: string) => fileURLToPath(new URL(`hostile-plugins/${id}`, import.meta.url));
const MEMORY_MB = 200;
let host: PluginHost;

beforeAll(async () => {
  process.env.STRATA_ADMIN_KEY = 'a-key-that-no-plugin-sees';
  host = await openPluginHost({
    directories: [],
    folders: [folder('sick'), folder('hostile')],
    scoreTimeLimitMs: 500,
    loadTimeLimitMs: 1500,
    optionsTimeLimitMs: 500,
    trainingMemoryMb: MEMORY_MB,
    scoringMemoryMb: MEMORY_MB,
  });
});
afterAll(async () => {
  delete process.env.STRATA_ADMIN_KEY;
  await host.close();
});

type Options = Readonly<Record<string, unknown>>;

/** A small set: 20 people with one number. */
function train(options: Options, change: object = {}) {
  const x = Float64Array.from({ length: 20 }, (_, row) => row);
  const columns = [{ name: 'x', type: 'number' as const, values: x }];
  const label = x.map((value) => value % 2);
  return host.train({ plugin: 'sick', task: 'binary', options, columns, label, seed: 1, ...change });
}

async function loaded(options: Options): Promise<Scorer> {
  return host.load((await train(options)).bytes);
}

const scored = (scorer: Scorer) => scorer.score(frameOf(scorer.features, [{ x: 1 }]));

const MEMORY = /it used more memory than the 200 MB that it may/;
const PLACE = /\(sick\/index\.js:\d+:\d+\)/;

describe('a training of a sick plugin fails by the name of the plugin, and says in which function and how', () => {
  test.each([
    ['train', 'throws', 'SCORER_TRAINING_FAILED', /^"sick" failed to train: no Ada.*index\.js:\d+/],
    [
      'train',
      'throws in the background',
      'SCORER_TRAINING_FAILED',
      /ended while it trained: it threw in the background/,
    ],
    ['train', 'fills the heap', 'SCORER_TRAINING_FAILED', MEMORY],
    ['train', 'fills typed arrays', 'SCORER_TRAINING_FAILED', MEMORY],
    ['train', 'exits', 'SCORER_TRAINING_FAILED', /ended while it trained: it ended its process \(exit code 7\)/],
    ['save', 'throws', 'SCORER_TRAINING_FAILED', /^"sick" could not save what it learned: no Ada/],
    ['save', 'hangs', 'SCORER_TRAINING_FAILED', /^"sick" took longer than 1500 ms to save what it had learned/],
    ['save', 'wrong length', 'SCORER_TRAINING_FAILED', /`save` returned no Uint8Array/],
    ['load', 'throws', 'SCORER_TRAINING_FAILED', /^"sick" could not load what it had saved: no Ada/],
    ['load', 'hangs', 'SCORER_TRAINING_FAILED', /^"sick" took longer than 1500 ms to load what it had saved/],
    ['load', 'never resolves', 'SCORER_TRAINING_FAILED', /^"sick" took longer than 1500 ms to load what it had saved/],
    ['load', 'fills typed arrays', 'SCORER_TRAINING_FAILED', MEMORY],
  ])('%s %s', async (where, way, code, message) => {
    await expect(train({ in: where, way })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  test('an endless training is cancelled, and the error says that it did not stop by itself', async () => {
    const stop = new AbortController();
    const progress = () => {
      stop.abort();
    };
    const running = train({ in: 'train', way: 'hangs' }, { signal: stop.signal, progress });
    await expect(running).rejects.toMatchObject({
      code: 'CANCELLED',
      problems: [{ message: expect.stringContaining('did not stop by itself') as string }],
    });
  });

  test('an endless training ends at its time limit, where it has one', async () => {
    await expect(train({ in: 'train', way: 'never resolves' }, { timeLimitMs: 2000 })).rejects.toMatchObject({
      code: 'SCORER_TRAINING_FAILED',
      message: expect.stringContaining('still at work after 2000 ms') as string,
    });
  });
});

describe('a sick model costs its own answers', () => {
  test.each([
    ['throws', /could not load its model: no Ada/],
    ['hangs', /^"sick" took longer than 1500 ms to load its stored model/],
    ['never resolves', /^"sick" took longer than 1500 ms to load its stored model/],
    ['throws in the background', /ended while it loaded its stored model: it threw in the background: no Ada/],
    ['fills typed arrays', MEMORY],
    ['exits', /ended while it loaded its stored model: it ended its process/],
  ])('that, loading, %s', async (way, message) => {
    await expect(loaded({ in: 'load again', way })).rejects.toMatchObject({
      code: 'SCORER_LOAD_FAILED',
      message: expect.stringMatching(message) as string,
    });
  });

  test.each([
    ['throws', 'SCORER_THREW', PLACE],
    ['throws in the background', 'SCORER_THREW', /ended while it served: it threw in the background: no Ada/],
    ['hangs', 'SCORER_TIMEOUT', /^"sick" took longer than 500 ms to score 1 row\.$/],
    ['never resolves', 'SCORER_TIMEOUT', /^"sick" took longer than 500 ms to score 1 row\.$/],
    ['not a number', 'SCORER_NOT_FINITE', /returned NaN/],
    ['too few', 'SCORER_WRONG_LENGTH', /wrote 0 of 1 scores/],
    ['wrong length', 'SCORER_WRONG_LENGTH', /instead of writing them into `out`/],
    ['exits', 'SCORER_THREW', /ended while it served: it ended its process \(exit code 7\)/],
  ])('that, scoring, %s', async (way, code, message) => {
    const scorer = await loaded({ in: 'score', way });
    await expect(scored(scorer)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
    await scorer.close();
  });

  test.each([
    ['throws', 'SCORER_THREW', /no Ada.*sick\/index\.js/],
    ['hangs', 'SCORER_TIMEOUT', /took longer than 5000 ms to explain a score/],
    ['wrong link', 'SCORER_EXPLANATION_INVALID', /link is not "logit"/],
    ['wrong length', 'SCORER_EXPLANATION_INVALID', /has 9 parts for 1 column/],
    ['not a number', 'SCORER_EXPLANATION_INVALID', /misses its score/],
  ])('that, explaining, %s', async (way, code, message) => {
    const scorer = await loaded({ in: 'explain', way });
    const explained = scorer.explain(frameOf(scorer.features, [{ x: 1 }]), 0);
    await expect(explained).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
    // It is loaded anew, which takes its time on a busy machine.
    await vi.waitFor(() => scored(scorer), { timeout: 30_000 });
    await scorer.close();
  });

  test('a model that leaks memory with every score is loaded anew when it has used its share', async () => {
    const scorer = await loaded({ in: 'score', way: 'leaks' });
    let failures = 0;
    // 32 MB a score: it never has more than a few of its 200 MB left.
    for (let score = 0; score < 12; score++) await scored(scorer).catch(() => failures++);
    expect(failures).toBeGreaterThan(0);
    await vi.waitFor(() => scored(scorer), { timeout: 30_000 });
    await scorer.close();
  });
});

test('a model that is too slow for decisions is kept, says so, and scores where nobody waits', async () => {
  const { bytes, notes } = await train({ in: 'score', way: 'slow' });
  expect(notes).toEqual([
    expect.stringMatching(/^"sick" took \d+ ms to score 20 rows; where a decision waits it has 500 ms/),
  ]);
  const patient = await host.load(bytes, 'batch');
  await expect(scored(patient)).resolves.toMatchObject({ values: Float64Array.of(0.5) });
  const deciding = await host.load(bytes);
  await expect(scored(deciding)).rejects.toMatchObject({ code: 'SCORER_TIMEOUT' });
  await Promise.all([patient.close(), deciding.close()]);
});

describe('validation of options', () => {
  const refused = (message: string) => ({
    ok: false,
    problems: [expect.objectContaining({ message: expect.stringContaining(message) as string }) as object],
  });

  test('answers belong to their questions, also after one that was not answered', async () => {
    const good = { in: 'nothing' };
    const hanging = host.parseOptions('sick', { in: 'options', way: 'hangs' });
    const others = [1, 2, 3].map((on) => host.parseOptions('hostile', { misbehaves: 'good', on }));
    const wrong = host.parseOptions('hostile', { misbehaves: 'bad' });
    expect(await Promise.all(others)).toEqual(
      [1, 2, 3].map((on) => ({ ok: true, options: { misbehaves: 'good', on } })),
    );
    expect(await wrong).toMatchObject({ ok: false, problems: [{ pointer: '/misbehaves' }] });
    expect(await hanging).toEqual(refused('"sick" took longer than 500 ms to answer about its options'));
    // It is closed out for a while, by name, at once; nobody else is.
    expect(await host.parseOptions('sick', good)).toEqual(refused('"sick" did not answer when it last had to'));
    expect(await host.parseOptions('hostile', { misbehaves: 'bad' })).toMatchObject({ ok: false });
    expect(await host.parseOptions('hostile', { misbehaves: 'good' })).toMatchObject({ ok: true });
  });

  test.each([
    ['fills the heap', 'used more memory'],
    ['exits', 'ended its process'],
    ['throws', 'no Ada'],
  ])('that %s is a problem of that plugin', async (way, message) => {
    const own = await openPluginHost({ directories: [], folders: [folder('sick')], optionsTimeLimitMs: 20_000 });
    try {
      expect(await own.parseOptions('sick', { in: 'options', way })).toEqual(refused(message));
    } finally {
      await own.close();
    }
  });

  test('never holds up the event loop of who asks', async () => {
    const own = await openPluginHost({ directories: [], folders: [folder('sick')], optionsTimeLimitMs: 500 });
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    await own.parseOptions('sick', { in: 'options', way: 'hangs' });
    clearInterval(turning);
    await own.close();
    expect(turns).toBeGreaterThan(10);
  });
});

test('plugins see nothing of the environment that is ours', async () => {
  const error: unknown = await train({ in: 'train', way: 'looks' }).catch((thrown: unknown) => thrown);
  const seen = /failed to train: (.*) \(sick/.exec((error as Error).message)?.[1]?.split(' ');
  const known = ['HOME', 'LANG', 'LD_LIBRARY_PATH', 'PATH', 'TEMP', 'TMP', 'TMPDIR', 'TZ'];
  expect(seen?.filter((name) => !known.includes(name) && !name.startsWith('NODE_CHANNEL_'))).toEqual([]);
});
