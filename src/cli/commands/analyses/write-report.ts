import { writeFile } from 'node:fs/promises';
import { type Analysis } from '#strata/engine';
import { type ReadReport } from '#strata/analytics/contract';
import { kindOf } from '#strata/analytics/kinds';
import { reportPage } from '#strata/analytics/report';
import { StrataError } from '#sdk';

/** Writes a report as one page. @throws StrataError BAD_FILE */
export async function writeReport(
  file: string,
  { document, report, at }: { readonly document: Analysis; readonly report: object; readonly at: number },
): Promise<void> {
  await writeRead(file, (await kindOf(document)).read(report, document), { title: document.title, at });
}

/** The same of one that is read already. @throws StrataError BAD_FILE */
export async function writeRead(
  file: string,
  read: ReadReport,
  { title, at }: { readonly title: string; readonly at: number },
): Promise<void> {
  await writeFile(file, reportPage(read, { title, at })).catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be written.`, { cause: error });
  });
}
