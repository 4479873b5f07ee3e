import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOnBothHomes, freshConfig, type FreshConfig } from '../../../test/support/database.js';
import { openDatabase } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { strata } from '../../../test/support/strata.js';
import { runs } from '../../../test/support/suite.js';
import { lockHome } from '#strata/platform/home';

const EVENTS = runs(10_000, 30_000);

describeOnBothHomes('strata import', (home) => {
  let config: FreshConfig;
  let file: string;
  beforeAll(async () => {
    config = await freshConfig(home);
    vi.stubEnv('STRATA_HOME', config.home);
    vi.stubEnv('DATABASE_URL', config.databaseUrl ?? '');
    file = join(config.home, 'events.ndjson');
    const lines = Array.from({ length: EVENTS }, (_, index) =>
      JSON.stringify({ userId: `u${String(index % 900)}`, event: 'page_viewed', at: 1_790_000_000_000 + index, index }),
    );
    writeFileSync(file, `${lines.join('\n')}\nnot JSON\n`);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await config.dispose();
  });

  const start = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [join(PACKAGE_ROOT, 'bin', 'strata.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const count = async (): Promise<{ events: number; users: number }> => {
    const database = await openDatabase(config);
    try {
      const [row] = await database.run((manager) =>
        manager.query<{ events: number; users: number }[]>(
          'select count(*)::int as events, count(distinct user_id)::int as users from events',
        ),
      );
      return row!;
    } finally {
      await database.close();
    }
  };

  it('that was killed, or interrupted, is run again to the end, and once more without a change', async () => {
    const killed = start('import', 'events', file);
    // Listened to from the beginning: on a quick machine it may be through before it is killed.
    const killedClosed = once(killed, 'close');
    await delay(1000);
    killed.kill('SIGKILL');
    await killedClosed;
    expect((await count()).events).toBeLessThanOrEqual(EVENTS);

    const stopped = start('import', 'events', file, '--json');
    const out = textOf(stopped.stdout!);
    const stoppedClosed = once(stopped, 'close');
    await delay(1000);
    stopped.kill('SIGINT');
    const [code] = (await stoppedClosed) as [number | null];
    // Before it listens, or after the last row, the signal only ends the process.
    if (out() !== '') expect(JSON.parse(out())).toMatchObject({ interrupted: code === 1 });

    const done = await strata('import', 'events', file, '--json');
    expect(done.code, done.err).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject({ rows: EVENTS + 1, rejected: 1, interrupted: false });
    expect(await count()).toEqual({ events: EVENTS, users: 900 });
    expect(readFileSync(`${file}.rejects.ndjson`, 'utf8')).toContain(`"line":${String(EVENTS + 1)}`);

    const again = await strata('import', 'events', file);
    expect(again.out).toMatch(new RegExp(`there already +│ +${EVENTS.toLocaleString('en-US')}`));
    expect(await count()).toEqual({ events: EVENTS, users: 900 });
  });

  it('shows in the data quality what came in', async () => {
    const { out } = await strata('doctor', 'data', '--json');
    const { events } = JSON.parse(out) as { events: { name: string; counts: Record<string, number> }[] };
    const viewed = events.find(({ name }) => name === 'page_viewed')!;
    expect(viewed.counts['received']).toBeGreaterThanOrEqual(2 * EVENTS);
    expect(viewed.counts['duplicates']).toBeGreaterThanOrEqual(EVENTS);
    const shown = await strata('doctor', 'data', '--event', 'page_viewed');
    expect(shown.out).toMatch(/index +│ number +│ yes/);
  });

  it('says what it does not understand', async () => {
    const unknown = await strata('import', 'events', file, '--map', 'a=b');
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('column=field')]);
    const missing = await strata('import', 'profiles', 'nothing.csv');
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('no such file')]);
  });

  it.runIf(home === 'pglite')('names the server that has the embedded database open', async () => {
    const lock = lockHome(config.home);
    lock.announce('http://127.0.0.1:3999');
    try {
      const { code, err } = await strata('import', 'events', file);
      expect([code, err]).toEqual([1, expect.stringContaining('http://127.0.0.1:3999')]);
    } finally {
      lock.release();
    }
  });
});

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
