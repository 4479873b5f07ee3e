import { describe, expect, it } from 'vitest';
import { type Page } from 'playwright-core';
import { bearer } from '../../e2e/server.js';
import { expectAccessible } from '../browser.js';
import { type Stage } from '../stage.js';

const ADA = 'journey-ada';

/** Why somebody got nothing, what was needed, and what would be decided if that were so. */
export function explainAPerson(stage: Stage): void {
  describe('explaining a person', () => {
    it('from the search to the stage that stopped it, and to the offer that would be made otherwise', async () => {
      await decideAbout(stage);
      const page = await stage.page('/people');
      await page.getByRole('searchbox').fill(ADA.slice(0, -1));
      await page.getByRole('link', { name: ADA }).click();
      await page.getByRole('heading', { name: 'Consent' }).waitFor();
      await page.getByText('agreed to marketing').waitFor();
      await expectAccessible(page);

      await page.getByRole('row').filter({ hasText: 'nothing (Segment)' }).getByRole('link').click();
      const stages = page.getByRole('list', { name: 'How far it came' }).first().getByRole('listitem');
      await page.getByText('Replayed to the same bytes').waitFor();
      const blocker = page.locator('[data-state=stopped]');
      expect(await blocker.innerText()).toMatch(/Segment[^]*needed ≥ 180 days, was 172 days/);
      expect(await stages.first().innerText()).toMatch(/Consent[^]*may be contacted/);
      expect(await stages.last().innerText()).toMatch(/Budget[^]*not looked at/);

      await decideAsIf(page);
      await page.getByText('As if: Gets “20 off over 100”').waitFor();
      const stored = await stage.server.call(
        'GET',
        `/v1/users/${ADA}/decisions`,
        undefined,
        bearer(stage.server.keys.admin),
      );
      expect(stored.json).toMatchObject({ decisions: [{ outcome: 'none' }] });
      await expectAccessible(page);
    });

    it('every strategy says its verdict side by side, read at the width of a phone and in Chinese, too', async () => {
      const page = await stage.page(`/playground?user=${ADA}`, { width: 390, language: 'zh-CN' });
      await page.getByRole('heading', { name: '每个策略的结论' }).waitFor();
      const rows = page.getByRole('row');
      expect(await rows.count()).toBeGreaterThan(2);
      await page.getByRole('button', { name: '预期利润' }).click();
      expect(await page.getByRole('columnheader', { name: '预期利润' }).getAttribute('aria-sort')).toBe('descending');
      await rows.nth(1).getByRole('button').click();
      await page.locator('[data-stage=segment]').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
      await expectAccessible(page);
    });
  });
}

/** A person who ordered too lately for a coupon. */
async function decideAbout({ server }: Stage): Promise<void> {
  const key = bearer(server.keys.service);
  const person = { userId: ADA, traits: { city: 'Shanghai', consent: { marketing: true } } };
  expect((await server.call('POST', '/v1/identify', person, key)).status).toBe(200);
  const facts = { daysSinceLastOrder: 172, orders: 5, couponOrders: 2, averageOrderValue: 180 };
  const asked = { userId: ADA, strategy: 'win-back-coupon', facts };
  const decided = await server.call('POST', '/v1/decisions', asked, key);
  expect(decided.json).toMatchObject({ outcome: 'none', stoppedBy: 'segment' });
}

/** By keys alone. */
async function decideAsIf(page: Page): Promise<void> {
  const choose = async (label: string | RegExp, option: string) => {
    await page.getByRole('combobox', { name: label }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type(option);
    await page.getByRole('option', { name: option, exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  };
  await choose('Change a fact', 'days since the last order');
  await page.getByRole('textbox', { name: 'days since the last order' }).fill('212');
  await page.getByRole('combobox', { name: /^Arm of/ }).click();
  await page.getByRole('option', { name: 'baseline' }).click();
  await page.getByRole('checkbox', { name: 'As if nobody were held out' }).check();
  await page.getByRole('textbox', { name: 'days since the last order' }).press('Enter');
}
