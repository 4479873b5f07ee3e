import { type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../../browser.js';
import { type Stage } from '../../stage.js';

const SEGMENT = '/rules/segments/new-members';
const NAME = 'Newcomers of this month';

/** A change is published, found in the history with its reason, and rolled back with all that was released with it. */
export function rollBack(stage: Stage): void {
  describe('rolling back', () => {
    it('a change is written, kept over a reload, compared, published, found in the history, and rolled back', async () => {
      const page = await stage.page(SEGMENT);
      const before = await titleOf(page);
      const titled = page.getByLabel('Title', { exact: true }).first();
      await titled.fill(NAME);
      await page.getByText('One change is not published yet.').waitFor();
      await page.reload();
      await page.getByText(/You began changes here/).waitFor();
      expect(await titled.inputValue()).toBe(NAME);

      await page.getByRole('tab', { name: 'What changes' }).click();
      await page.getByRole('cell', { name: NAME }).waitFor();
      await expectAccessible(page);
      await publish(page, 'a clearer name');
      await page.getByText('Published: it decides from now on.').first().waitFor();

      await page.getByRole('tab', { name: 'History' }).click();
      await page.getByText('a clearer name').first().waitFor();
      await page.goto('/rules/releases');
      await page.getByText('a clearer name').first().waitFor();
      await expectAccessible(page);

      await page.getByRole('button', { name: 'Roll back to this' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('1 changed, 0 new, 0 gone.').waitFor();
      await dialog.getByLabel('Why').fill('the old name was clearer');
      await dialog.getByRole('button', { name: 'Roll back to this' }).click();
      await page.getByText('the old name was clearer').first().waitFor();

      await page.goto(SEGMENT);
      await page.getByRole('heading', { level: 1, name: before }).waitFor();
    });
  });
}

async function titleOf(page: Page): Promise<string> {
  await page.getByLabel('Title', { exact: true }).first().waitFor();
  return (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
}

async function publish(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why').fill(reason);
  await dialog.getByRole('button', { name: 'Publish' }).click();
}
