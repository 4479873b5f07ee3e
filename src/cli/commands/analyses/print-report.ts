import { type Analysis } from '#strata/engine';
import { type ReportCell } from '#strata/analytics/contract';
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
  const { subject, answer, parts, notes } = (await kindOf(document)).read(report, document);
  printLine(`${document.title}: ${subject}`);
  for (const sentence of answer) printLine(`  ${sentence}`);
  for (const { title, sentences = [], table, figure } of parts) {
    // Charts are for pages.
    if (table === undefined && figure !== undefined) continue;
    printLine(`\n${title}`);
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
