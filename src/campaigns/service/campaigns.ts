import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Readable } from 'node:stream';
import { type Campaign, timeZoneOf } from '#strata/engine';
import { momentWords } from '#strata/kernel';
import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { type OutcomeBook } from '#strata/ledger/outcomes';
import { assertNotStopped } from '#strata/ledger/switches';
import { type Config } from '#strata/platform/config';
import { jobIn } from '#strata/platform/job-routes';
import { type Database } from '#strata/platform/database';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { matchPeople } from '../customer-match/index.js';
import { convertedList, folderOfFiles, isFile, settleCancelled, takeErasedOut } from '../job/index.js';
import { type CampaignQuestion, type CampaignResults, campaignResults, rollingResults } from '../results/index.js';
import { isRolling } from '../rolling/index.js';
import {
  type CampaignRun,
  type CampaignRuns,
  type ListPart,
  listPath,
  matchPath,
  type RequestedCampaign,
  requestedCampaign,
  unsettledRuns,
} from '../runs/index.js';
import { startDueCampaigns } from '../schedule/index.js';
import { type Logger } from '#strata/platform/telemetry';
import { tellRun } from './tell-run.js';

/** What campaigns are made of. */
interface CampaignPorts {
  readonly database: Database;
  readonly releases: ReleaseStore;
  readonly runs: CampaignRuns;
  readonly outcomes: OutcomeBook;
  readonly config: Pick<Config, 'home' | 'dataDir'>;
}

/** What is asked for in order to run a campaign. */
export interface StartRequest extends RequestedCampaign {
  readonly dryRun: boolean;
  /** Why it runs even on people whom a model must not score. */
  readonly force?: string | undefined;
  /** What the paths of its files start from instead of `DATA_DIR`; for whoever runs it in this process. */
  readonly directory?: string;
}

/** A part of a list, ready to be read. */
export interface ListDownload {
  /** What the file is called for whoever saves it. */
  readonly name: string;
  readonly format: ListFileFormat;
  /** Bytes. */
  readonly size: number;
  readonly open: () => Readable;
}
type ListFileFormat = 'parquet' | 'csv' | 'ndjson';

/** How often turns of schedules and cancelled runs are looked after. */
const EVERY_MS = 10_000;

/** Files of lists lose erased people once for all erasures of so long; those that are downloaded at once. */
const ERASED_TOGETHER_MS = 600_000;

/** Campaigns as people see them: runs, their lists, and what they brought. */
export class Campaigns {
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(private readonly ports: CampaignPorts) {}

  get runs(): CampaignRuns {
    return this.ports.runs;
  }

  /**
   * Puts a run of a campaign into the queue.
   *
   * @throws StrataError NOT_FOUND, INVALID_DOCUMENT, CONFLICT where another run of it is open, STRATEGY_STOPPED, BAD_FILE, UNAVAILABLE
   */
  async start({ dryRun, force, directory, ...requested }: StartRequest, by: string): Promise<CampaignRun> {
    const release = await this.ports.releases.published();
    const document = await requestedCampaign(release.documents, requested);
    if (!dryRun && requested.campaign !== undefined && isRolling(document)) throw takesTurns(document.id);
    const where = directory === undefined ? {} : { directory };
    if (readsFiles(document)) folderOfFiles(where, this.ports.config.dataDir);
    if (!dryRun) await this.ports.database.run((manager) => assertNotStopped(manager, document.strategy));
    const forced = force === undefined ? {} : { force };
    return await this.runs.start({ document, release: release.hash, dryRun, ...where, ...forced }, by);
  }

  /** A run with its words in a language. @throws StrataError NOT_FOUND */
  async told(id: string, language: Language): Promise<CampaignRun> {
    const run = jobIn(language, await this.runs.find(id));
    if (run.manifest === null || language === DEFAULT_LANGUAGE) return run;
    const release = await this.ports.releases.get(run.release);
    return tellRun(run, { ...(await this.runs.basis(id)), release, language });
  }

  /** Cancels a run; what it has written down is taken back. @throws StrataError NOT_FOUND, CONFLICT */
  async cancel(id: string, by: string, reason?: string): Promise<CampaignRun> {
    const run = await this.runs.cancel(id, by, reason);
    // Whoever runs it takes back what it has booked; of one that does not run this is done here.
    await this.#settle(id);
    return run;
  }

