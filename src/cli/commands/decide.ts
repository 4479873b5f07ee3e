import { readFileSync } from 'node:fs';
import { type DecisionRequest } from '#client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Decision, type Detail } from '#strata/engine';
import { type Config, loadConfig } from '#strata/platform/config';
import { openDecisions } from '../../in-process.js';
import { printJson } from '../output/output.js';
import { type PrintedExplanation, printDecision } from '../reports/print-decision.js';
import { runningServer } from '../workspace/running-server.js';

interface Options {
  readonly strategy?: string;
  readonly user: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly events?: NonNullable<DecisionRequest['events']>;
  readonly consent?: readonly string[];
  readonly explain: Detail;
  readonly dryRun?: true;
  readonly key?: string;
  readonly json?: true;
}

/** `strata decide` */
export function registerDecide(program: Command): void {
  program
    .command('decide')
    .description('decide for one user, as POST /v1/decisions does: durably, unless it is a dry run')
    .requiredOption('--user <id>', "the caller's id of the user")
    .option('--strategy <id>', 'one strategy; all compete unless told')
    .option('--facts <json>', 'facts by catalogue name', parseFacts)
    .option(
      '--events <file|json>',
      'what the user did: a JSON array, or a file of one or of a line an event',
      parseEvents,
    )
    .option(
      '--consent <purpose...>',
      'the purposes that the user consented to, beside the stored ones; "none" for none; "marketing" is assumed, and said, unless told',
    )
    .option('--dry-run', 'only say what would be decided now: nothing is stored or reserved')
    .addOption(
      new Option('--explain <detail>', 'how much is explained').choices(['none', 'summary', 'full']).default('full'),
    )
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .option('--json', 'print the decision as JSON')
    .addHelpText('after', EXAMPLE)
    .action(async (options: Options) => {
      const explained = options.explain === 'full' && options.json === undefined;
      const { decision, explanation } = await decideAnywhere(loadConfig(), bodyOf(options), explained, options.key);
      const assumed = options.consent === undefined ? [ASSUMED] : [];
      if (options.json === undefined) {
        printDecision(decision, { explanation, assumed });
        return;
      }
      printJson(decision);
      for (const words of assumed) process.stderr.write(`${words}\n`);
    });
}

const EXAMPLE = `
Example:
  $ strata decide --user u-1001 --strategy win-back-coupon --facts '{"daysSinceLastOrder": 212, "orders": 5}'
  $ strata decide --user u-1001 --strategy abandoned-cart --dry-run --consent marketing \\
      --events '[{"name": "cart_updated", "at": "2026-11-29T08:00:00Z"}]'
`;

const PURPOSE = 'marketing';
const ASSUMED = `Assumed where nothing is stored: consent to ${PURPOSE} (say --consent PURPOSE, or --consent none).`;

function bodyOf({ strategy, user, facts, events, consent, explain, dryRun }: Options): DecisionRequest {
  return {
    userId: user,
    consent: (consent ?? [PURPOSE]).filter((purpose) => purpose !== 'none'),
    explain,
    ...(strategy === undefined ? {} : { strategy }),
    ...(facts === undefined ? {} : { facts }),
    ...(events === undefined ? {} : { events }),
    ...(dryRun === undefined ? {} : { dryRun }),
  };
}

function parseFacts(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw new InvalidArgumentError('It is not JSON, such as {"orders": 5}.');
  }
}

/** A JSON array, one event, or a file of either or of one event a line. */
function parseEvents(given: string): readonly unknown[] {
  const text = /^\s*[[{]/.test(given) ? given : readEvents(given);
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(parseEvent);
  }
}

function parseEvent(line: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new InvalidArgumentError(
      `Line ${String(index + 1)} is no JSON, such as {"name": "cart_updated", "at": "2026-11-29T08:00:00Z"}.`,
    );
  }
}

function readEvents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new InvalidArgumentError(`There is no file "${file}", and it is no JSON array of events.`);
  }
}

interface Decided {
  readonly decision: Decision;
  /** Null where none was asked for, or nothing was stored that could be explained. */
  readonly explanation: PrintedExplanation | null;
}

/** Through the server that has the embedded database open, where there is one; else in this process. */
async function decideAnywhere(
  config: Config,
  body: DecisionRequest,
  explained: boolean,
  key?: string,
): Promise<Decided> {
  const server = runningServer(config, key ?? config.adminKey);
  if (server !== undefined) {
    const decision = await server.ask((api) => api.POST('/v1/decisions', { body }));
    if (!isExplained(decision, explained)) return { decision, explanation: null };
    const params = { path: { id: decision.id } };
    const explanation = await server.ask((api) => api.GET('/v1/decisions/{id}/explanation', { params }));
    return { decision, explanation };
  }
  const decisions = await openDecisions(config);
  try {
    const decision = JSON.parse((await decisions.decide(body)).text) as Decision;
    if (!isExplained(decision, explained)) return { decision, explanation: null };
    return { decision, explanation: await decisions.explain(decision.id) };
  } finally {
    await decisions.close();
  }
}

/** An explanation is costly, and machines ask for it when they want it. */
function isExplained({ dryRun }: Decision, explained: boolean): boolean {
  return explained && dryRun !== true;
}
