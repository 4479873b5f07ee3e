import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../package-root.js';
import { homeOwner, lockHome } from './home-lock.js';

describe('the lock of a home', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'strata-lock-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it('belongs to one owner at a time and names him', () => {
    const lock = lockHome(home);
    expect(homeOwner(home)?.pid).toBe(process.pid);
    expect(() => lockHome(home)).toThrow(`in use by process ${String(process.pid)}`);
    lock.announce('http://127.0.0.1:3000');
    expect(homeOwner(home)?.url).toBe('http://127.0.0.1:3000');
    expect(() => lockHome(home)).toThrow('whose server listens on http://127.0.0.1:3000');
    lock.release();
    expect(homeOwner(home)).toBeUndefined();
    lockHome(home).release();
  });

  it.runIf(process.platform === 'linux')('is taken over from a process that is gone or whose id was given anew', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const mine = lockHome(home);
    const owner = homeOwner(home)!;
    mine.release();
    for (const stale of [JSON.stringify({ ...owner, pid }), JSON.stringify({ ...owner, born: 'earlier' }), 'damaged']) {
      writeFileSync(join(home, 'lock.json'), stale);
      expect(homeOwner(home)).toBeUndefined();
      lockHome(home).release();
    }
  });

  it('is not taken over from another machine, which cannot be asked', () => {
    lockHome(home).release();
    writeFileSync(
      join(home, 'lock.json'),
      JSON.stringify({ pid: 1, host: 'elsewhere', born: 'then', since: '2026-01-01T00:00:00.000Z' }),
    );
    expect(() => lockHome(home)).toThrow(/on elsewhere.*delete/);
  });

  it('goes to exactly one of several processes that find it stale', async () => {
    writeFileSync(join(home, 'lock.json'), 'left behind');
    const takers = await Promise.all(Array.from({ length: 6 }, () => startTaker(home)));
    for (const taker of takers) taker.end();
    const outcomes = takers.map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual([...Array.from({ length: 5 }, () => 'HOME_LOCKED'), 'mine']);
  });
});

/** A process that has tried to take the lock, and lives until it is ended. */
async function startTaker(home: string): Promise<{ outcome: string; end: () => void }> {
  const module = join(PACKAGE_ROOT, 'dist', 'platform', 'home', 'home-lock.js');
  const program = `
    const { lockHome } = await import(${JSON.stringify(module)});
    try { lockHome(${JSON.stringify(home)}); console.log('mine'); } catch (error) { console.log(error.code); }
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [outcome] = (await once(child.stdout, 'data')) as [Buffer];
  return { outcome: outcome.toString().trim(), end: () => child.stdin.end() };
}
