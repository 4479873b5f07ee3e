import { type Analysis } from '#strata/engine';
import { printJson, type ProgressLine, startProgress } from '../../output/output.js';
import { printReport } from './print-report.js';

/** What a run is given to say how far it is, and to be told to stop. */
export interface Work {
  readonly signal: AbortSignal;
  readonly progress: (share: number, note: string) => void;
}

/** Runs `work` with a line of its progress. */
export async function working<T>({ title }: Analysis, work: (run: Work) => Promise<T>): Promise<T> {
  const line: ProgressLine = startProgress(title);
  const progress = (share: number, note: string) => {
    line.update(share, note);
  };
  try {
    return await work({ signal: new AbortController().signal, progress });
  } finally {
    line.end();
  }
}

/** Prints what an analysis found out, and writes it as a page where one is asked for. @throws StrataError BAD_FILE */
export async function tell(
  found: { readonly document: Analysis; readonly report: object; readonly at: number },
  { html, json }: { readonly html?: string; readonly json?: true },
): Promise<void> {
  if (html !== undefined) {
    const { writeReport } = await import('./write-report.js');
    await writeReport(html, found);
  }
  if (json) printJson(found.report);
  else await printReport(found);
}
