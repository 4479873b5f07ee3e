import { type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../../browser.js';
import { type Stage } from '../../stage.js';

const ID = 'loyal-in-the-south';
/** Of names, texts and numbers. */
const COLOURS_OF_JSON =
  "new Set([...document.querySelectorAll('.cm-line span')].map((piece) => getComputedStyle(piece).color)).size";

/** Somebody who knows no code makes a segment, is told of a mistake where it is, mends it, sees whom it reaches, publishes it. */
export function newSegment(stage: Stage): void {
  describe('a new segment with a mistake made and mended', () => {
    it('is begun, written by the keyboard, counted while it is written, and published', async () => {
      const page = await stage.page('/rules/segments');
      await page.getByRole('button', { name: 'New segment' }).click();
      await page.getByRole('dialog').getByLabel('Name').fill('Loyal customers in the south');
      await page.getByRole('dialog').getByLabel('Id').fill(ID);
      await page.keyboard.press('Enter');

      await addCondition(page, 'city');
      await row(page, 'city').getByLabel('How it is compared').selectOption({ label: 'is one of' });
      await row(page, 'city').getByLabel('Value').click();
      await page.getByRole('option', { name: /^Shenzhen \d/ }).click();
      await page.keyboard.type('Guangz');
      await page.getByRole('option', { name: /^Guangzhou \d/ }).click();
      const inCities = await reached(page, 'Lives in Shenzhen or Guangzhou.');

      await addCondition(page, 'number of orders');
      await page.getByText('Still empty, so this cannot be published yet: number of orders (a number).').waitFor();
      const empty = row(page, 'orders').getByText('Still empty. Expected: a number.');
      expect(await empty.isVisible()).toBe(false);
      expect(await publish(page).getAttribute('title')).toBe('Still empty: number of orders (a number).');
      await page.getByRole('heading', { level: 1 }).click();
      await empty.waitFor();
      await row(page, 'orders').getByLabel('Value').fill('3O');
      await row(page, 'orders').getByText('"3O" does not fit it. Expected: a number.').waitFor();
      await page.getByText('Not counted while something is wrong or empty.').waitFor();
      expect(await publish(page).isDisabled()).toBe(true);
      await expectAccessible(page);

      await row(page, 'orders').getByLabel('Value').fill('3');
      const loyal = await reached(page, 'Lives in Shenzhen or Guangzhou and has at least 3 orders.');
      expect(loyal).toBeGreaterThan(0);
      expect(loyal).toBeLessThan(inCities);
      await expectAccessible(page);

      await publish(page).click();
      const asked = page.getByRole('dialog');
      await asked.getByLabel('Why').fill('for the campaign in the south');
      await asked.getByRole('button', { name: 'Publish' }).click();
      await asked.waitFor({ state: 'detached' });
      const published = await page.request.get(`/v1/segments/${ID}`);
      expect(await published.json()).toEqual({
        id: ID,
        title: 'Loyal customers in the south',
        condition: {
          all: [
            { fact: 'city', operator: 'in', value: ['Shenzhen', 'Guangzhou'] },
            { fact: 'orders', operator: 'greaterThanInclusive', value: 3 },
          ],
        },
      });
    });

    it('says the same as JSON, where a mistake stands at its place', async () => {
      const page = await stage.page(`/rules/segments/${ID}`);
      await page.getByText('JSON', { exact: true }).click();
      const json = page.getByRole('textbox', { name: 'The whole document as JSON' });
      await json.getByText('"orders"').click();
      expect(await page.evaluate(COLOURS_OF_JSON)).toBe(3);
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Backspace');
      await page.locator('.cm-lintRange-error', { hasText: '"order"' }).waitFor();
      await page.getByText('Did you mean orders?').waitFor();
      await expectAccessible(page);
      await page.keyboard.type('s');
      await page.getByText('Nothing is wrong.').waitFor();
    });
  });
}

/** Adds a condition by the keyboard: what is added has the focus. */
async function addCondition(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: '+ Condition' }).press('Enter');
  await page.keyboard.type(what);
  await page.getByRole('option', { name: what, exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

function row(page: Page, fact: string) {
  return page.getByRole('group', { name: fact, exact: true });
}

function publish(page: Page) {
  return page.getByRole('button', { name: 'Publish' });
}

/** How many people the condition of a sentence reaches. */
async function reached(page: Page, sentence: string | RegExp): Promise<number> {
  const said = page.locator('[data-reaches]');
  await page.getByText(sentence).last().waitFor();
  return Number(await said.getAttribute('data-reaches'));
}
