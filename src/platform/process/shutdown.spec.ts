import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../package-root.js';

describe('a process that is asked to end', () => {
  it('closes in order and exits with 0', async () => {
    const child = await running(
      `async () => { await new Promise((end) => setTimeout(end, 50)); console.log('closed'); }`,
    );
    const output = textOf(child);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await output).toContain('closed');
  });

  it('exits with 1 where closing fails, takes too long, or is asked for twice', async () => {
    const failing = await running(`() => Promise.reject(new Error('no'))`);
    failing.kill('SIGINT');
    expect(await once(failing, 'close')).toEqual([1, null]);

    const slow = await running('() => new Promise(() => undefined)', 50);
    slow.kill('SIGTERM');
    expect(await once(slow, 'close')).toEqual([1, null]);

    const urged = await running(`() => { console.log('closing'); return new Promise(() => undefined); }`);
    urged.kill('SIGTERM');
    await once(urged.stdout!, 'data');
    urged.kill('SIGINT');
    expect(await once(urged, 'close')).toEqual([1, null]);
  });
});

/** A process that closes like this, as soon as it listens for signals. */
async function running(close: string, graceMs = 10_000): Promise<ChildProcess> {
  const module = join(PACKAGE_ROOT, 'dist', 'platform', 'process', 'shutdown.js');
  const program = `
    const { closeOnSignal } = await import(${JSON.stringify(module)});
    closeOnSignal(${close}, { info() {}, error() {} }, ${String(graceMs)});
    setInterval(() => undefined, 1000);
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function textOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) text += String(chunk);
  return text;
}
