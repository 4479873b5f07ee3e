import { type AnswerOf } from '#client';
import { type Command } from 'commander';
import { shownPolicies } from '#strata/decisions/policies';
import { fixedWords, moneyWords } from '#strata/kernel';
import { type Config, loadConfig } from '#strata/platform/config';
import { openDecisions } from '../../../in-process.js';
import { printJson, printLine, printTable } from '../../output/output.js';
import { runningServer } from '../../workspace/running-server.js';

/** As the API answers it. */
type ShownPolicies = AnswerOf<'/v1/strategies/{id}/policies', 'get'>;
type ShownArm = ShownPolicies['arms'][number];

interface ShowOptions {
  readonly key?: string;
  readonly json?: true;
}

/** `strata policies` */
export function registerPolicies(program: Command): void {
  const policies = program.command('policies').description('what the policies of a strategy learned');
  policies
    .command('show')
    .argument('<strategy>', 'id of a strategy')
    .description('by offer how often it was made, what it brought and how likely it is now; when they last learned')
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata policies show win-back-coupon')
    .action(async (strategy: string, { key, json }: ShowOptions) => {
      const shown = await policiesAnywhere(loadConfig(), strategy, key);
      if (json) printJson(shown);
      else printPolicies(shown);
    });
}

async function policiesAnywhere(config: Config, id: string, key?: string): Promise<ShownPolicies> {
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) {
    return await server.ask((api) => api.GET('/v1/strategies/{id}/policies', { params: { path: { id } } }));
  }
  const decisions = await openDecisions(config);
  try {
    return shownPolicies(await decisions.policies.read(id, Date.now()));
  } finally {
    await decisions.close();
  }
}

function printPolicies({ strategy, currency, arms }: ShownPolicies): void {
  if (arms.length === 0) printLine(`${strategy}: no arm of it is by a policy`);
  for (const arm of arms) printArm(strategy, arm, currency);
}

function printArm(strategy: string, { arm, policy, reward, words, offers }: ShownArm, currency: string | null): void {
  const [unit, shown] = reward === 'profit' ? [currency ?? 'money', moneyWords] : ['%', percent];
  printLine(`${strategy}, arm ${arm} by the policy ${policy}, which learns from ${reward}`);
  for (const sentence of words) printLine(sentence);
  printTable(
    ['offer', 'made', 'windows over', 'converted', `mean reward (${unit})`, 'probability now'],
    offers.map(({ offer, offered, rewards, conversions, mean, probability }) => [
      offer,
      fixedWords(offered, 0),
      fixedWords(rewards, 0),
      fixedWords(conversions, 0),
      mean === null ? '–' : `${shown(mean.value)} [${shown(mean.lower)}, ${shown(mean.upper)}]`,
      probability === null ? '–' : `${fixedWords(100 * probability, 1)} %`,
    ]),
  );
  printLine(
    'Read: the probability is that of somebody of whom nothing is known and who may get all of these offers, exploration included.',
  );
}

function percent(share: number): string {
  return fixedWords(100 * share, 2);
}
