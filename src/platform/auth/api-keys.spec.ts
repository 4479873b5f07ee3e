import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type Database } from '../database/database.js';
import { type ApiKeys, apiKeys } from './api-keys.js';
import { assertSafeToListen, isLoopback } from './loopback.js';

describeOnBothHomes('API keys', (home) => {
  let database: Database;
  let keys: ApiKeys;
  beforeAll(async () => {
    database = await freshDatabase(home);
    keys = apiKeys(database);
  });
  afterAll(() => database.close());

  it('without any, let a server listen on loopback only', async () => {
    expect(await keys.any()).toBe(false);
    const open = { host: '127.0.0.1', auth: 'on' } as const;
    expect(await assertSafeToListen(open, keys)).toContain('No API key exists');
    await expect(assertSafeToListen({ ...open, host: '0.0.0.0' }, keys)).rejects.toMatchObject({
      code: 'BAD_CONFIGURATION',
    });
  });

  it('are shown once and stored as a hash', async () => {
    const { key, secret } = await keys.create('service', 'web shop');
    expect(secret).toMatch(/^strata_[\w-]{43}$/);
    expect(key).toMatchObject({ name: 'web shop', role: 'service', revokedAt: null });
    expect(await keys.list()).toEqual([key]);
    const rows = await database.run((manager) => manager.query<unknown>('select * from api_keys'));
    expect(JSON.stringify(rows)).not.toContain(secret.slice('strata_'.length));
    expect(await keys.any()).toBe(true);
  });

  it('tell whose they are until they are revoked, and also in another process within seconds', async () => {
    const elsewhere = apiKeys(database);
    const { key, secret } = await keys.create('marketer', 'Ada');
    const principal = { keyId: key.id, name: 'Ada', role: 'marketer' };
    expect(await keys.verify(secret)).toEqual(principal);
    expect(await elsewhere.verify(secret)).toEqual(principal);
    expect(await keys.verify(`${secret}x`)).toBeNull();
    const revoked = await keys.revoke(key.id);
    expect(revoked.revokedAt).not.toBeNull();
    expect(await keys.revoke(key.id)).toEqual(revoked);
    expect(await keys.verify(secret)).toBeNull();
    await expect.poll(() => elsewhere.verify(secret), { timeout: 120_000 }).toBeNull();
  });

  it('made elsewhere are known at once or soon', async () => {
    const elsewhere = apiKeys(database);
    await elsewhere.any();
    const { secret } = await keys.create('service');
    await expect.poll(() => elsewhere.verify(secret), { timeout: 120_000 }).not.toBeNull();
  });

  it('cannot be revoked when they do not exist', async () => {
    await expect(keys.revoke('none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of the operator make an administrator once, and stay revoked', async () => {
    const config = { host: '0.0.0.0', auth: 'on', adminKey: 'chosen-by-the-operator' } as const;
    expect(await assertSafeToListen(config, keys)).toBeNull();
    const principal = await keys.verify(config.adminKey);
    expect(principal).toMatchObject({ role: 'admin' });
    await keys.revoke(principal!.keyId!);
    expect(await assertSafeToListen(config, keys)).toBeNull();
    expect(await keys.verify(config.adminKey)).toBeNull();
  });

  it('may be switched off on loopback only', async () => {
    expect(await assertSafeToListen({ host: 'localhost', auth: 'off' }, keys)).toContain('STRATA_AUTH=off');
    await expect(assertSafeToListen({ host: '::', auth: 'off' }, keys)).rejects.toMatchObject({
      code: 'BAD_CONFIGURATION',
    });
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['localhost', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['127.0.0.1.example.org', false],
  ['example.org', false],
  ['10.0.0.1', false],
])('knows whether %s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
