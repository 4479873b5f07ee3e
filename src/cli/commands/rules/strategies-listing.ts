import { type Command } from 'commander';
import { currencyOf, type Strategy } from '#strata/engine';
import { shownState, strategyState } from '#strata/campaigns/watching';
import { explainDocument } from '#strata/rulebook/explain';
import { documentCalled } from '#strata/rulebook/releases';
import { printJson, printLine, printTable } from '../../output/output.js';
import { withWorkspace } from '../../workspace/workspace.js';
import { printState, type ShownWatched } from '../campaigns/print-watched.js';
import { printExplained } from './rules.js';
import { currentRelease } from './rules-releases.js';

/** As the API answers it beside other things. */
type ShownState = Pick<ShownWatched, 'switchedOff' | 'guardrails'>;

/** A published strategy, and how it stands. */
interface ListedStrategy extends Pick<Strategy, 'id' | 'title' | 'owner'>, ShownState {}

/** `strata strategies list|show` */
export function registerListing(strategies: Command): void {
  strategies
    .command('list')
    .description('the published strategies, and which of them are stopped, by whom and why')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata strategies list')
    .action(async ({ json }: { readonly json?: true }) => {
      const listed = await listStrategies();
      if (json) printJson(listed);
      else printStrategies(listed);
    });
  strategies
    .command('show')
    .argument('<strategy>', 'id of a published strategy')
    .description('what a published strategy says, in words, and how it stands')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata strategies show win-back-coupon')
    .action(async (id: string, { json }: { readonly json?: true }) => {
      const { explained, state } = await showStrategy(id);
      if (json) {
        printJson({ ...explained, ...state });
        return;
      }
      printExplained(explained);
      printState(state);
    });
}

function listStrategies(): Promise<readonly ListedStrategy[]> {
  return withWorkspace(async (workspace) => {
    const { documents } = await currentRelease(workspace);
    const database = await workspace.database();
    return await database.run((manager) =>
      Promise.all(
        documents.strategies.map(async (strategy) => {
          const { id, title, owner } = strategy;
          const state = shownState(await strategyState(manager, strategy, { currency: currencyOf(documents) }));
          return { id, title, ...(owner === undefined ? {} : { owner }), ...state };
        }),
      ),
    );
  });
}

function showStrategy(id: string) {
  return withWorkspace(async (workspace) => {
    const { documents } = await currentRelease(workspace);
    const strategy = documentCalled(documents.strategies, 'strategy', id);
    const explained = explainDocument(documents, `strategy/${id}`);
    const database = await workspace.database();
    const state = await database.run((manager) =>
      strategyState(manager, strategy, { currency: currencyOf(documents) }),
    );
    return { explained, state: shownState(state) };
  });
}

function printStrategies(listed: readonly ListedStrategy[]): void {
  printTable(
    ['strategy', 'title', 'owner', 'state', 'guardrails'],
    listed.map(({ id, title, owner = '', switchedOff, guardrails }) => [
      id,
      title,
      owner,
      stateWords(switchedOff),
      guardrails.map(({ watch, then }) => `${watch} → ${then}`).join(', '),
    ]),
  );
  for (const { id, switchedOff } of listed) {
    if (switchedOff.length === 0) continue;
    printLine(`${id}:`);
    printState({ switchedOff, guardrails: [] });
  }
}

function stateWords(switchedOff: ShownState['switchedOff']): string {
  if (switchedOff.some((each) => each.switch === 'stop')) return 'STOPPED';
  return switchedOff.length > 0 ? 'arms fixed' : 'on';
}
