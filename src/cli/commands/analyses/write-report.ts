import { writeFile } from 'node:fs/promises';
import { type Analysis } from '#strata/engine';
import { kindOf } from '#strata/analytics/kinds';
import { reportPage } from '#strata/analytics/report';
import { StrataError } from '#sdk';

/** Writes a report as one page. @throws StrataError BAD_FILE */
export async function writeReport(
  file: string,
  { document, report, at }: { readonly document: Analysis; readonly report: object; readonly at: number },
): Promise<void> {
  const read = (await kindOf(document)).read(report, document);
  await writeFile(file, reportPage(read, document.title, at)).catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be written.`, { cause: error });
  });
}
