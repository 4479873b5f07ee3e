import { type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { bearer } from '../../e2e/server.js';
import { expectAccessible } from '../browser.js';
import { type Stage } from '../stage.js';

const CARTS = {
  ...{ id: 'carts', title: 'Carts that were left', strategy: 'abandoned-cart' },
  ...{ audience: { stored: true }, schedule: { every: 'PT12H' } },
};

/** A rolling campaign is paused, resumed and ended; each time it is asked why, and the reason is kept. */
export function runARollingCampaign(stage: Stage): void {
  describe('a rolling campaign', () => {
    it('is paused, resumed and ended with reasons, which the audit log keeps', async () => {
      const { server } = stage;
      const written = await server.call('PUT', '/v1/campaign-documents/carts', CARTS, {
        ...bearer(server.keys.marketer),
        'if-none-match': '*',
      });
      expect(written.status, written.text).toBe(200);
      await server.follows((written.json as { release: { hash: string } }).release.hash);

      const page = await stage.page('/campaigns/carts');
      await page.getByText('between turns: 12 hours').waitFor();
      await expectAccessible(page);
      await change(page, 'Pause', 'the codes are printed anew');
      await change(page, 'Go on', 'the codes are there');
      await change(page, 'End it', 'the season is over');

      const log = await server.call('GET', '/v1/audit?subject=campaign:carts', undefined, bearer(server.keys.admin));
      const { changes } = log.json as AuditPage;
      const told = changes.flatMap(({ what, after }) => (after?.reason === undefined ? [] : [[what, after.reason]]));
      expect(told).toEqual([
        ['campaign.cancelled', 'the season is over'],
        ['campaign.resumed', 'the codes are there'],
        ['campaign.paused', 'the codes are printed anew'],
      ]);
    });
  });
}

/** What is read of the audit log. */
interface AuditPage {
  readonly changes: readonly { readonly what: string; readonly after: { readonly reason?: string } | null }[];
}

/** Tells the campaign something, with the reason that has to be given. */
async function change(page: Page, action: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: action, exact: true });
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel('Why').fill(reason);
  await confirm.click();
  await dialog.waitFor({ state: 'hidden' });
}
