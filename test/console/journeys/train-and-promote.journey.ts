import { describe, expect, it } from 'vitest';
import { expectAccessible } from '../browser.js';
import { type Stage } from '../stage.js';

const MODEL = '/models/natural-conversion-readable';

/** A model is trained while one looks on; what is not proven is refused in words, and a named person may answer for it. */
export function trainAndPromote(stage: Stage): void {
  describe('training and promoting a model', () => {
    it('says how far the training is and what it gave, and what is not proven', async () => {
      const page = await stage.page(MODEL);
      await page.getByText('Nobody has trained it yet').first().waitFor();
      await page.getByRole('button', { name: 'Train' }).click();
      await page.getByRole('button', { name: 'Start training' }).click();
      await page.getByText('It gave version 1.').waitFor();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Promote version 1' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Only an administrator').waitFor();
      await dialog.getByRole('textbox', { name: 'Why' }).fill('it can be read');
      await dialog.getByRole('button', { name: 'Promote version 1' }).click();
      const refusal = dialog.getByRole('alert');
      await refusal.waitFor();
      const words = await refusal.textContent();
      expect(words).toContain('cannot become champion');
      expect(words).toContain('there is no evidence of "validated"');
      expect(words).toContain('strata evaluate');
      await expectAccessible(page);
    });

    it('an administrator answers for it by name, and everybody reads that', async () => {
      const page = await stage.page(MODEL, { as: 'admin' });
      await page.getByRole('button', { name: 'Promote version 1' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox', { name: 'Promote it without these proofs' }).check();
      await dialog.getByRole('textbox', { name: 'Why' }).fill('nothing decides in its place');
      await dialog.getByRole('button', { name: 'Promote version 1' }).click();
      await page.getByText('let it decide without all proofs').first().waitFor();
      expect(await page.getByText('Version 1 decides about people').count()).toBe(1);
    });
  });
}
