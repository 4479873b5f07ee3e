import { type Command, InvalidArgumentError } from 'commander';
import { timeZoneOf } from '#strata/engine';
import { type ExampleSource } from '#strata/models/datasets';
import { readDocument } from '#strata/rulebook/documents';
import { StrataError } from '#sdk';
import { addFileOptions, type FileOptions, readShop } from './model-options.js';
import { shellWord } from '../output/output.js';
import { type Workspace } from '../workspace/workspace.js';

/** Where a command over a model takes its examples from. */
export interface SourceOptions extends FileOptions {
  readonly events?: string;
  readonly profiles?: string;
  /** Milliseconds since 1970. */
  readonly until?: number;
}

/** Adds `--data`, the options of its columns, and those of a history. */
export function addSourceOptions(command: Command): Command {
  return addFileOptions(command)
    .option('--events <file>', 'instead of --data: a history of events, of which the examples are made')
    .option('--profiles <file>', 'with --events: the profiles of these people')
    .option('--until <moment>', 'of a history: nothing later is looked at (ISO 8601)', moment);
}

/**
 * The flat file of `--data`, the history files of `--events` and `--profiles`, or what is stored.
 *
 * @throws StrataError BAD_USAGE where both are named
 */
export async function exampleSource(options: SourceOptions, workspace: Workspace): Promise<ExampleSource> {
  const { data, events, profiles, until } = options;
  const ofHistory = { '--events': events, '--profiles': profiles, '--until': until };
  const [said] = Object.entries(ofHistory).filter(([, value]) => value !== undefined);
  if (data !== undefined) {
    if (said === undefined) return { kind: 'file', file: data };
    throw badUsage(`--data and ${said[0]} do not go together`, 'a flat file (--data), or a history (--events)');
  }
  if (events === undefined && profiles !== undefined) throw badUsage('--profiles is alone', '--events FILE beside it');
  const facts = await readDocument('facts', 'facts', { directory: workspace.config.rulesDir });
  return {
    kind: 'history',
    facts,
    timeZone: timeZoneOf(await readShop(workspace.config.rulesDir)),
    from:
      events === undefined
        ? { kind: 'stored', database: await workspace.database() }
        : { kind: 'files', events, ...(profiles === undefined ? {} : { profiles }) },
    ...(until === undefined ? {} : { until }),
  };
}

/** The command line that says what these options said, of a command over the same model. */
export function sameSource(options: SourceOptions): readonly string[] {
  const { data, events, profiles, until, label, positive, where, treatment, time } = options;
  const said = {
    data,
    events,
    profiles,
    until: until === undefined ? undefined : new Date(until).toISOString(),
    label,
    positive,
    where,
    treatment,
    time,
  };
  return Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, shellWord(value)]));
}

function badUsage(message: string, expected: string): StrataError {
  return new StrataError('BAD_USAGE', 'It is not clear what to learn from.', { problems: [{ message, expected }] });
}

/** Parses a moment of an option into milliseconds since 1970. */
export function moment(text: string): number {
  const value = Date.parse(text);
  if (!Number.isNaN(value) && /^\d{4}-\d\d-\d\d/.test(text)) return value;
  throw new InvalidArgumentError('Give a moment such as 2026-11-22 or 2026-11-22T08:00:00Z.');
}
