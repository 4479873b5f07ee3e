import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../browser.js';
import { type Stage } from '../stage.js';

/** An experiment is read: what to do first, whether it can be believed next, and only then its figures. */
export function readAnExperiment(stage: Stage): void {
  describe('reading an experiment', () => {
    it('says what to do, then whether it is healthy, then what it showed', async () => {
      const page = await stage.page('/experiments');
      await page.getByRole('link', { name: 'Win back dormant customers with a coupon' }).first().click();
      await page.getByRole('heading', { name: 'Is it healthy?' }).first().waitFor();
      await expectAccessible(page);
      const text = (await page.locator('main').textContent()) ?? '';
      const places = ['What to do now', 'Is it healthy?', 'People of each arm'].map((said) => text.indexOf(said));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    });

    it('keeps what is asked for where a name is not known, so that it can be mended', async () => {
      const page = await stage.page('/experiments/win-back-coupon');
      const by = page.getByLabel('Tell apart by');
      await by.fill('citty');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.getByText('There is no fact and no segment "citty".').waitFor();
      await by.fill('city');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.getByText('Segments are by city as it was when people were decided about.').waitFor();
    });

    it('tells how many people it takes, as one types', async () => {
      const page = await stage.page('/experiments/power');
      await page.getByText('To see 4 % become 4.4 % takes 78,945 people in all, 40 days').waitFor();
      await page.getByLabel('Effect worth having (%)').fill('20');
      await page.getByText('To see 4 % become 4.8 % takes').first().waitFor();
      await expectAccessible(page);
    });
  });
}
