/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access -- answers are JSON of every shape, and the expectations check it */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { strata } from '../support/strata.js';
import { startTestServer, type TestServer } from './server.js';

const DAY = 86_400_000;
const RULE = 'at most 1 contact by sms in 7 days';

const strategies = ['spring', 'summer', 'autumn', 'winter'].map((id) => ({
  id,
  title: id,
  goal: { event: 'order', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0.1 } },
  segment: id === 'spring' ? 'buyers' : 'everybody',
  baseline: { title: 'Everybody', offer: 'gift' },
  offers: [
    {
      ...{ id: 'gift', title: 'A gift', channel: 'sms', faceValue: 5, redemptionRate: 1, contactCost: 1 },
      response: { rate: 0.5 },
    },
  ],
}));
const documents = {
  facts: { orders: { type: 'number', from: { profile: 'orders' }, words: 'number of orders' } },
  segments: [
    {
      id: 'buyers',
      title: 'Buyers',
      condition: { all: [{ fact: 'orders', operator: 'greaterThanInclusive', value: 2 }] },
    },
    { id: 'everybody', title: 'Everybody', condition: { all: [{ fact: 'orders', operator: 'exists', value: true }] } },
  ],
  strategies,
  campaigns: strategies.map(({ id: strategy }, place) => ({
    ...{ id: `${strategy}-gifts`, title: strategy, strategy, out: { format: 'csv' } },
    audience: { files: place < 2 ? 'people.csv' : 'others.csv', id: 'user' },
  })),
  contactPolicy: { caps: [{ channel: 'sms', contacts: 1, within: 'P7D' }] },
};

/** How many people a rule held back. */
interface HeldPeople {
  readonly people: number;
  readonly until: string;
  readonly words: string;
}

/** What is looked at of a run. */
interface Run {
  readonly id: string;
  readonly manifest: {
    readonly heldBy: readonly HeldPeople[];
    readonly booked: { readonly refused: { readonly heldBy?: readonly HeldPeople[] } };
  };
}

/** What is looked at of a preview. */
interface Preview {
  readonly steps: readonly {
    readonly rule?: number;
    readonly stopped: { readonly count: number };
    readonly examples: readonly { readonly reasons: readonly { readonly words: string }[] }[];
  }[];
}

describe('campaigns of several strategies under one cap', () => {
  let server: TestServer;
  let data: string;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'campaign-policy-'));
    const people = (name: string, count: number) =>
      ['user,orders', ...Array.from({ length: count }, (_, n) => `${name}${String(n)},${String(n % 3)}`), ''].join(
        '\n',
      );
    await writeFile(join(data, 'people.csv'), people('u', 300));
    await writeFile(join(data, 'others.csv'), people('v', 200));
    server = await startTestServer('pglite', { DATA_DIR: data });
    const { json } = await server.call('POST', '/v1/releases', documents);
    await server.follows(String(json.release.hash));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  afterAll(async () => {
    await server.dispose();
    await rm(data, { recursive: true });
  });

  async function ran(campaign: string): Promise<Run> {
    const { json: started } = await server.call('POST', '/v1/campaigns', { campaign });
    await server.call('GET', `/v1/campaigns/${String(started.id)}/events`);
    return (await server.call('GET', `/v1/campaigns/${String(started.id)}`)).json as Run;
  }
  const usersOf = async (run: { readonly id: string }) => {
    const { text } = await server.call('GET', `/v1/campaigns/${run.id}/audience`);
    return text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0] ?? '');
  };

  it('do not select whom another one has contacted, and say so before and after', async () => {
    const before = Date.now();
    const spring = await ran('spring-gifts');
    expect(spring).toMatchObject({ state: 'ready', manifest: { heldBy: [], booked: { contacts: 100 } } });
    const { json: seen } = await server.call('POST', '/v1/campaigns/preview', { campaign: 'summer-gifts' });
    expect(seen).toMatchObject({ offered: { count: 200 }, held: [`100 people are held back: ${RULE}`] });
    const atCap = (seen as Preview).steps.find(({ rule }) => rule === 0);
    expect(atCap?.stopped.count).toBe(100);
    expect(atCap?.examples[0]?.reasons.at(-1)?.words).toMatch(/^1 contact by sms .* until /);
    const summer = await ran('summer-gifts');
    expect(summer.manifest).toMatchObject({
      eligible: 200,
      heldBy: [{ rule: 0, people: 100, words: expect.stringContaining(`100 people are held back: ${RULE}, the last`) }],
      booked: { contacts: 200, refused: { capped: 0 } },
    });
    const until = Date.parse(summer.manifest.heldBy[0]?.until ?? '');
    expect(until).toBeGreaterThanOrEqual(before + 7 * DAY);
    expect(until).toBeLessThanOrEqual(Date.now() + 7 * DAY);
    const contacted = new Set(await usersOf(spring));
    expect((await usersOf(summer)).filter((user) => contacted.has(user))).toEqual([]);

    vi.stubEnv('STRATA_HOME', server.config.home);
    vi.stubEnv('DATABASE_URL', '');
    vi.stubEnv('DATA_DIR', data);
    expect((await strata('campaign', 'show', summer.id)).out).toContain(`100 people are held back: ${RULE}, the last`);
    const again = await strata('campaign', 'run', 'summer-gifts', '--dry-run');
    expect(again.out).toContain(`300 people are held back: ${RULE}, the last`);
    expect((await strata('campaign', 'preview', 'summer-gifts')).out).toContain(`300 people are held back: ${RULE}`);
  });

  it('that run at once contact everybody once, and tell whom they left out', async () => {
    const both = await Promise.all([ran('autumn-gifts'), ran('winter-gifts')]);
    const users = (await Promise.all(both.map(usersOf))).flat();
    expect(users).toHaveLength(200);
    expect(new Set(users).size).toBe(200);
    const told = both.flatMap(({ manifest }) => [...manifest.heldBy, ...(manifest.booked.refused.heldBy ?? [])]);
    expect(told.reduce((sum, { people }) => sum + people, 0)).toBe(200);
    for (const { words } of told) expect(words).toContain(RULE);
  });
});
