import { type Command, InvalidArgumentError } from 'commander';
import { type Shadows } from '#strata/decisions/shadows';
import { StrataError } from '#sdk';
import { currentUser } from '../../options/model-options.js';
import { printJson, printLine, printTable } from '../../output/output.js';
import { printShadow } from './print-shadow.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';
import { documentsOrThrow, validateFolder } from '../rules/rules-folder.js';

interface StartOptions {
  readonly rules?: string;
  readonly model?: { readonly model: string; readonly version: number };
  readonly share?: number;
  readonly title?: string;
  readonly json?: true;
}

/** `strata shadow start|list|report|stop`: candidates that decide the same requests, and never act. */
export function registerShadow(program: Command): void {
  const shadow = program
    .command('shadow')
    .description('let an unpublished release or a challenger model decide the same requests, without acting');
  registerStart(shadow);
  registerList(shadow);
  registerReport(shadow);
  registerStop(shadow);
}

function registerStart(shadow: Command): void {
  shadow
    .command('start')
    .description('begin with the decisions that come from now on, on running servers')
    .option('--rules <dir>', 'a folder of documents that nobody published')
    .option('--model <model@version>', 'or a version that scores in the place of the one that decides', versionOf)
    .option('--share <share>', 'of the people, such as 20%; everybody unless told', shareOf)
    .option('--title <text>', 'what it is called in lists')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata shadow start --rules next-rules\n  $ strata shadow start --model coupon-conversion@4 --share 20%',
    ) // prettier-ignore
    .action((options: StartOptions) =>
      withShadows(async (shadows, workspace) => {
        const candidate = await candidateOf(workspace, options);
        const { title, share } = options;
        const started = await shadows.start({ candidate, title, share }, currentUser(), Date.now());
        if (options.json) printJson(started);
        else printLine(`Rides along: ${started.title}. Look with: strata shadow report ${started.id}`);
      }),
    );
}

function registerList(shadow: Command): void {
  shadow
    .command('list')
    .description('all of them, the latest first')
    .option('--model <id>', 'only versions of this model')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata shadow list')
    .action(({ model, json }: { readonly model?: string; readonly json?: true }) =>
      withShadows(async (shadows) => {
        const all = await shadows.list(model);
        if (json) {
          printJson(all);
          return;
        }
        printTable(
          ['id', 'title', 'state', 'share', 'since', 'decisions seen', 'left out'],
          all.map(({ id, title, state, share, startedAt, seen, dropped }) => {
            return [id, title, state, `${String(100 * share)} %`, startedAt, seen, dropped];
          }),
        );
      }),
    );
}

function registerReport(shadow: Command): void {
  shadow
    .command('report <id>')
    .description(
      'who would gain and lose, cost, expected profit; of a model its calibration and AUC beside the champion',
    )
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata shadow report 019aa9c5-7d1e-7c52-b6a1-5f0c4f0f2b11')
    .action((id: string, { json }: { readonly json?: true }) =>
      withShadows(async (shadows) => {
        const report = await shadows.report(id, Date.now());
        if (json) printJson(report);
        else printShadow(report);
      }),
    );
}

function registerStop(shadow: Command): void {
  shadow
    .command('stop <id>')
    .description('end it; its report is kept')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata shadow stop 019aa9c5-7d1e-7c52-b6a1-5f0c4f0f2b11')
    .action((id: string, { json }: { readonly json?: true }) =>
      withShadows(async (shadows) => {
        const report = await shadows.stop(id, currentUser(), Date.now());
        if (json) printJson(report);
        else printShadow(report);
      }),
    );
}

async function withShadows(work: (shadows: Shadows, workspace: Workspace) => Promise<void>): Promise<void> {
  await withWorkspace(async (workspace) => {
    const parts = [await workspace.database(), await workspace.registry(), await workspace.releases()] as const;
    const door = await import('#strata/decisions/shadows');
    await work(new door.Shadows(...parts), workspace);
  });
}

async function candidateOf(
  workspace: Workspace,
  { rules, model }: StartOptions,
): Promise<Parameters<Shadows['start']>[0]['candidate']> {
  if ((rules === undefined) === (model === undefined)) {
    throw new StrataError('BAD_USAGE', 'What rides along? Give either --rules DIR or --model MODEL@VERSION.');
  }
  if (model !== undefined) return { kind: 'model', ...model };
  return { kind: 'release', documents: await documentsOrThrow(await validateFolder(workspace, rules)) };
}

function versionOf(text: string): { readonly model: string; readonly version: number } {
  const [, model, version] = /^(.+)@(\d+)$/.exec(text) ?? [];
  if (model === undefined) throw new InvalidArgumentError('Give MODEL@VERSION, for example coupon-conversion@4.');
  return { model, version: Number(version) };
}

function shareOf(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  const share = unit === '%' ? Number(number) / 100 : Number(number);
  if (share > 0 && share <= 1) return share;
  throw new InvalidArgumentError('Give a share of the people, such as 20% or 0.2.');
}
