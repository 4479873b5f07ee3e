import { basename, dirname, relative, resolve, sep } from 'node:path';
import { type Command } from 'commander';
import { type Config } from '#strata/platform/config';
import { nearestName, StrataError } from '#sdk';
import { type CampaignCalls, type CampaignRequest, type PublishedNames } from '../../campaigns/campaign-calls.js';
import { withCommon } from './campaign-options.js';

/** On whom a campaign is to work, where not on whom its document says. */
export interface AudienceOptions {
  readonly audience?: string;
  readonly among?: string;
  readonly id: string;
  readonly consent?: string;
}

/** Adds the options that name an audience. */
export function withAudience(command: Command): Command {
  return withCommon(
    command
      .option(
        '--audience <file>',
        'people to choose from: Parquet, CSV, NDJSON or Arrow; "stored" for those of the store',
      )
      .option('--among <file>', 'with --audience stored: only those whom a file names, such as one of strata recommend')
      .option('--id <column>', 'the column of --audience or --among that names the person', 'user_id')
      .option('--consent <column>', 'the column of --audience that says who consented; "all" where everybody did'),
  );
}

/**
 * A campaign that is published, with another audience where one is named; or a strategy on an audience.
 *
 * @throws StrataError NOT_FOUND with the nearest name, BAD_USAGE
 */
export async function requestedCampaign(
  calls: CampaignCalls,
  config: Config,
  id: string,
  options: AudienceOptions,
): Promise<CampaignRequest> {
  const { campaigns, strategies } = await calls.published();
  const campaign = campaigns.find((each) => each.id === id);
  const strategy = strategies.find((each) => each.id === (campaign?.strategy ?? id));
  if (strategy === undefined) throw unknownName(id, [...campaigns, ...strategies]);
  if (options.among !== undefined && options.audience !== 'stored') throw amongOthers();
  if (options.audience === undefined) {
    if (campaign !== undefined) return { campaign: id };
    throw new StrataError('BAD_USAGE', `"${id}" is a strategy: say on whom it is to run.`, {
      problems: [{ message: '--audience is missing', expected: '--audience FILE, or --audience stored' }],
    });
  }
  const document = { ...(campaign ?? { strategy: strategy.id }) };
  const file = options.audience === 'stored' ? options.among : options.audience;
  if (file === undefined) return { document: { ...document, audience: { stored: true } } };
  const { files, directory } = placeOfFile(file, config, calls);
  const named = { files, id: options.id };
  const audience =
    options.audience === 'stored'
      ? ({ stored: true, among: named } as const)
      : { ...named, ...consentOf(strategy, options) };
  return { document: { ...document, audience }, ...(directory === undefined ? {} : { directory }) };
}

function amongOthers(): StrataError {
  return new StrataError('BAD_USAGE', '--among says which of the stored people are meant.', {
    problems: [
      { message: 'without --audience stored nobody stored is meant', expected: '--audience stored --among FILE' },
    ],
  });
}

function unknownName(id: string, known: readonly { readonly id: string }[]): StrataError {
  const nearest = nearestName(
    id,
    known.map((each) => each.id),
  );
  const message = `There is no campaign or strategy "${id}".`;
  return new StrataError('NOT_FOUND', message, {
    problems: [{ message, ...(nearest === undefined ? {} : { nearest }) }],
  });
}

/** A server reads below its `DATA_DIR` only; this process reads what it is told to. */
function placeOfFile(
  file: string,
  { dataDir }: Config,
  { served }: CampaignCalls,
): { readonly files: string; readonly directory?: string } {
  if (!served) return { files: basename(file), directory: resolve(dirname(file)) };
  if (dataDir === undefined) return { files: file };
  const path = relative(dataDir, resolve(file));
  return { files: path.startsWith(`..${sep}`) ? file : path };
}

function consentOf({ consent: purpose }: PublishedNames['strategies'][number], { consent }: AudienceOptions): object {
  if (consent === undefined || purpose === undefined) return {};
  return { consent: { [purpose]: consent === 'all' ? true : consent } };
}
