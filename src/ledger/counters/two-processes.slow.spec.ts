import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { describeOn, freshConfig } from '../../../test/support/database.js';
import { countedOf } from './index.js';

/** 32 clients of a process that ask for one piece at a time until there are none; says how many they got. */
const CLIENTS = `
  import { openDatabase } from '${join(PACKAGE_ROOT, 'dist/platform/database/index.js')}';
  import { reserve } from '${join(PACKAGE_ROOT, 'dist/ledger/counters/index.js')}';
  const database = await openDatabase(JSON.parse(process.argv[1]));
  const demand = { strategy: 's', offer: 'coupon', many: 1, micros: 5_100_000n, stock: 1_000, budget: 5_100_000_000n };
  const client = async () => {
    for (let taken = 0; ; taken++) {
      const [{ granted }] = await database.run((manager) => reserve(manager, [demand]));
      if (granted === 0) return taken;
    }
  };
  const taken = await Promise.all(Array.from({ length: 32 }, client));
  console.log(taken.reduce((sum, one) => sum + one));
  await database.close();`;

describeOn('postgres', 'stock and budget that 64 clients of two processes ask for', () => {
  it('are given out exactly', async () => {
    const config = await freshConfig('postgres');
    try {
      const database = await openDatabase(config);
      const taken = await Promise.all([clients(config), clients(config)]);
      const { issued, reserved } = await database.run((manager) => countedOf(manager, 's'));
      await database.close();
      expect(taken[0] + taken[1]).toBe(1_000);
      expect(Math.min(...taken)).toBeGreaterThan(0);
      expect(issued.get('coupon')).toBe(1_000);
      expect(reserved).toBe(5_100_000_000n);
    } finally {
      await config.dispose();
    }
  });
});

async function clients(config: object): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CLIENTS, JSON.stringify(config)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const texts: Buffer[] = [];
  child.stdout.on('data', (text: Buffer) => texts.push(text));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(0);
  return Number(Buffer.concat(texts).toString());
}
