import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '#strata/platform/telemetry';
import { loadConfig } from '#strata/platform/config';
import { startServer } from '../../src/server.js';

/** A small disk of its own; undefined where this user may not mount one. */
function mountDisk(): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'strata-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', disk], { stdio: 'ignore' });
    return disk;
  } catch {
    rmSync(disk, { recursive: true });
    return undefined;
  }
}

function unmount(disk: string): void {
  execFileSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true });
}

const probe = mountDisk();
if (probe !== undefined) unmount(probe);
const skipped = probe === undefined ? ' (skipped: no disk can be mounted here; it takes root on Linux)' : '';

describe.skipIf(probe === undefined)(`the disk of the embedded database is full${skipped}`, () => {
  let disk: string;
  beforeEach(() => {
    disk = mountDisk()!;
  });
  afterEach(() => {
    unmount(disk);
  });

  const ballast = () => join(disk, 'ballast');
  const fill = (): void => {
    for (const bytes of [2 ** 20, 4096, 1]) {
      try {
        for (;;) appendFileSync(ballast(), Buffer.alloc(bytes));
      } catch {
        // Nothing of this size fits any more.
      }
    }
  };

  it('gives 503 and says which disk it is, and serves again without a restart when there is room', async () => {
    const lines: string[] = [];
    const home = join(disk, 'home');
    const config = loadConfig({ STRATA_HOME: home, PORT: '0', STRATA_AUTH: 'off' });
    const server = await startServer(config, createLogger({ logLevel: 'warn' }, { write: (line) => lines.push(line) }));
    const ask = (path: string, body?: object) =>
      fetch(`${server.url}${path}`, {
        signal: AbortSignal.timeout(50_000),
        ...(body === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
    const acknowledged: string[] = [];
    const decide = async (user: number): Promise<Response> => {
      const response = await ask('/v1/decisions', { userId: `u${String(user)}`, facts: {}, explain: 'full' });
      if (response.status === 200) acknowledged.push(((await response.clone().json()) as { id: string }).id);
      return response;
    };
    const decideUntil = async (status: number): Promise<Response> => {
      for (let user = 0; ; user++) {
        const response = await decide(user);
        if (response.status === status) return response;
        expect([200, 503]).toContain(response.status);
        if (status === 200) await delay(100);
      }
    };
    try {
      await decideUntil(200);
      fill();
      const refused = await decideUntil(503);
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await refused.json()).toMatchObject({ code: 'UNAVAILABLE' });
      expect((await ask('/readyz')).status).toBe(503);
      expect((await ask('/healthz')).status).toBe(200);
      for (let more = 0; more < 5; more++) expect([200, 503]).toContain((await decide(1000 + more)).status);
      expect(lines.some((line) => line.includes(`no room is left on the disk of ${home}`))).toBe(true);

      rmSync(ballast());
      await decideUntil(200);
      while ((await ask('/readyz')).status !== 200) await delay(100);
      for (const id of acknowledged) expect((await ask(`/v1/decisions/${id}`)).status).toBe(200);
    } finally {
      await server.close();
    }
  });
});
