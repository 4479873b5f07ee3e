import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '#strata/platform';

const PEOPLE = 100_000;
/** Processes are started and stopped, on whatever machine. */
const PATIENCE_MS = 240_000;

const strategy = {
  id: 'gift',
  title: 'A gift',
  goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0.1 } },
  segment: { all: [{ fact: 'orders', operator: 'greaterThanInclusive', value: 1 }] },
  baseline: { title: 'Everybody', offer: 'gift' },
  offers: [{ id: 'gift', title: 'A gift', faceValue: 5, redemptionRate: 1, contactCost: 1, response: { rate: 0.5 } }],
  limits: { budget: 1_000_000, perUser: { contacts: 1, within: 'P7D' } },
  experiment: { seed: 'gift', holdout: 0.1 },
};
const facts = { orders: { type: 'number', from: { profile: 'orders' }, words: 'number of orders' } };
const campaign = { id: 'gifts', title: 'Gifts', strategy: 'gift', audience: { files: 'people.csv', id: 'user' } };

describe('Ctrl-C', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-interrupted-'));
  const home = join(folder, 'home');
  const runs = join(home, 'campaigns');

  beforeAll(async () => {
    const rows = Array.from({ length: PEOPLE }, (_, n) => `u${String(n)},${String(n % 4)}`);
    writeFileSync(join(folder, 'people.csv'), ['user,orders', ...rows, ''].join('\n'));
    for (const kind of ['strategies', 'campaigns']) mkdirSync(join(folder, 'rules', kind), { recursive: true });
    writeFileSync(join(folder, 'rules', 'facts.json'), JSON.stringify({ facts }));
    writeFileSync(join(folder, 'rules', 'strategies', 'gift.json'), JSON.stringify(strategy));
    writeFileSync(join(folder, 'rules', 'campaigns', 'gifts.json'), JSON.stringify(campaign));
    expect(await ended(start('rules', 'push'))).toMatchObject({ code: 0 });
  }, PATIENCE_MS);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('pauses a run and says how to go on, to the same audience', { timeout: PATIENCE_MS }, async () => {
    const undisturbed = await ended(start('campaign', 'run', 'gifts', '--dry-run', '--json'));
    const run = start('campaign', 'run', 'gifts');
    const stopped = ended(run);
    const [said] = (await once(run.stdout, 'data')) as [Buffer];
    const [, id = ''] = /^Run (\S+) of gifts is queued/.exec(said.toString()) ?? [];
    run.kill('SIGINT');
    const { code, err } = await stopped;
    expect(code).toBe(1);
    expect(err).toBe(`The run is paused. It goes on with: strata campaign resume ${id} [CANCELLED]\n`);
    const resumed = await ended(start('campaign', 'resume', id, '--json'));
    expect(resumed.code).toBe(0);
    expect(hashOf(resumed)).toBe(hashOf(undisturbed));
  });

  it('ends a preview, which leaves nothing behind', { timeout: PATIENCE_MS }, async () => {
    const preview = start('campaign', 'preview', 'gifts', '--sample', 'all');
    const stopped = ended(preview);
    const working = () => existsSync(runs) && readdirSync(runs).some((name) => name.startsWith('preview-'));
    await expect.poll(working, { timeout: PATIENCE_MS, interval: 20 }).toBe(true);
    preview.kill('SIGINT');
    expect(await stopped).toMatchObject({ code: 1, out: '' });
    expect(working()).toBe(false);
  });

  function start(...args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
    return spawn(process.execPath, [join(PACKAGE_ROOT, 'bin', 'strata.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...{ STRATA_HOME: home, DATABASE_URL: '', REDIS_URL: '', LOG_LEVEL: 'warn' },
        ...{ RULES_DIR: join(folder, 'rules'), DATA_DIR: folder },
      },
    });
  }
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function ended(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

function hashOf({ out }: Ended): string {
  return (JSON.parse(out) as { readonly manifest: { readonly audience: { readonly hash: string } } }).manifest.audience
    .hash;
}
