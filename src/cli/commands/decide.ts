import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Decision } from '../../engine/index.js';
import { homeOwner, loadConfig, type Config } from '../../platform/index.js';
import { openDecisions } from '../../server.js';
import { type ErrorCode, ERRORS, type Problem, StrataError } from '../../sdk/index.js';
import { printJson, printLine } from '../output.js';

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
      const decision = await decideAnywhere(loadConfig(), body, options.key);
      if (options.json) printJson(decision);
      else print(decision);
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

/** Through the server that has the embedded database open, where there is one; else in this process. */
async function decideAnywhere(config: Config, body: object, key: string | undefined): Promise<Decision> {
  const owner = config.databaseUrl === undefined ? homeOwner(config.home) : undefined;
  if (owner?.url !== undefined) return decideThrough(owner.url, body, key ?? config.adminKey);
  const decisions = await openDecisions(config);
  try {
    return JSON.parse((await decisions.decide(body)).text) as Decision;
  } finally {
    await decisions.close();
  }
}

async function decideThrough(url: string, body: object, key: string | undefined): Promise<Decision> {
  const response = await fetch(new URL('/v1/decisions', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer as Decision;
  const { code, detail, problems } = answer as { code: string; detail: string; problems?: readonly Problem[] };
  const known: ErrorCode = code in ERRORS ? (code as ErrorCode) : 'INTERNAL';
  throw new StrataError(known, detail, problems === undefined ? {} : { problems });
}

function print(decision: Decision): void {
  const { outcome, offer, strategy, selector, userId, reasons, nearestChange, repeated, id } = decision;
  const gets =
    offer === null ? { none: 'nothing', holdout: 'nothing (hold-out)', offer: '' }[outcome] : `“${offer.title}”`;
  const by = selector === null ? '' : `, decided by the ${selector === 'model' ? 'model' : 'human rule'}`;
  printLine(`${userId} gets ${gets} from ${strategy ?? 'no strategy'}${by}${repeated ? ' (the same as before)' : ''}`);
  for (const { code, words } of reasons) printLine(`  ${code.padEnd(20)} ${words}`);
  if (nearestChange !== null) printLine(`  What would change it: ${nearestChange}`);
  printLine(`  decision ${id}`);
}
