import { type Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { type ShadowReport } from '#strata/decisions/shadows';
import { modelRecord, type ModelRecord } from '#strata/models/proof/stages';
import { StrataError } from '#sdk';
import { printJson, printLine } from '../../output/output.js';
import { recordPage, shadowTime } from '../../record-page/record-page.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

interface ShowOptions {
  readonly html?: string;
  readonly json?: true;
}

/** `strata models show` */
export function registerModelsShow(models: Command): void {
  models
    .command('show <model>')
    .description(
      'all three stages of every version, what is lacking, who let which one decide, and what its shadows showed',
    )
    .option('--html <file>', 'write it as one page, too')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata models show natural-conversion --html model.html')
    .action((model: string, { html, json }: ShowOptions) =>
      withWorkspace(async (workspace) => {
        const now = Date.now();
        const record = await modelRecord(await workspace.registry(), model);
        const shadows = await shadowsOf(workspace, model, now);
        if (html !== undefined) await writeRecord(html, recordPage({ record, shadows, at: now }));
        if (json) printJson({ ...record, shadows });
        else {
          printRecord(record);
          printShadows(shadows);
        }
        if (html !== undefined && !json) printLine(`Written: ${html} (open it in a browser)`);
      }),
    );
}

/** What its versions would have decided beside what was decided, the latest first. */
async function shadowsOf(workspace: Workspace, model: string, now: number): Promise<readonly ShadowReport[]> {
  const { Shadows } = await import('#strata/decisions/shadows');
  const shadows = new Shadows(await workspace.database(), await workspace.registry(), await workspace.releases());
  return await shadows.reports(model, now);
}

async function writeRecord(file: string, page: string): Promise<void> {
  await writeFile(file, page).catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be written.`, { cause: error });
  });
}

const MARKS = { passed: '✓', failed: '✗', missing: '–' } as const;
/** Length of the date of an ISO moment. */
const DATE = 10;

function printShadows(shadows: readonly ShadowReport[]): void {
  for (const { shadow, sentences } of shadows) {
    printLine('');
    printLine(`Shadow of version ${String(shadow.version)}, ${shadowTime(shadow)}: strata shadow report ${shadow.id}`);
    for (const sentence of sentences) printLine(`  ${sentence}`);
  }
}

function printRecord({ model, champion, versions, promotions }: ModelRecord): void {
  printLine(champion === null ? `${model} has no champion: rules decide.` : `Version ${champion} of ${model} decides.`);
  for (const { version, stage, plugin, createdAt, stages, override } of versions) {
    printLine();
    printLine(`Version ${version}: ${stage} (${plugin}, trained on ${createdAt.slice(0, DATE)})`);
    for (const { stage: asked, meaning, result, words, by, at, next } of stages) {
      const who = by === null || at === null ? '' : ` (${by}, ${at.slice(0, DATE)})`;
      printLine(`  ${MARKS[result]} ${asked}: ${meaning}${who}`);
      for (const sentence of words) printLine(`      ${sentence}`);
      if (next !== null) printLine(`      to prove it: ${next}`);
    }
    if (override === null) continue;
    printLine(`  ! champion without ${override.missing.join(', ')}: "${override.reason}" (${override.by})`);
  }
  if (promotions.length > 0) printLine('');
  for (const { at, action, version, by, reason, override } of promotions) {
    const overridden = override === null ? '' : `, overriding ${override.missing.join(', ')}`;
    printLine(`${at.slice(0, DATE)} version ${version} ${action} by ${by}${overridden}: "${reason}"`);
  }
}
