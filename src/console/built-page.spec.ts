import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtAsset, builtPage } from './built-page.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-console-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** As the build does it: whatever lay there goes. */
async function build(script: string): Promise<void> {
  await clear();
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), `<script nonce="__nonce__" src="/assets/${script}"></script>`);
  await writeFile(join(folder, 'assets', script), `plain ${script}`);
  await writeFile(join(folder, 'assets', `${script}.gz`), `packed ${script}`);
}

async function clear(): Promise<void> {
  await rm(join(folder, 'index.html'), { force: true });
  await rm(join(folder, 'assets'), { recursive: true, force: true });
}

describe('a console that is built again under a running server', () => {
  it('is answered as it is now, with the parts that its page names', async () => {
    await build('one.js');
    expect(await builtPage('n1', folder)).toBe('<script nonce="n1" src="/assets/one.js"></script>');
    expect(String((await builtAsset('one.js', '', folder))?.content)).toBe('plain one.js');
    await build('other.js');
    expect(await builtPage('n2', folder)).toBe('<script nonce="n2" src="/assets/other.js"></script>');
    expect(await builtAsset('one.js', 'gzip', folder)).toBeNull();
    const asset = await builtAsset('other.js', 'br, gzip', folder);
    expect([asset?.encoding, String(asset?.content)]).toEqual(['gzip', 'packed other.js']);
  });

  it('is not available while its page is not there', async () => {
    await clear();
    await expect(builtPage('n', folder)).rejects.toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    expect(await builtAsset('other.js', 'gzip', folder)).toBeNull();
  });
});

it('no file outside of the parts is answered', async () => {
  await build('one.js');
  await writeFile(join(folder, 'secret.js'), '');
  for (const name of ['../secret.js', '..', '.js', '', 'one.js.gz']) {
    expect(await builtAsset(name, 'gzip', folder), name).toBeNull();
  }
});
