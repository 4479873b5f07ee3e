import { afterEach, expect, it } from 'vitest';
import { killUnderLoad } from '../../bench/faults/kill-under-load.js';
import { shareLimits } from '../../bench/faults/shared-limits.js';
import { startTestServer } from '../e2e/server.js';
import { describeOn, describeOnBothHomes, freshConfig, type FreshConfig, type Home } from '../support/database.js';

/** The short form of `npm run bench -- faults`; the servers are processes of their own, as built. */
const opened: FreshConfig[] = [];
afterEach(async () => {
  for (const config of opened.splice(0)) await config.dispose();
});

async function fresh(home: Home): Promise<FreshConfig> {
  const config = await freshConfig(home);
  opened.push(config);
  return config;
}

describeOnBothHomes('a server that dies', (home) => {
  it('loses no decision that it acknowledged', async () => {
    const config = await fresh(home);
    const { acknowledged, lost } = await killUnderLoad(config, { kills: 2, answers: 40 });
    expect(acknowledged).toBeGreaterThanOrEqual(80);
    expect(lost).toBe(0);
  });

  it('finishes what is under way when it is closed', async () => {
    const server = await startTestServer(home);
    const asked = Array.from({ length: 50 }, (_, user) =>
      server.call('POST', '/v1/decisions', { userId: `closing-${String(user)}` }).then(
        ({ status }) => status,
        () => 'refused',
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    await server.dispose();
    const statuses = await Promise.all(asked);
    expect(statuses.every((status) => status === 200 || status === 503 || status === 'refused')).toBe(true);
  });
});

describeOn('postgres', 'two servers on one database', () => {
  it('issue exactly the stock to many clients', async () => {
    const { databaseUrl } = await fresh('postgres');
    const { issued, failed } = await shareLimits(databaseUrl!, { stock: 60 }, { clients: 32, requests: 150 });
    expect({ issued, failed }).toEqual({ issued: 60, failed: 0 });
  });

  it('never overspend a budget', async () => {
    // 20.05 a coupon: 25 of them are 501.25.
    const { databaseUrl } = await fresh('postgres');
    const { issued, failed } = await shareLimits(databaseUrl!, { budget: 510 }, { clients: 32, requests: 120 });
    expect({ issued, failed }).toEqual({ issued: 25, failed: 0 });
  });
});
