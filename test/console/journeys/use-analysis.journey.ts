import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../browser.js';
import { type Stage } from '../stage.js';

/** What an analysis found out is used: a stage becomes a segment, and what is said about each person a fact. */
export function useAnAnalysis(stage: Stage): void {
  describe('what an analysis found out', () => {
    it('becomes a segment of the people of a stage, opened in the editor and counted', async () => {
      const page = await stage.page('/customers/rfm');
      const stages = page.getByRole('group', { name: 'Make a segment of' }).first();
      await stages.waitFor();
      await expectAccessible(page);
      await stages.getByRole('button', { name: 'at risk' }).click();
      await page.getByRole('heading', { level: 1, name: 'at risk' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/rules/segments/rfm-at-risk');
      const reached = page.locator('[data-reaches]');
      await reached.waitFor();
      expect(Number(await reached.getAttribute('data-reaches'))).toBeGreaterThan(0);
      expect(await page.getByRole('combobox', { name: 'Value' }).inputValue()).toBe('at risk');
    });

    it('becomes a fact that rules can ask for', async () => {
      const page = await stage.page('/customers/personas');
      await page.getByRole('button', { name: 'Make a fact of it: persona' }).click();
      await page.getByText('Nothing is wrong.').waitFor();
      expect(new URL(page.url()).pathname).toBe('/rules/facts/personasPersona');
    });
  });
}
