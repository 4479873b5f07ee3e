import { writeFile } from 'node:fs/promises';
import { StrataError } from '#sdk';
import { ladderPage, type LadderPageContent } from './ladder-page.js';

/** Writes the page of a ladder. @throws StrataError BAD_FILE */
export async function writeLadderPage(file: string, content: LadderPageContent): Promise<void> {
  await writeFile(file, ladderPage(content)).catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be written.`, { cause: error });
  });
}
