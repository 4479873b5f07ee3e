import { resolve } from 'node:path';
import { config } from 'zod';
import { type ReleaseDocuments } from '#strata/engine';
import { type StoredEvents, type Validation } from '#strata/rulebook/checks';
import { type Problem, StrataError } from '#sdk';
import { placeOf, printable, printLine } from '../../output/output.js';
import { type Workspace } from '../../workspace/workspace.js';

/**
 * Checks the documents of a folder together, with the plugins of this process.
 *
 * @param storedEvents what names of events are held against, where they are known
 */
export async function validateFolder(
  workspace: Workspace,
  dir: string | undefined,
  storedEvents?: Promise<StoredEvents | undefined>,
): Promise<Validation> {
  const [host, { sources, validateWithPlugins }, events] = await Promise.all([
    workspace.host({ validatesSoon: true }),
    loadChecks(folderOf(workspace, dir)),
    storedEvents,
  ]);
  return await validateWithPlugins(sources, host, events);
}

/** The documents and what checks them, loaded while the process of the plugins starts, which takes as long. */
async function loadChecks(folder: string) {
  // Documents are read once: to compile their schemas takes longer than to go without.
  config({ jitless: true });
  await import('#strata/plugin-host');
  const [{ loadDocuments }, { validateWithPlugins }] = await Promise.all([
    import('#strata/rulebook/documents'),
    import('#strata/rulebook/checks'),
  ]);
  return { sources: await loadDocuments(folder), validateWithPlugins };
}

/** @throws StrataError INVALID_DOCUMENT with all problems */
export async function documentsOrThrow(validation: Validation): Promise<ReleaseDocuments> {
  const checks = await import('#strata/rulebook/checks');
  return checks.documentsOrThrow(validation);
}

/** @throws StrataError INVALID_DOCUMENT with all warnings */
export function assertNoWarnings(warnings: readonly Problem[]): void {
  if (warnings.length === 0) return;
  const count = warnings.length === 1 ? 'There is 1 warning' : `There are ${warnings.length} warnings`;
  throw new StrataError('INVALID_DOCUMENT', `${count}, and --strict allows none.`, { problems: warnings });
}

/** One paragraph a warning. */
export function printWarnings(warnings: readonly Problem[]): void {
  for (const warning of warnings) {
    const { message, expected, nearest } = warning;
    const lines = [
      `warning ${placeOf(warning)}`,
      `    ${message}`,
      ...(expected === undefined ? [] : [`    expected: ${expected}`]),
      ...(nearest === undefined ? [] : [`    did you mean "${nearest}"?`]),
    ];
    printLine(printable(lines.join('\n')));
  }
}

/** How many documents there are: "22 facts, 3 segments". */
export function countsOf({
  facts,
  segments,
  models,
  strategies,
  campaigns = [],
  analyses = [],
}: ReleaseDocuments): string {
  const counts = [
    [Object.keys(facts).length, 'fact', 'facts'],
    [segments.length, 'segment', 'segments'],
    [models.length, 'model', 'models'],
    [strategies.length, 'strategy', 'strategies'],
    [campaigns.length, 'campaign', 'campaigns'],
    ...(analyses.length === 0 ? [] : [[analyses.length, 'analysis', 'analyses'] as const]),
  ] as const;
  return counts.map(([count, one, many]) => `${count} ${count === 1 ? one : many}`).join(', ');
}

/** The folder that is named, or that of the configuration; absolute. */
export function folderOf({ config }: Workspace, dir: string | undefined): string {
  return dir === undefined ? config.rulesDir : resolve(dir);
}
