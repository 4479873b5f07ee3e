import { spawn, spawnSync } from 'node:child_process';
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
    const takers = await Promise.all(Array.from({ length: 6 }, () => takeLock(home)));
    expect(takers.filter((outcome) => outcome === 'mine')).toHaveLength(1);
    expect(takers.filter((outcome) => outcome === 'HOME_LOCKED')).toHaveLength(5);
  });
});

/** Takes the lock in a process of its own, which keeps it until all have tried. */
async function takeLock(home: string): Promise<string> {
  const module = join(PACKAGE_ROOT, 'dist', 'platform', 'database', 'home-lock.js');
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `const { lockHome } = await import(${JSON.stringify(module)});
       try { lockHome(${JSON.stringify(home)}); console.log('mine'); } catch (error) { console.log(error.code); }
       setTimeout(() => undefined, 3000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  for await (const chunk of child.stdout) printed += String(chunk);
  return printed.trim();
}
