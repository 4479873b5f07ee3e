import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../browser.js';
import { type Stage } from '../stage.js';

/** A threshold is chosen by what it earns, with the keyboard, and carried into the strategy. */
export function chooseAThreshold(stage: Stage): void {
  describe('choosing a threshold by money', () => {
    it('keys move it, its figures follow at once, and the strategy opens with it', async () => {
      const page = await stage.page('/models/natural-conversion?tab=threshold');
      const handle = page.getByRole('slider', { name: 'Threshold' }).first();
      await handle.waitFor();
      await expectAccessible(page);
      const left = page.locator('dt', { hasText: 'Left out' }).locator('xpath=following-sibling::dd[1]');
      const cost = page.locator('dt', { hasText: 'Cost' }).locator('xpath=following-sibling::dd[1]');
      await handle.focus();
      await page.keyboard.press('Home');
      expect(await left.textContent()).toBe('0');
      const before = await cost.textContent();
      await page.keyboard.press('PageUp');
      await page.keyboard.press('PageUp');
      await page.keyboard.press('ArrowRight');
      expect(Number((await left.textContent())?.replaceAll(',', ''))).toBeGreaterThan(0);
      expect(await cost.textContent()).not.toBe(before);
      const told = await handle.getAttribute('aria-valuetext');
      expect(told).toMatch(/left out, profit/);
      await page.getByRole('button', { name: 'The published one' }).click();
      expect(await handle.getAttribute('aria-valuetext')).not.toBe(told);
      await handle.focus();
      await page.keyboard.press('ArrowRight');
      const link = page.getByRole('link', { name: 'Open the strategy with it' });
      const change = new URL(page.url()).origin + String(await link.getAttribute('href'));
      await link.click();
      await page.waitForURL(/\/rules\/strategies\/win-back-coupon/);
      const asked = new URL(change).searchParams.get('change') ?? '';
      expect(asked).toMatch(/^\/predictive\/when\/.*\/value=0\.\d+$/);
      expect(asked).not.toMatch(/=0\.7$/);
    });
  });
}
