import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { bearer } from '../../e2e/server.js';
import { expectAccessible } from '../browser.js';
import { type Stage } from '../stage.js';

/** A campaign is looked at before it runs, run to its end, read, and its list saved as a file. */
export function runACampaignToItsList(stage: Stage): void {
  describe('running a campaign to its list', () => {
    it('previews it, runs it by the keyboard, and saves a list with the people who were chosen', async () => {
      const page = await stage.page('/campaigns');
      await page.getByRole('link', { name: 'November win-back' }).click();
      await page.getByRole('link', { name: 'Preview whom it reaches' }).click();
      await page.getByText(/^\d[\d,]* of \d[\d,]* people would get an offer now/).waitFor();
      await page.getByText('Most are lost at').waitFor();
      await expectAccessible(page);

      await page.getByRole('link', { name: 'November win-back', exact: true }).click();
      await page.getByRole('button', { name: 'Run it now' }).press('Enter');
      await page.getByRole('button', { name: 'Choose people and make the list' }).press('Enter');
      await page.waitForURL(/\/campaigns\/november-win-back\/runs\//);
      await page.getByText('The list is ready.').first().waitFor();
      await page.getByRole('heading', { name: 'What it brought' }).waitFor();
      await expectAccessible(page);

      const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      const { server } = stage;
      const run = await server.call('GET', `/v1/campaigns/${id}`, undefined, bearer(server.keys.marketer));
      const { contacts, heldOut } = (run.json as CampaignRun).manifest.booked;
      expect(contacts).toBeGreaterThan(0);
      await page
        .getByText(`${contacts.toLocaleString('en')} of `, { exact: false })
        .first()
        .waitFor();
      const saving = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Download the list' }).press('Enter');
      const saved = await saving;
      expect(saved.suggestedFilename()).toMatch(/^November win-back \d{4}-\d\d-\d\d\.csv$/);
      const [head = '', ...rows] = (await readFile(await saved.path(), 'utf8')).trim().split('\n');
      const outcome = head.split(',').indexOf('outcome');
      const outcomes = rows.map((row) => row.split(',')[outcome]);
      expect(head).toMatch(/^user,campaign,offer,/);
      expect(outcomes.filter((each) => each === 'offer')).toHaveLength(contacts);
      expect(outcomes.filter((each) => each === 'holdout')).toHaveLength(heldOut);
    });
  });
}

/** What is read of a run. */
interface CampaignRun {
  readonly manifest: { readonly booked: { readonly contacts: number; readonly heldOut: number } };
}
