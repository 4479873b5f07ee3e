import { type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../../browser.js';
import { type Stage } from '../../stage.js';

/** A change of a strategy is tried out on stored people before it is published: who gains an offer, who loses it, and why. */
export function tryOutAStrategy(stage: Stage): void {
  describe('trying out a strategy', () => {
    it('tells who would newly get an offer, who would get none any more, why, and the money; nothing is published', async () => {
      const page = await stage.page('/rules/strategies/choose-coupon');
      const who = page.getByRole('region', { name: 'Who is meant' });
      await who.getByLabel('Value', { exact: true }).first().fill('60');
      await who.getByLabel('Value', { exact: true }).last().fill('150');
      await page.getByRole('tab', { name: 'Try it out' }).click();
      await page.getByRole('button', { name: 'Try it out on 1,000 people' }).click();

      await page
        .getByText(/^Of 1,000 people, [1-9]\d* would newly get an offer, [1-9]\d* would get none any more/)
        .waitFor();
      const gained = moved(page, /^Newly get an offer: [1-9]/);
      await gained
        .getByText(/\d+ days since the last order \(needed: at least 90\)/)
        .first()
        .waitFor();
      const lost = moved(page, /^Get none any more: [1-9]/);
      await lost
        .getByText(/\d+ days since the last order \(needed: less than 150\)/)
        .first()
        .waitFor();
      const profit = page.getByRole('row', { name: /^Expected profit/ });
      expect(await profit.getByRole('cell').allTextContents()).toHaveLength(3);
      await expectAccessible(page);

      await page.getByRole('tab', { name: 'The rule' }).click();
      await who.getByLabel('Value', { exact: true }).first().fill('70');
      await page.getByRole('tab', { name: 'Try it out' }).click();
      await page.getByText('The rule has changed since: try it out again.').waitFor();
      const published = await page.request.get('/v1/strategies/choose-coupon');
      expect(await published.json()).toMatchObject({ segment: { all: [{ value: 90 }, { value: 180 }] } });
    });
  });
}

/** The people of whom the same became. */
function moved(page: Page, title: RegExp) {
  return page.locator('section').filter({ has: page.getByRole('heading', { name: title }) });
}
