import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Language, LANGUAGES } from '#strata/kernel/texts';
import { numberWords } from '#strata/kernel';
import { phrasesOf } from '#strata/engine/words';
import { type ExplainedFact, type ExplainedFacts, FactExplainer } from '#strata/profiles/facts';
import { printJson, printLine, printTable } from '../../output/output.js';
import { runningServer } from '../../workspace/running-server.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

interface Options {
  readonly at?: string;
  readonly key?: string;
  readonly language?: Language;
  readonly json?: true;
}

/** `strata facts explain` */
export function registerFacts(program: Command): void {
  program
    .command('facts')
    .description('what is known about a person')
    .command('explain')
    .description("a person's facts, each with its value and where it came from")
    .argument('<user>', "the caller's id of the user")
    .option('--at <time>', 'the moment, ISO 8601; now unless told', isoTime)
    .option('--key <secret>', 'an API key, where a running server asks for one')
    .addOption(new Option('--language <language>', 'of the words; English unless told').choices(LANGUAGES))
    .option('--json', 'for machines')
    .addHelpText('after', EXAMPLE)
    .action(async (user: string, options: Options) => {
      const found = await withWorkspace((workspace) => explain(workspace, user, options));
      if (options.json) printJson(found);
      else print(found);
    });
}

const EXAMPLE = `
Examples:
  $ strata facts explain u-1001
  $ strata facts explain u-1001 --at 2026-10-01T00:00:00Z
`;

function isoTime(text: string): string {
  const at = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(at)) {
    throw new InvalidArgumentError('It is not an ISO 8601 time, such as 2026-10-01T00:00:00Z.');
  }
  return new Date(at).toISOString();
}

/** Through the server that has the embedded database open, where there is one; else in this process. */
async function explain(workspace: Workspace, user: string, { at, key, language }: Options): Promise<ExplainedFacts> {
  const server = runningServer(workspace.config, key);
  if (server !== undefined) {
    const header = language === undefined ? {} : { 'Accept-Language': language };
    const params = { path: { id: user }, query: at === undefined ? {} : { at }, header };
    return server.ask((api) => api.GET('/v1/users/{id}/facts', { params }));
  }
  const explainer = new FactExplainer(await workspace.database(), await workspace.releases());
  return explainer.explain(user, at === undefined ? Date.now() : Date.parse(at), language);
}

function print({ userId, at, release, facts }: ExplainedFacts): void {
  printTable(
    ['fact', 'value', '', 'from'],
    facts.map((fact) => [fact.name, valueText(fact), markOf(fact), originText(fact, at)]),
  );
  printLine(`${userId} at ${at} (events until then, the profile as it is now), ${release.slice(0, 19)}`);
}

function valueText({ value, unit }: ExplainedFact): string {
  if (value === null) return '–';
  if (typeof value !== 'number') return JSON.stringify(value);
  const text = phrasesOf().facts.value(value, unit === null ? {} : { unit });
  return unit === null || /^(money|share|[A-Z]{3})$/.test(unit) ? text : `${text} ${unit}`;
}

function markOf({ sensitive, personal }: ExplainedFact): string {
  return [...(sensitive ? ['sensitive'] : []), ...(personal ? ['personal'] : [])].join(', ');
}

/** How old what an analysis said is. */
function ageText(said: string, at: string): string {
  const hours = Math.floor((Date.parse(at) - Date.parse(said)) / 3_600_000);
  return hours < 48 ? `${numberWords(hours)} hours old` : `${numberWords(Math.floor(hours / 24))} days old`;
}

function originText({ definition, origin }: ExplainedFact, at: string): string {
  switch (origin.kind) {
    case 'profile':
      return `${definition}: ${origin.value === null ? 'missing' : JSON.stringify(origin.value)}`;
    case 'events':
      return `${definition}: ${String(origin.seen)} seen${origin.last === null ? '' : `, the last ${origin.last}`}`;
    case 'ratio':
      return definition;
    case 'computed':
      return origin.at === null
        ? `${definition}: it said nothing`
        : `${definition}: ${ageText(origin.at, at)}${origin.isStale ? ', too old' : ''}, run ${origin.run ?? ''}`;
    case 'firstOf':
      return origin.because === null ? definition : `${definition}: here, who ${origin.because}`;
  }
}
