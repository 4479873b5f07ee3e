import { type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../../browser.js';
import { type Stage } from '../../stage.js';

const SEGMENT = '/rules/segments/active-customers';
const NAME = 'Who still buys';

/** Whoever leaves a page with changes is asked, finds them again where they were kept, and is rid of them where they were not. */
export function leaveWithADraft(stage: Stage): void {
  describe('leaving a page with changes that are not published', () => {
    it('asks; they stay, are kept and found again, or are thrown away', async () => {
      const page = await stage.page(SEGMENT);
      const before = await titleOf(page).inputValue();
      await titleOf(page).fill(NAME);
      const asked = await leave(page);
      await asked.getByText('Your changes are not published.').waitFor();
      await expectAccessible(page);
      await asked.getByRole('button', { name: 'Stay' }).click();
      await asked.waitFor({ state: 'detached' });
      expect(new URL(page.url()).pathname).toBe(SEGMENT);
      expect(await titleOf(page).inputValue()).toBe(NAME);

      await (await leave(page)).getByRole('button', { name: 'Leave, and keep them' }).click();
      await page.waitForURL('**/people');
      await page.goto(SEGMENT);
      await page.getByText(/You began changes here/).waitFor();
      expect(await titleOf(page).inputValue()).toBe(NAME);

      await (await leave(page)).getByRole('button', { name: 'Leave, and discard them' }).click();
      await page.waitForURL('**/people');
      await page.goBack();
      await page.waitForURL(`**${SEGMENT}`);
      await titleOf(page).waitFor();
      expect(await titleOf(page).inputValue()).toBe(before);
      expect(await page.getByText(/You began changes here/).isVisible()).toBe(false);

      await titleOf(page).fill(NAME);
      await page.getByRole('button', { name: 'Discard my changes' }).click();
      expect(await titleOf(page).inputValue()).toBe(before);
      await page.getByRole('link', { name: 'People', exact: true }).click();
      await page.waitForURL('**/people');
    });
  });
}

/** Goes to another page, and says what is asked then. */
async function leave(page: Page) {
  await page.getByRole('link', { name: 'People', exact: true }).click();
  const asked = page.getByRole('dialog', { name: 'Leave this page?' });
  await asked.waitFor();
  return asked;
}

function titleOf(page: Page) {
  return page.getByLabel('Title', { exact: true });
}
