import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../browser.js';
import { type Stage } from '../stage.js';

/** Who has not signed in is asked for a key; what a key may not do, the server refuses, whoever asks. */
export function signInWithTooSmallARole(stage: Stage): void {
  describe('signing in with too small a role', () => {
    it('a wrong key is refused in words, and a right one opens the page that was asked for', async () => {
      const page = await stage.page('/rules', { as: null });
      const key = page.locator('input[type=password]');
      await key.fill('no such key');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
      await expectAccessible(page);
      await key.fill(stage.server.keys.service);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('navigation').first().waitFor();
      expect(new URL(page.url()).pathname).toBe('/rules');
      await expectAccessible(page);
    });

    it('what the role may not do is refused to the page, too', async () => {
      const page = await stage.page('/', { as: 'service' });
      await page.getByRole('navigation').first().waitFor();
      const refused = await page.evaluate(async () => {
        const body = JSON.stringify({ reason: 'to see whether I may' });
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch('/v1/strategies/win-back-coupon/stop', { method: 'POST', headers, body });
        return { status: answer.status, text: await answer.text() };
      });
      expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('FORBIDDEN') as unknown });
    });
  });
}
