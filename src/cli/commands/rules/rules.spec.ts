import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshConfig, type FreshConfig } from '../../../../test/support/database.js';
import { PACKAGE_ROOT } from '#strata/platform';

/** What the commands print for machines, as far as it is read here. */
interface Answer {
  readonly hash: string;
  readonly changed: boolean;
  readonly written: readonly string[];
  readonly valid: boolean;
  readonly problems: readonly object[];
}

describe('strata rules', () => {
  let config: FreshConfig;
  let rules: string;
  beforeAll(async () => {
    config = await freshConfig('pglite');
    rules = await mkdtemp(join(tmpdir(), 'strata-rules-'));
    await cp(join(PACKAGE_ROOT, 'rules'), rules, { recursive: true });
  });
  afterAll(async () => {
    await rm(rules, { recursive: true });
    await config.dispose();
  });

  const run = (
    args: readonly string[],
    own: NodeJS.ProcessEnv = {},
    cwd?: string,
  ): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const home = { STRATA_HOME: config.home, DATABASE_URL: '', RULES_DIR: rules, PLUGINS_DIR: '' };
      const env = { ...process.env, ...home, ...own };
      const command = [join(PACKAGE_ROOT, 'bin', 'strata.js'), 'rules', ...args];
      const child = execFile(process.execPath, command, { env, cwd }, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      });
    });
  const strata = (...args: readonly string[]) => run(args);
  const machine = async (...args: readonly string[]) => JSON.parse((await strata(...args, '--json')).stdout) as Answer;
  const setBudget = async (from: string, to: string) => {
    const file = join(rules, 'strategies', 'win-back-coupon.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
    return file;
  };

  it('publishes, changes nothing the second time, rolls back and pulls', async () => {
    const first = await machine('push');
    expect(first.changed).toBe(true);
    expect(await machine('push')).toMatchObject({ hash: first.hash, changed: false });
    const file = await setBudget('"budget": 100000', '"budget": 90000');
    const second = await machine('push');
    expect(second.hash).not.toBe(first.hash);
    expect(await machine('rollback')).toMatchObject({ hash: first.hash });
    expect(await machine('pull')).toMatchObject({ written: [file] });
    expect(await readFile(file, 'utf8')).toContain('"budget": 100000');
  });

  it('tells a strategy in words, as the folder has it unless the published one is asked for', async () => {
    await machine('push');
    await setBudget('"budget": 100000', '"budget": 90000');
    const edited = await strata('explain', 'win-back-coupon');
    expect(edited.stdout).toContain('a person who has not ordered for at least 180 days');
    expect(edited.stdout).toContain('90,000');
    expect(edited.stdout).toContain(`the folder ${rules}`);
    const published = await strata('explain', 'win-back-coupon', '--published');
    expect(published.stdout).toContain('100,000');
    await setBudget('"budget": 90000', '"budget": 100000');
  }, 120_000);

  it('publishes nothing where there is no folder of rules', async () => {
    const nowhere = await mkdtemp(join(tmpdir(), 'strata-nowhere-'));
    const { code, stderr } = await run(['push'], { RULES_DIR: undefined }, nowhere);
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no folder "rules"')]);
    await rm(nowhere, { recursive: true });
  }, 60_000);

  it('tells what a push changes, keeps the reason, and lets nothing disappear unasked', async () => {
    const segment = join(rules, 'segments', 'more.json');
    await writeFile(segment, JSON.stringify({ id: 'more', title: 'More', condition: { condition: 'new-members' } }));
    const added = await strata('push', '--reason', 'more people');
    expect(added.stdout).toContain('+ segments/more');
    expect((await strata('history', '--limit', '1')).stdout).toContain('more people');
    await rm(segment);
    const refused = await strata('push');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('segments/more');
    const removed = await strata('push', '--yes');
    expect(removed.stdout).toContain('- segments/more');
    expect(removed.code).toBe(0);
  }, 120_000);

  it('takes warnings for errors where it is strict', async () => {
    const segment = join(rules, 'segments', 'nobody.json');
    await writeFile(segment, JSON.stringify({ id: 'nobody', title: 'Nobody', condition: { all: [] } }));
    expect((await strata('validate')).code).toBe(0);
    expect((await strata('validate', '--strict')).code).toBe(1);
    await rm(segment);
  }, 60_000);

  it('exits with 1 and names file, pointer and nearest name where documents are not valid', async () => {
    const file = await setBudget('"budget"', '"budgt"');
    const { code, stderr } = await strata('validate');
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`${file}:\\d+:\\d+ /limits/budgt`));
    expect(stderr).toContain('did you mean "budget"?');
    expect(await machine('validate')).toMatchObject({ valid: false, problems: [{ nearest: 'budget' }] });
  });
});
