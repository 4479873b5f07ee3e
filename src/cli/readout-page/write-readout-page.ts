import { writeFile } from 'node:fs/promises';
import { StrataError } from '#sdk';
import { readoutPage, type ReadoutPageContent } from './readout-page.js';

/** Writes the page of a readout. @throws StrataError BAD_FILE */
export async function writeReadoutPage(file: string, content: ReadoutPageContent): Promise<void> {
  await writeFile(file, readoutPage(content)).catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be written.`, { cause: error });
  });
}
