import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freshConfig, type FreshConfig } from '../../../../test/support/database.js';
import { strata } from '../../../../test/support/strata.js';
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
    vi.stubEnv('STRATA_HOME', config.home);
    vi.stubEnv('DATABASE_URL', '');
    vi.stubEnv('RULES_DIR', rules);
    vi.stubEnv('PLUGINS_DIR', '');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(rules, { recursive: true });
    await config.dispose();
  });

  const machine = async (...args: readonly string[]) =>
    JSON.parse((await strata('rules', ...args, '--json')).out) as Answer;
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
    const edited = await strata('rules', 'explain', 'win-back-coupon');
    expect(edited.out).toContain('a person who has not ordered for at least 180 days');
    expect(edited.out).toContain('90,000');
    expect(edited.out).toContain(`the folder ${rules}`);
    const chinese = await strata('rules', 'explain', 'win-back-coupon', '--language', 'zh');
    expect(chinese.out).toContain('已至少 180 天未下单的人');
    const published = await strata('rules', 'explain', 'win-back-coupon', '--published');
    expect(published.out).toContain('100,000');
    await setBudget('"budget": 90000', '"budget": 100000');
  });

  it('publishes nothing where there is no folder of rules', async () => {
    const nowhere = await mkdtemp(join(tmpdir(), 'strata-nowhere-'));
    const before = process.cwd();
    vi.stubEnv('RULES_DIR', undefined);
    process.chdir(nowhere);
    try {
      const { code, err } = await strata('rules', 'push');
      expect([code, err]).toEqual([1, expect.stringContaining('There is no folder "rules"')]);
    } finally {
      process.chdir(before);
      vi.stubEnv('RULES_DIR', rules);
    }
    await rm(nowhere, { recursive: true });
  });

  it('tells what a push changes, keeps the reason, and lets nothing disappear unasked', async () => {
    const segment = join(rules, 'segments', 'more.json');
    await writeFile(segment, JSON.stringify({ id: 'more', title: 'More', condition: { condition: 'new-members' } }));
    const added = await strata('rules', 'push', '--reason', 'more people');
    expect(added.out).toContain('+ segments/more');
    expect((await strata('rules', 'history', '--limit', '1')).out).toContain('more people');
    await rm(segment);
    const refused = await strata('rules', 'push');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('segments/more');
    const removed = await strata('rules', 'push', '--yes');
    expect(removed.out).toContain('- segments/more');
    expect(removed.code).toBe(0);
  });

  it('takes warnings for errors where it is strict', async () => {
    const segment = join(rules, 'segments', 'nobody.json');
    await writeFile(segment, JSON.stringify({ id: 'nobody', title: 'Nobody', condition: { all: [] } }));
    expect((await strata('rules', 'validate')).code).toBe(0);
    expect((await strata('rules', 'validate', '--strict')).code).toBe(1);
    await rm(segment);
  });

  it('exits with 1 and names file, pointer and nearest name where documents are not valid', async () => {
    const file = await setBudget('"budget"', '"budgt"');
    const { code, err } = await strata('rules', 'validate');
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`${file}:\\d+:\\d+ /limits/budgt`));
    expect(err).toContain('did you mean "budget"?');
    expect(await machine('validate')).toMatchObject({ valid: false, problems: [{ nearest: 'budget' }] });
  });
});
