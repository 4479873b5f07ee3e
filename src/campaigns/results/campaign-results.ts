import { type StrategyResults, type ResultsQuestion } from '#strata/ledger/results';
import { type OutcomeBook } from '#strata/ledger/outcomes';
import { type Database } from '#strata/platform/database';
import { type Campaign } from '#strata/engine';
import { noDocumentCalled } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { sourceOf } from '../booking/index.js';
import { ROLLING_EXPOSURES } from '../rolling/index.js';
import { findRuns, readyRuns, type RunRow } from '../runs/index.js';

/** What a campaign brought, by all its runs or by one. */
export interface CampaignResults extends StrategyResults {
  readonly strategy: string;
  readonly campaign: string;
  /** The runs that are counted, the latest first; a rolling campaign has none. */
  readonly runs: readonly string[];
}

/** Of when results are, and how certain. */
export type CampaignQuestion = Omit<ResultsQuestion, 'strategy' | 'sources' | 'among'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Runs that are counted together, the latest. */
const MOST_RUNS = 1_000;

/**
 * What the runs of a campaign, or one run, brought until now: everything that came in is counted.
 *
 * @param of id of a campaign or of a run
 * @param question with the ids of the campaigns that are published
 * @throws StrataError NOT_FOUND where there is no run whose list is ready
 */
export async function campaignResults(
  { database, outcomes }: { readonly database: Database; readonly outcomes: OutcomeBook },
  of: string,
  { published, ...question }: CampaignQuestion & { readonly published: readonly string[] },
): Promise<CampaignResults> {
  const runs = await database.run(async (manager) =>
    UUID.test(of)
      ? [...(await findRuns(manager, [of])).values()].filter(isReady)
      : await readyRuns(manager, of, { most: MOST_RUNS }),
  );
  const [latest] = runs;
  if (latest === undefined) throw noRun(of, published);
  const { campaign, strategy } = latest;
  // A campaign that changed its strategy is another one.
  const same = runs.filter((run) => run.strategy === strategy).map(({ id }) => id);
  const results = await outcomes.results({ ...question, strategy, sources: same.map(sourceOf) });
  return { campaign, runs: same, ...results, strategy };
}

function noRun(of: string, published: readonly string[]): StrataError {
  if (!UUID.test(of) && !published.includes(of)) return noDocumentCalled(of, { what: 'campaign', ids: published });
  const message = `No run of "${of.slice(0, 100)}" is ready yet.`;
  const expected = UUID.test(of) ? `strata campaign show ${of} says how it is` : `strata campaign run ${of}, first`;
  return new StrataError('NOT_FOUND', message, { problems: [{ message, expected }] });
}

/** What the decisions of a rolling campaign brought until now, by the strategy that it has. */
export async function rollingResults(
  { outcomes }: { readonly outcomes: OutcomeBook },
  { id, strategy }: Pick<Campaign, 'id' | 'strategy'>,
  question: CampaignQuestion,
): Promise<CampaignResults> {
  const among = { relation: ROLLING_EXPOSURES, parameter: id };
  return { campaign: id, runs: [], ...(await outcomes.results({ ...question, strategy, among })), strategy };
}

function isReady({ state, dryRun }: RunRow): boolean {
  return !dryRun && (state === 'ready' || state === 'delivered');
}
