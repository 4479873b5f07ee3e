import { type Analysis } from '#strata/engine';
import { type ReadReport, type ReportCell } from '#strata/analytics/contract';
import { printLine, printTable } from '../../output/output.js';

/** A report for people. */
export async function printReport({
  document,
  report,
}: {
  readonly document: Analysis;
  readonly report: object;
}): Promise<void> {
  const { kindOf } = await import('#strata/analytics/kinds');
  printRead((await kindOf(document)).read(report, document), document.title);
}

/** The same of one that is read already. */
export function printRead({ subject, answer, parts, notes }: ReadReport, title: string): void {
  printLine(`${title}: ${subject}`);
  for (const sentence of answer) printLine(`  ${sentence}`);
  for (const { title: part, sentences = [], table, figure } of parts) {
    // Charts are for pages.
    if (table === undefined && figure !== undefined) continue;
    printLine(`\n${part}`);
    for (const sentence of sentences) printLine(`  ${sentence}`);
    if (table !== undefined)
      printTable(
        table.head.map(textOf),
        table.rows.map((row) => row.map(textOf)),
      );
  }
  if (notes.length > 0) printLine();
  for (const note of notes) printLine(`- ${note}`);
}

function textOf(cell: ReportCell): string {
  if (typeof cell === 'string') return cell;
  return cell.below === '' ? cell.figure : `${cell.figure} ${cell.below}`;
}
