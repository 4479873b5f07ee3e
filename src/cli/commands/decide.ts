import { type Command, InvalidArgumentError, Option } from 'commander';
import { type DecisionExplanation, type ExplainedScore } from '../../decisions/index.js';
import { type Decision } from '../../engine/index.js';
import { restWords, verdictWords } from '../../models/index.js';
import { type Config, loadConfig } from '../../platform/index.js';
import { openDecisions } from '../../server.js';
import { printJson, printLine } from '../output.js';
import { runningServer } from '../running-server.js';

interface Options {
  readonly strategy?: string;
  readonly user: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly consent: readonly string[];
  readonly explain: string;
  readonly key?: string;
  readonly json?: true;
}

/** `strata decide` */
export function registerDecide(program: Command): void {
  program
    .command('decide')
    .description('decide for one user, durably, as POST /v1/decisions does')
    .requiredOption('--user <id>', "the caller's id of the user")
    .option('--strategy <id>', 'one strategy; all compete unless told')
    .option('--facts <json>', 'facts by catalogue name', parseFacts)
    .option('--consent <purpose...>', 'the purposes that the user consented to', ['marketing'])
    .addOption(
      new Option('--explain <detail>', 'how much is explained').choices(['none', 'summary', 'full']).default('full'),
    )
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'print the decision as JSON')
    .addHelpText('after', EXAMPLE)
    .action(async (options: Options) => {
      const { strategy, user, facts, consent, explain } = options;
      const body = {
        userId: user,
        consent,
        explain,
        ...(strategy === undefined ? {} : { strategy }),
        ...(facts === undefined ? {} : { facts }),
      };
      const explained = explain === 'full' && options.json === undefined ? 'scores' : 'reasons';
      const { decision, scores } = await decideAnywhere(loadConfig(), body, explained, options.key);
      if (options.json) printJson(decision);
      else print(decision, scores);
    });
}

const EXAMPLE = `
Example:
  $ strata decide --user u-1001 --strategy win-back-coupon --facts '{"daysSinceLastOrder": 212, "orders": 5}'
`;

function parseFacts(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw new InvalidArgumentError('It is not JSON, such as {"orders": 5}.');
  }
}

/** A decision, and why its scores are what they are. */
interface Decided {
  readonly decision: Decision;
  readonly scores: readonly ExplainedScore[];
}

/** Through the server that has the embedded database open, where there is one; else in this process. */
async function decideAnywhere(config: Config, body: object, explained: Explained, key?: string): Promise<Decided> {
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) {
    const decision = await server.call<Decision>('POST', 'decisions', body);
    if (!isExplained(decision, explained)) return { decision, scores: [] };
    const { scores } = await server.call<DecisionExplanation>('GET', `decisions/${decision.id}/explanation`);
    return { decision, scores };
  }
  const decisions = await openDecisions(config);
  try {
    const decision = JSON.parse((await decisions.decide(body)).text) as Decision;
    if (!isExplained(decision, explained)) return { decision, scores: [] };
    return { decision, scores: (await decisions.explain(decision.id)).scores };
  } finally {
    await decisions.close();
  }
}

/** Whether the scores are to be explained too: it is costly, and machines ask for it when they want it. */
type Explained = 'scores' | 'reasons';

function isExplained({ scores }: Decision, explained: Explained): boolean {
  return explained === 'scores' && scores.length > 0;
}

function print(decision: Decision, scores: readonly ExplainedScore[]): void {
  const { outcome, offer, strategy, selector, userId, reasons, nearestChange, repeated, id } = decision;
  const gets =
    offer === null ? { none: 'nothing', holdout: 'nothing (hold-out)', offer: '' }[outcome] : `“${offer.title}”`;
  const by = selector === null ? '' : `, decided by the ${selector === 'model' ? 'model' : 'human rule'}`;
  printLine(`${userId} gets ${gets} from ${strategy ?? 'no strategy'}${by}${repeated ? ' (the same as before)' : ''}`);
  for (const { code, words } of reasons) printLine(`  ${code.padEnd(20)} ${words}`);
  for (const score of scores) printScore(score);
  if (nearestChange !== null) printLine(`  What would change it: ${nearestChange}`);
  printLine(`  decision ${id}`);
}

function printScore({ model, value, reasons, change, failed }: ExplainedScore): void {
  if (failed !== null) {
    printLine(`  Why ${model} says ${String(value)} is not known: ${failed.message}`);
    return;
  }
  printLine(`  Why ${model} ${verdictWords(reasons)}:`);
  for (const { words } of reasons.reasons) printLine(`    ${words}`);
  const rest = restWords(reasons);
  if (rest !== null) printLine(`    ${rest}`);
  if (change !== null) printLine(`    What would move it across the threshold: ${change.words}`);
}