  /** A list of a run. @throws StrataError NOT_FOUND, CONFLICT where it is not ready */
  async audience(
    id: string,
    { part, format: wanted }: { readonly part: ListPart | 'match'; readonly format?: ListFileFormat | undefined },
  ): Promise<ListDownload> {
    const run = await this.runs.find(id);
    const { state, manifest, dryRun } = run;
    if (manifest === null) {
      throw new StrataError('CONFLICT', `The run is ${state}: its list is not ready.`, {
        problems: [{ message: `the run is ${state}`, expected: 'a run that is ready' }],
      });
    }
    const { format: own } = manifest.list;
    const { database, config } = this.ports;
    await takeErasedOut({ database, home: config.home }, { id });
    if (part === 'match') return await this.#matched(run, own);
    const path = listPath(config.home, id, part, own);
    if (dryRun || !(await isFile(path))) throw missingList(part);
    const format = wanted ?? own;
    const file = await convertedList(path, own, format);
    return await downloadOf(file, await this.#nameOf(run, part), format);
  }

  /** Hashed addresses as consent stands now. */
  async #matched(run: CampaignRun, format: ListFileFormat): Promise<ListDownload> {
    const { id } = run;
    const { database, config, releases } = this.ports;
    const list = listPath(config.home, id, 'list', format);
    const found = await this.runs.resting(id);
    if (found === undefined || !(await isFile(list))) throw missingList('match');
    const { row, payload } = found;
    const { documents } = await releases.get(row.release);
    const purpose = documents.strategies.find((strategy) => strategy.id === row.strategy)?.consent;
    const { signal } = new AbortController();
    const match = await matchPeople({ database, home: config.home }, { id, payload, purpose, list, signal });
    if (match === undefined) throw missingList('match');
    return await downloadOf(matchPath(config.home, id), await this.#nameOf(run, 'match'), 'csv');
  }

  /** What people know it by: the campaign's title, and the day of the run by the shop's clocks. */
  async #nameOf({ title, createdAt }: CampaignRun, part: ListPart | 'match'): Promise<string> {
    const release = await this.ports.releases.current();
    const zone = release === null ? 'UTC' : timeZoneOf(release.documents);
    const [day = ''] = momentWords(Date.parse(createdAt), zone).split(' ');
    return [title.replaceAll(UNFIT_FOR_FILES, ' ').trim(), day, ...(part === 'list' ? [] : [part])].join(' ');
  }

  /** What a run, all runs of a campaign, or a rolling campaign brought. @throws StrataError NOT_FOUND */
  async results(of: string, question: CampaignQuestion): Promise<CampaignResults> {
    const { campaigns = [] } = (await this.ports.releases.current())?.documents ?? {};
    const rolling = campaigns.find((campaign) => campaign.id === of && isRolling(campaign));
    if (rolling !== undefined) return await rollingResults(this.ports, rolling, question);
    return await campaignResults(this.ports, of, { ...question, published: campaigns.map(({ id }) => id) });
  }

  /**
   * Starts campaigns by their schedules, takes back what cancelled runs have left, and erased people out of lists, until
   * `close`.
   */
  open(log: Logger): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.look(log).catch((error: unknown) => {
        log.warn({ err: error }, 'the schedules of campaigns could not be looked at; they are the next time');
      });
      void this.#looking.then(() => {
        if (!this.#closed) this.open(log);
      });
    }, EVERY_MS).unref();
  }

  /** One look. @param now milliseconds since 1970, UTC */
  async look(log: Logger, now = Date.now()): Promise<void> {
    const { database, releases, runs, config } = this.ports;
    const release = await releases.current();
    if (release !== null) await startDueCampaigns({ database, runs, log }, release, now);
    for (const { id } of await database.run(unsettledRuns)) {
      await this.#settle(id);
    }
    await takeErasedOut({ database, home: config.home }, { before: now - ERASED_TOGETHER_MS });
  }

  async #settle(id: string): Promise<void> {
    const resting = await this.runs.resting(id);
    if (resting === undefined) return;
    const { database, releases, config } = this.ports;
    await settleCancelled({ database, releases, home: config.home }, resting.row, resting.payload);
  }

  /** Stops looking and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }
}

function readsFiles({ audience }: Pick<Campaign, 'audience'>): boolean {
  return !('stored' in audience) || audience.among !== undefined;
}

function takesTurns(id: string): StrataError {
  const problem = {
    message: `"${id}" is rolling: a run beside its turns would contact people again`,
    expected: `POST /v1/rolling-campaigns/${id}/turns, or a dry run`,
  };
  return new StrataError('CONFLICT', `"${id}" takes turns by itself.`, { problems: [problem] });
}

/** What names of files must not hold on one system or another. */
const UNFIT_FOR_FILES = /[\p{C}\s/\\:*?"<>|]+/gu;

async function downloadOf(file: string, name: string, format: ListFileFormat): Promise<ListDownload> {
  const { size } = await stat(file);
  return { name: `${name}.${format}`, format, size, open: () => createReadStream(file) };
}

const WHY_MISSING: Readonly<Record<ListPart | 'match', string>> = {
  list: 'a dry run keeps none',
  entered: 'the first run of a campaign has no other one before it',
  left: 'the first run of a campaign has no other one before it',
  match: 'the campaign is for no ad platform, or its list is not here',
};

function missingList(part: ListPart | 'match'): StrataError {
  return new StrataError('NOT_FOUND', 'The list is not here.', {
    problems: [
      {
        message: WHY_MISSING[part],
        expected: 'a run that was booked, whose files are in STRATA_HOME/campaigns',
      },
    ],
  });
}
