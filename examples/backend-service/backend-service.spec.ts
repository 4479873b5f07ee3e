/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access -- answers are JSON of every shape, and the expectations check it */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/e2e/server.js';
import { describeOnBothHomes } from '../../test/support/database.js';

describeOnBothHomes('the example of a backend service', (home) => {
  let strata: TestServer;
  let shop: ChildProcess;
  let url: string;
  beforeAll(async () => {
    strata = await startTestServer(home);
    shop = spawn(process.execPath, [fileURLToPath(new URL('server.js', import.meta.url))], {
      env: { ...process.env, STRATA_URL: strata.url, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(shop.stdout!, 'data')) as [Buffer];
    url = line.toString().trim();
  });
  afterAll(async () => {
    shop.kill();
    await strata.dispose();
  });

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape
  const welcome = async (user: string): Promise<any> => (await fetch(`${url}/welcome?user=${user}`)).json();

  it('welcomes a new member who agreed, and nobody else', async () => {
    expect(await welcome('ada')).toMatchObject({
      banner: { offer: 'first-free-delivery', template: 'welcome-free-delivery' },
      reason: 'TARGETING_MATCH',
    });
    for (const user of ['bob', 'cid', 'dan']) {
      expect(await welcome(user)).toMatchObject({ banner: null, reason: 'DEFAULT', why: expect.any(String) });
    }
  });

  it('tells Strata about an order, which counts for the offer', async () => {
    await welcome('ada');
    const order = { user: 'ada', id: 'order-1', amount: 70, offer: 'first-free-delivery' };
    const answer = await fetch(`${url}/orders`, { method: 'POST', body: JSON.stringify(order) });
    expect(await answer.json()).toEqual({ id: 'order-1', counted: true });
    const { json } = await strata.call('GET', '/v1/strategies/welcome-free-delivery/results');
    expect(json.treated).toMatchObject({ users: 1, conversions: 1, redeemed: 1, value: 70 });
  });

  it('shows no banner where Strata is away', async () => {
    await strata.close();
    expect(await welcome('ada')).toMatchObject({ banner: null, reason: 'ERROR' });
  });
});
