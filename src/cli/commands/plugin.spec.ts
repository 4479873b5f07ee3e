import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { run } from '../index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-plugin-'));
});
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command and returns its exit code and what it printed. */
async function strata(...argv: string[]): Promise<{ code: number; out: string; problem: string }> {
  let out = '';
  let problem = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    problem += String(text);
    return true;
  });
  const code = await run(argv);
  return { code, out, problem };
}

test('a new plugin passes its check', async () => {
  const made = await strata('plugin', 'new', 'basket-size', '--dir', folder, '--json');
  expect(made.code).toBe(0);
  expect(existsSync(join(folder, 'basket-size', 'README.md'))).toBe(true);
  vi.restoreAllMocks();
  const checked = await strata('plugin', 'check', join(folder, 'basket-size'), '--json');
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.out)).toMatchObject({ passed: true });
});

test.each([
  ['an id that is none', ['plugin', 'new', 'Basket Size'], 2, 'BAD_USAGE'],
  ['an unknown plugin', ['plugin', 'check', 'constnat'], 1, 'did you mean "constant"?'],
  ['a folder without a manifest', ['plugin', 'check', './nowhere'], 1, 'PLUGIN_MANIFEST_INVALID'],
])('%s is explained', async (_, argv, code, says) => {
  const { code: exit, problem } = await strata(...argv);
  expect(exit).toBe(code);
  expect(problem).toContain(says);
});
