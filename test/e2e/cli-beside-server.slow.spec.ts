import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOn } from '../support/database.js';
import { shopHistory } from '../support/shop-history.js';
import { strata } from '../support/strata.js';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

/** The server asks for keys, of which the commands that use its database know none. */
describeOn('pglite', 'commands beside the server of an embedded home', (home) => {
  let folder: string;
  let server: GuardedServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'strata beside-'));
    writeFileSync(join(folder, 'history.csv'), shopHistory(1500));
    writeFileSync(join(folder, 'churn.json'), JSON.stringify(MODEL));
    writeFileSync(join(folder, 'events.ndjson'), EVENTS.map((event) => `${JSON.stringify(event)}\n`).join(''));
    writeFileSync(join(folder, 'profiles.csv'), 'user_id,city,consent.marketing\nu1,Shanghai,true\n');
    server = await startGuardedServer(home);
    vi.stubEnv('STRATA_HOME', server.config.home);
    vi.stubEnv('STRATA_ADMIN_KEY', server.keys.admin);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (name: string): string => join(folder, name);
  const done = async (...argv: string[]): Promise<string> => {
    const { code, out, err } = await strata(...argv);
    expect({ argv, code, err }).toEqual({ argv, code: 0, err: '' });
    return out;
  };
  const admin = (path: string) => server.call('GET', path, undefined, bearer(server.keys.admin));

  it('make, list and revoke keys, which the server knows', async () => {
    const { id, secret } = JSON.parse(
      await done('keys', 'create', '--role', 'service', '--name', 'shop', '--json'),
    ) as {
      readonly id: string;
      readonly secret: string;
    };
    const decide = () => server.call('POST', '/v1/decisions', { userId: 'u9' }, bearer(secret));
    expect((await decide()).status).toBe(200);
    expect(await done('keys', 'list')).toContain(id);
    await done('keys', 'revoke', id);
    await vi.waitUntil(async () => (await decide()).status === 401, { timeout: 30_000, interval: 200 });
  });

  it('import profiles and events, which the server decides by', async () => {
    expect(await done('import', 'profiles', file('profiles.csv'))).toMatch(/kept +│ +1/);
    expect(await done('import', 'events', file('events.ndjson'))).toMatch(/kept +│ +3/);
    const facts = (await admin('/v1/users/u1/facts')).json as { facts: { name: string; value: unknown }[] };
    expect(facts.facts).toContainEqual(expect.objectContaining({ name: 'orders', value: 3 }));
    expect(await done('facts', 'explain', 'u1')).toContain('Shanghai');
    expect(await done('doctor', 'data')).toContain('order_placed');
    await done('doctor', 'data', '--relearn');
  });

  it('train a document that nobody published, and print a next step that works as it stands', async () => {
    const trained = await done('train', file('churn.json'), '--data', file('history.csv'), '--label', 'order_placed');
    expect(trained).toContain('Version 1 of churn');
    const [, evaluate = ''] = /Next: strata (.+)/.exec(trained) ?? [];
    expect(await done(...wordsOf(evaluate))).toContain('Recorded: version 1 of churn');
    const [, list = ''] = /strata (models list \S+)/.exec(trained) ?? [];
    expect(await done(...wordsOf(list))).toContain('churn');
    expect((await admin('/v1/models/churn/versions')).json).toMatchObject({ versions: [{ version: 1 }] });
  });

  it('name what a promotion lacks, in commands that work where the document lies', async () => {
    await done('train', file('churn.json'), '--data', file('history.csv'), '--seed', '2');
    const refused = await strata('models', 'promote', 'churn', '2', '--reason', 'why');
    expect(refused.err).toContain('[STAGE_MISSING]');
    const [, evaluate = ''] = /strata (evaluate .+)/.exec(refused.err) ?? [];
    const before = process.cwd();
    process.chdir(folder);
    try {
      await done(...wordsOf(evaluate.replace('FILE', 'history.csv')));
    } finally {
      process.chdir(before);
    }
  });

  it('name the commands that a champion needs, with what was said', async () => {
    const asked = ['train', file('churn.json'), '--data', file('history.csv'), '--label', 'order_placed'];
    const refused = await strata(...asked, '--promote');
    expect(refused).toMatchObject({ code: 1 });
    const [, promote = ''] = /strata (train .+ --override "why")/.exec(refused.err) ?? [];
    expect(await done(...wordsOf(promote))).toContain('It is the champion');
    const [, evaluate = ''] = /after training: strata (.+)/.exec(refused.err) ?? [];
    await done(...wordsOf(evaluate));
  });

  it('score, explain and look for drift', async () => {
    const data = ['--data', file('history.csv')];
    expect(await done('score', file('churn.json'), ...data, '--out', file('scores.csv'))).toContain(
      '1,500 rows scored',
    );
    await done('models', 'explain', file('churn.json'), ...data, '--people', '50');
    await done('models', 'drift', file('churn.json'), ...data);
    await done('models', 'fairness', file('churn.json'), ...data, '--label', 'order_placed', '--by', 'city');
    await done('models', 'data', file('churn.json'), ...data, '--label', 'order_placed');
  });

  it('say what runs and what waits', async () => {
    expect((await strata('doctor')).out).toMatch(/server on http.*[\s\S]*jobs: 0 wait/);
  });

  it('leave a second server out, and say what to do', async () => {
    const { code, err } = await strata('serve', '--port', '0');
    expect(code).toBe(1);
    expect(err).toMatch(/server listens on .*use its server.*\[HOME_LOCKED\]/);
  });
});

/** Words as a shell splits them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
}

const MODEL = {
  id: 'churn',
  title: 'Orders again',
  plugin: 'logistic-regression',
  task: 'binary',
  label: { column: 'order_placed' },
  features: ['orders', 'spend90d', 'age'],
};

const EVENTS = [1, 2, 3].map((day) => ({
  user_id: 'u1',
  name: 'order_placed',
  at: `2026-01-0${String(day)}T00:00:00Z`,
  message_id: `m${String(day)}`,
  properties: { amount: 10 },
}));
