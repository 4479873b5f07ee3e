import { type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { bearer } from '../../../e2e/server.js';
import { expectAccessible } from '../../browser.js';
import { type Stage } from '../../stage.js';

const PUBLISHED = '/v1/segments/buyers-of-late';
const PAGE = '/rules/segments/buyers-of-late';

/** Somebody else publishes another version while one writes: what was changed and why is told, and one's own changes go on top of it. */
export function publishMeanwhile(stage: Stage): void {
  describe('a publication of somebody else in between', () => {
    /** Publishes as the administrator: what the segment is called, and how many orders it asks for. */
    const publishAsAdmin = async (title: string, orders: number, reason: string) => {
      const admin = bearer(stage.server.keys.admin);
      const { status, headers } = await stage.server.call('GET', PUBLISHED, undefined, admin);
      const guard = status === 404 ? { 'if-none-match': '*' } : { 'if-match': headers.get('etag') ?? '' };
      const condition = { all: [{ fact: 'orders', operator: 'greaterThanInclusive', value: orders }] };
      const path = `${PUBLISHED}?reason=${encodeURIComponent(reason)}`;
      const answer = await stage.server.call(
        'PUT',
        path,
        { id: 'buyers-of-late', title, condition },
        { ...admin, ...guard },
      );
      expect(answer.status, answer.text).toBeLessThan(300);
    };

    it('is told when one publishes, with what changed and why; the changes of both are published then', async () => {
      await publishAsAdmin('Buyers', 3, 'to begin with');
      const page = await stage.page(PAGE);
      await titleOf(page).fill('Good buyers');
      await page.getByText('Nothing is wrong.').waitFor();
      await publishAsAdmin('Buyers', 5, 'three were too few');

      await publish(page, 'a clearer name');
      await page.getByRole('dialog').getByText('Somebody published another version meanwhile').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      const told = page.getByRole('alert').filter({ hasText: 'a admin of this test published another version' });
      await told.getByText('Why: three were too few').waitFor();
      await told.getByRole('row', { name: / 3 5$/ }).waitFor();
      await expectAccessible(page);

      await told.getByRole('button', { name: 'Put my changes on top of it' }).click();
      await told.waitFor({ state: 'detached' });
      expect(await titleOf(page).inputValue()).toBe('Good buyers');
      expect(await page.getByLabel('Value', { exact: true }).inputValue()).toBe('5');
      await page.getByText('One change is not published yet.').waitFor();
      await publish(page, 'a clearer name');
      await page.getByText('Published: it decides from now on.').first().waitFor();
      expect(await (await page.request.get(PUBLISHED)).json()).toMatchObject({
        title: 'Good buyers',
        condition: { all: [{ value: 5 }] },
      });
    });

    it('names what both changed, and leaves it to who writes', async () => {
      const page = await stage.page(PAGE);
      await titleOf(page).fill('Buyers I like');
      await publishAsAdmin('Buyers the team likes', 5, 'the team asked for it');
      await page.reload();

      await page.getByRole('button', { name: 'Put my changes on top of it' }).click();
      const both = page.getByRole('alert').filter({ hasText: 'Both of you changed this.' });
      await both.getByRole('row', { name: /As published.*Yours/ }).waitFor();
      await both.getByRole('row', { name: /Buyers the team likes.*Buyers I like/ }).waitFor();
      await expectAccessible(page);
      expect(await titleOf(page).inputValue()).toBe('Buyers I like');
    });
  });
}

function titleOf(page: Page) {
  return page.getByLabel('Title', { exact: true });
}

async function publish(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why').fill(reason);
  await dialog.getByRole('button', { name: 'Publish' }).click();
}
