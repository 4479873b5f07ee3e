import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selectAudience, type SelectionManifest, type SelectionPlan } from '#strata/campaigns/selection';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { type Multipliers, openDesk, readBundle, driveRun, makePass, type Pass, writeBundle } from '#strata/spark';
import { openArrow } from '#strata/tables/arrow';
import { writeParquet } from '../../src/campaigns/selection/support/files.js';
import {
  documentsOf,
  makePeople,
  NOW,
  type Person,
  STRATEGY,
  trainModels,
} from '../../src/campaigns/selection/support/people.js';
import { knownUnderPolicy, UNDER_POLICY } from '../../src/campaigns/selection/support/policy.js';
import { driveChild, runChild } from '../support/spark-child.js';
import { arrowOf } from '../support/spark-people.js';

const PEOPLE = 1_500;
const people = makePeople(PEOPLE, 3);
const AUDIENCE = { id: 'user_id', facts: { city: 'town' }, consent: { marketing: 'agreed' } } as const;
const LIMITED = {
  limits: { audience: 120, budget: 400, minimumRoi: 0.4 },
  stock: { three: 40 },
  quotas: [{ segment: 'members', maximum: 70 }],
};
const ARGS = ['--now', new Date(NOW).toISOString()];

let home: string;
let bundle: string;
let plan: SelectionPlan;
let own: SelectionManifest;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'spark-'));
  bundle = join(home, 'bundle');
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  const models = await trainModels(host);
  await writeParquet(join(home, 'people.parquet'), people, 500);
  const release = { hash: 'sha256:1', documents: documentsOf(STRATEGY) };
  const chosen = { campaign: 'november', strategy: 'win-back', ...LIMITED };
  await writeBundle(bundle, { release, models, campaign: { ...chosen, audience: AUDIENCE } });
  const source = { kind: 'files', files: 'people.parquet', directory: home, ...AUDIENCE } as const;
  plan = { ...chosen, release, now: NOW, source, models, plugins: host.known, format: 'parquet' };
  own = (await selectAudience(plan, { folder: join(home, 'run'), threads: 1 })).manifest;
  await host.close();
});

afterAll(() => rm(home, { recursive: true }));

/** What both say about an audience. */
function comparable(manifest: Pick<SelectionManifest, 'stopped' | 'eligible' | 'allocation' | 'release' | 'models'>) {
  const { stopped, eligible, allocation, release, models } = manifest;
  return { stopped, eligible, allocation, release, models };
}

/** Makes a pass in this process. */
async function pass(name: Pass, input: Uint8Array, multipliers: unknown = null, from = bundle): Promise<Buffer> {
  const desk = openDesk(await readBundle(from), NOW, plan.plugins);
  const out: Uint8Array[] = [];
  const source = await openArrow(chunksOf(input));
  await makePass(name, { desk, multipliers: multipliers as Multipliers | null }, source, (bytes) => {
    out.push(bytes);
    return Promise.resolve();
  });
  return Buffer.concat(out);
}

async function* chunksOf(bytes: Uint8Array, size = 50_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size)
    yield await Promise.resolve(bytes.slice(start, start + size));
}

async function resultsOf(stream: Uint8Array): Promise<readonly Uint8Array[]> {
  const results: Uint8Array[] = [];
  for await (const batch of (await openArrow(chunksOf(stream))).batches()) results.push(...batch.bytes('result'));
  return results;
}

type MakePass = (name: Pass, input: Uint8Array, multipliers?: unknown) => Promise<Buffer>;

/** Answers the driver from blocks: the partitions of a cluster. */
function partitions(blocks: readonly Buffer[], make: MakePass) {
  return async (asked: string, multipliers: unknown): Promise<readonly Uint8Array[]> => {
    const results: Uint8Array[] = [];
    for (const input of blocks) {
      const output = await make(asked as Pass, input, multipliers);
      results.push(...(await resultsOf(asked === 'list' ? await make('hash', output) : output)));
    }
    return results;
  };
}

function parts(sizes: readonly number[]): readonly (readonly Person[])[] {
  let start = 0;
  return sizes.map((size) => people.slice(start, (start += size)));
}

