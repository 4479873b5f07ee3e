import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARTS, rowsOfPart, simulateShop } from '../shop/index.js';
import { type ShopFiles, writeShop } from './write.js';

const SECRETS = ['kind', 'natural', 'withCoupon', 'need', 'dealProneness', 'irritability', 'redemption'];
const shop = simulateShop({ users: 2_000, seed: 5 });
let dir: string;
let files: ShopFiles;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'strata-shop-'));
  files = await writeShop(shop, join(dir, 'shop'));
});
afterAll(() => rm(dir, { recursive: true }));

describe('the files of a shop', () => {
  it('are the same bytes for the same seed', async () => {
    const again = await writeShop(simulateShop({ users: 2_000, seed: 5 }), join(dir, 'again'));
    for (const [name, file] of Object.entries(files)) {
      expect(await readFile(again[name as keyof ShopFiles], 'utf8')).toBe(await readFile(file as string, 'utf8'));
    }
  });

  it.each(PARTS)('hold the rows of the part "%s", and the truth in none of their columns', async (part) => {
    const [head, ...lines] = (await readFile(files[part], 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(rowsOfPart(shop.history, part).length);
    const columns = head!.split(',');
    for (const secret of SECRETS) expect(columns).not.toContain(secret);
    expect(columns).toEqual(
      expect.arrayContaining(['offer', 'order_placed', 'daysSinceLastOrder', 'couponOrderShare']),
    );
    expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([columns.length]));
  });

  it('hold everybody whom the last mailing reached, with the probability of what each got, and no truth', async () => {
    const [head, ...lines] = (await readFile(files.everybody, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(shop.users.rows);
    const columns = head!.split(',');
    expect(columns).toEqual(expect.arrayContaining(['propensity', 'cart_left', 'offer', 'order_placed']));
    for (const secret of SECRETS) expect(columns).not.toContain(secret);
    const truth = (await readFile(files.everybodyTruth, 'utf8')).trimEnd().split('\n');
    expect(truth[0]!.split(',')).toEqual(expect.arrayContaining(SECRETS));
    expect(truth).toHaveLength(shop.users.rows + 1);
  });

  it('keep the truth apart, one row for each row of the history', async () => {
    const lines = (await readFile(files.truth, 'utf8')).trimEnd().split('\n');
    expect(lines[0]!.split(',')).toEqual(expect.arrayContaining(SECRETS));
    expect(lines).toHaveLength(shop.history.rows + 1);
  });

  it('are explained, column by column', async () => {
    const readme = await readFile(files.readme, 'utf8');
    for (const { name } of shop.history.facts) expect(readme).toContain(`\`${name}\``);
    for (const secret of SECRETS) expect(readme).toContain(`\`${secret}\``);
  });
});
