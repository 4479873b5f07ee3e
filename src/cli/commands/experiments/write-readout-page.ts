import { writeFile } from 'node:fs/promises';
import { readoutPage, type ReadoutPageContent } from '#strata/experiments/page';
import { StrataError } from '#sdk';

/** Writes the page of a readout. @throws StrataError BAD_FILE */
export async function writeReadoutPage(file: string, content: ReadoutPageContent): Promise<void> {
  await writeFile(file, readoutPage(content)).catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be written.`, { cause: error });
  });
}