describe('the passes of a campaign on a cluster', () => {
  it.each([
    ['one partition', [PEOPLE], 400],
    ['skewed partitions, of which some are empty', [0, 1_400, 0, 90, 10], 64],
  ])('select the audience of one machine with %s', async (_, sizes, rowsABatch) => {
    const blocks = await Promise.all(parts(sizes).map((some) => pass('decide', arrowOf(some, rowsABatch))));
    const answer = partitions([...blocks].reverse(), pass);
    const desk = openDesk(await readBundle(bundle), NOW, []);
    const manifest = await driveRun(desk, NOW, async function* (asked, multipliers) {
      yield* await answer(asked, multipliers);
    });
    expect(manifest.audience).toEqual({ hash: own.audience.hash, people: PEOPLE });
    expect(manifest.rows).toBe(own.list.rows);
    expect(comparable(manifest)).toEqual(comparable(own));
    expect(manifest.selected).toEqual(
      own.selected.map(({ offer, arm, outcome, people: count }) => ({ offer, arm, outcome, people: count })),
    );
  });

  it('hold back whom the contact policy does, as one machine', async () => {
    const release = { hash: 'sha256:2', documents: UNDER_POLICY };
    const { states, list } = knownUnderPolicy(people, 5);
    const [under, { models }] = [join(home, 'under-policy'), plan];
    const chosen = { campaign: 'november', strategy: 'win-back', ...LIMITED };
    await writeBundle(under, { release, models, campaign: { ...chosen, audience: AUDIENCE } });
    const run = { folder: join(home, 'run-under-policy'), threads: 1 };
    const { manifest: held } = await selectAudience({ ...plan, release, states }, run);
    const known = new Map(list.map((state) => [state.id, state]));
    const make: MakePass = (name, input, multipliers) => pass(name, input, multipliers, under);
    const blocks = await Promise.all(parts([900, 600]).map((some) => make('decide', arrowOf(some, 300, known))));
    const desk = openDesk(await readBundle(under), NOW, []);
    const manifest = await driveRun(desk, NOW, async function* (asked, multipliers) {
      yield* await partitions(blocks, make)(asked, multipliers);
    });
    expect(manifest.audience.hash).toBe(held.audience.hash);
    expect(manifest.heldBy).toEqual(held.heldBy);
    expect(held.heldBy.length).toBeGreaterThan(1);
    expect(manifest.allocation).toEqual(held.allocation);
  });

  it('give the same bytes when a task is tried again', async () => {
    const input = arrowOf(people.slice(0, 300), 100);
    expect(await pass('decide', input)).toEqual(await pass('decide', input));
  });

  it('refuse a list where the people changed in between', async () => {
    const [blocks, others] = [
      await pass('decide', arrowOf(people, 400)),
      await pass('decide', arrowOf(makePeople(PEOPLE, 4), 400)),
    ];
    const desk = openDesk(await readBundle(bundle), NOW, []);
    const answer = partitions([blocks], pass);
    const run = driveRun(desk, NOW, async function* (asked, multipliers) {
      yield* asked === 'list' ? await partitions([others], pass)(asked, multipliers) : await answer(asked, multipliers);
    });
    await expect(run).rejects.toThrow('somebody new is at the cut');
  });

  it.each([
    ['no column of ids', 'user_id', 'There is no column "user_id"'],
    ['no column for a fact', 'days', 'does not hold what the campaign reads'],
  ])('refuse people with %s', async (_, column, words) => {
    await expect(pass('decide', arrowWithout(column))).rejects.toThrow(words);
  });

  it('read no more of people than they have written blocks of', async () => {
    const rows = 500;
    const input = arrowOf(people, rows);
    let read = 0;
    async function* counted() {
      for await (const chunk of chunksOf(input, 1_000)) {
        read += chunk.length;
        yield chunk;
      }
    }
    const desk = openDesk(await readBundle(bundle), NOW, plan.plugins);
    const shares: number[] = [];
    await makePass('decide', { desk, multipliers: null }, await openArrow(counted()), () => {
      shares.push(read / input.length);
      return Promise.resolve();
    });
    // A block is written before the next batch is asked for.
    for (const block of [1, 2, 3]) expect(shares[block - 1]).toBeLessThan((block * rows) / PEOPLE + 0.05);
  });
});

describe('strata decide-columns', () => {
  it('makes every pass in a process of its own, and drives', async () => {
    const make: MakePass = async (name, input, multipliers = null) => {
      const file = join(home, 'multipliers.json');
      await writeFile(file, JSON.stringify(multipliers));
      const told = multipliers === null ? [] : ['--multipliers', file];
      const { code, stdout, stderr } = await runChild(['--pass', name, '--bundle', bundle, ...ARGS, ...told], input);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return stdout;
    };
    const blocks = [await make('decide', arrowOf(people, 300))];
    const manifest = await driveChild(['--bundle', bundle, ...ARGS], partitions(blocks, make));
    expect(manifest.audience.hash).toBe(own.audience.hash);
  });

  it.each([
    ['no bundle', 'nowhere', (input: Uint8Array) => input, /^strata: The bundle cannot be read. \[BAD_FILE\] — ENOENT/],
    ['a stream that ends early', '', (input: Uint8Array) => input.subarray(0, -8), /it ends before its end mark/],
  ])('ends with one line and never with an end mark where there is %s', async (_, folder, spoil, words) => {
    const input = spoil(arrowOf(people.slice(0, 200), 200));
    const args = ['--pass', 'decide', '--bundle', folder === '' ? bundle : folder, ...ARGS];
    const { code, stdout, stderr } = await runChild(args, input);
    expect(code).toBe(1);
    expect(stdout.subarray(-8).toString('hex')).not.toBe('ffffffff00000000');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(words);
  });
});

/** People whose schema has another name of the same length. */
function arrowWithout(name: string): Uint8Array {
  const bytes = Buffer.from(arrowOf(people.slice(0, 10), 10));
  bytes.write('x'.repeat(name.length), bytes.indexOf(name));
  return bytes;
}
