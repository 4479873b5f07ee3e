import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { strata } from '../../../../test/support/strata.js';

describe('strata analysis on a file', () => {
  let folder: string;
  const file = (name: string) => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'analyses-'));
    const purchases = ['ann,2026-01-05,20', 'ann,2026-02-01,30', 'bob,2026-01-07T09:30:00Z,10'];
    writeFileSync(file('purchases.csv'), ['user_id,at,amount', ...purchases].join('\n'));
    writeFileSync(file('paths.csv'), 'path,conversions,nulls\nad > mail,3,1\nmail,1,4\n');
    vi.stubEnv('STRATA_HOME', file('home'));
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('is of the end of the day of its last event, byte by byte on any day', async () => {
    const run = ['analysis', 'run', 'rfm', '--data', file('purchases.csv'), '--json'];
    const [once, again] = [await strata(...run), await strata(...run)];
    expect(once).toMatchObject({ code: 0 });
    expect(again.out).toBe(once.out);
    expect(JSON.parse(once.out)).toMatchObject({ at: '2026-02-01T23:59:59.999Z', people: 2, value: 60 });
    const earlier = await strata(...run, '--until', '2026-01-31T00:00:00Z');
    expect(JSON.parse(earlier.out)).toMatchObject({ purchases: 2, value: 30 });
    const unknown = await strata('analysis', 'run', 'rfn', '--data', file('purchases.csv'));
    expect(unknown.code).not.toBe(0);
    expect(unknown.err).toContain('rfm');
  });

  it('of paths is read by a command of its own, with the last touch beside', async () => {
    const { code, out } = await strata('measure', 'attribution', '--data', file('paths.csv'));
    expect(code).toBe(0);
    expect(out).toMatch(/^Attribution: 9 journeys on 2 paths of paths.csv\.\n {2}"mail" counts most/);
    expect(out).toContain('Who only counts the last touch');
  });
});
