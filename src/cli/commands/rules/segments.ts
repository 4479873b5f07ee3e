import { type Command } from 'commander';
import { fixedWords } from '#strata/kernel';
import { type SegmentPreview } from '#strata/profiles/preview';
import { loadConfig } from '#strata/platform/config';
import { openDecisions } from '../../../in-process.js';
import { readDocument } from '#strata/rulebook/documents';
import { StrataError } from '#sdk';
import { printJson, printLine, printTable } from '../../output/output.js';
import { runningServer } from '../../workspace/running-server.js';

/** `strata segments` */
export function registerSegments(program: Command): void {
  const segments = program.command('segments').description('segments of stored people');
  segments
    .command('preview')
    .argument('<segment>', 'id of a published segment, a file with one, or a condition as JSON')
    .description('how many stored people a segment reaches, and how many are left after each of its parts')
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata segments preview dormant-customers\n  $ strata segments preview rules/segments/dormant-customers.json',
    )
    .action(async (segment: string, { key, json }: { readonly key?: string; readonly json?: true }) => {
      const preview = await previewAnywhere(await conditionOf(segment), key);
      if (json) printJson(preview);
      else printPreview(preview);
    });
}

/** A tree or the id of a segment. */
type AskedCondition = string | Readonly<Record<string, unknown>>;

/** A condition as JSON, or that of a file; else the id of a published segment. */
async function conditionOf(argument: string): Promise<AskedCondition> {
  if (argument.trimStart().startsWith('{')) return parseCondition(argument);
  if (!/[./\\]/.test(argument)) return argument;
  return { ...(await readDocument('segment', argument, { directory: loadConfig().rulesDir })).condition };
}

function parseCondition(text: string): AskedCondition {
  try {
    return JSON.parse(text) as AskedCondition;
  } catch {
    throw new StrataError('BAD_USAGE', 'The condition is not JSON, such as {"all": []}.');
  }
}

async function previewAnywhere(condition: AskedCondition, key: string | undefined): Promise<SegmentPreview> {
  const config = loadConfig();
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) return await server.ask((api) => api.POST('/v1/segments/preview', { body: { condition } }));
  const decisions = await openDecisions(config);
  try {
    return await decisions.preview(condition);
  } finally {
    await decisions.close();
  }
}

function printPreview({ words, base, exact, examined, result, after, examples }: SegmentPreview): void {
  printLine(`${words}: ${people(result)} of ${String(base)} stored people`);
  if (!exact) printLine(`estimated from ${String(examined)} of them`);
  printTable(
    ['after each part', 'people', 'share'],
    after.map((step) => [step.words, people(step), `${fixedWords(100 * step.share, 1)} %`]),
  );
  if (examples.length > 0) printLine(`for example ${examples.map(({ userId }) => userId).join(', ')}`);
}

function people({ count, interval }: SegmentPreview['result']): string {
  return interval === null ? String(count) : `${String(count)} (${String(interval.low)} to ${String(interval.high)})`;
}
