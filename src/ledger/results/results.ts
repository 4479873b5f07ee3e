import { type EntityManager } from 'typeorm';
import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { campaignResult, type CampaignResult, type GroupOutcome } from '#strata/statistics/policies';
import { HOLDOUT_WORDS, type HoldoutStatus } from './holdout-words.js';
import { countGroups, type CountedGroup, EMPTY_GROUP, marginOf, type ResultsQuestion } from './count-groups.js';

/** A hold-out of fewer users says too little. */
const SMALLEST_HOLDOUT = 100;

/** What a strategy brought, or all together. Decisions are counted by when they were made, with all that their windows brought since. */
export interface StrategyResults extends GroupResults {
  /** Null: all strategies and campaigns together. */
  readonly strategy: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** ISO 4217, of all amounts, as the shop says now; null where it says none. */
  readonly currency: string | null;
  readonly arms: readonly (GroupResults & { readonly arm: string })[];
  /** What each offer brought, gross: who is held out has none. */
  readonly offers: readonly (GroupResults & { readonly offer: string })[];
  /** The first first. */
  readonly days: readonly (GroupResults & { readonly day: string })[];
}

/** What a group of users brought against those who were held out of it. */
interface GroupResults {
  readonly treated: GroupCount;
  readonly holdout: GroupCount & {
    readonly status: HoldoutStatus;
    /** What the status means, for people. */
    readonly words: string;
  };
  /** `basis` says whether a hold-out tells what would have happened anyway. Null where nobody was treated. */
  readonly result: Brought | null;
}

/** Audience and conversions stand among the counts. */
type Brought = Omit<CampaignResult, 'audience' | 'conversions'>;

/** A group as it was counted. */
interface GroupCount {
  readonly users: number;
  /** Offers made to them, or how often they were held out. */
  readonly contacts: number;
  /** Users with a goal event. */
  readonly conversions: number;
  /** Offers used. */
  readonly redeemed: number;
  /** Money: sum of the values of their goal events. */
  readonly value: number;
  /** Windows that have not ended yet, so that there may be more to come. */
  readonly openWindows: number;
}

/** Results as they were counted. */
type CountedResults = Omit<StrategyResults, 'currency'>;

/** The results of a strategy or of all together, all in all, by arm and by day (UTC) of the decisions. */
export async function strategyResults(manager: EntityManager, question: ResultsQuestion): Promise<CountedResults> {
  const { strategy, from = null, to = null, level, language = DEFAULT_LANGUAGE } = question;
  const margin = await marginOf(manager, strategy);
  const compare = (groups: readonly CountedGroup[], key: string): GroupResults =>
    resultsOf(
      groups.filter((group) => group.key === key),
      { margin, level, words: HOLDOUT_WORDS[language] },
    );
  const [all, arms, offers, days] = [
    await countGroups(manager, question, 'all'),
    await countGroups(manager, question, 'arm'),
    await countGroups(manager, question, 'offer'),
    await countGroups(manager, question, 'day'),
  ];
  return {
    strategy,
    from,
    to,
    ...compare(all, ''),
    arms: keysOf(arms).map((arm) => ({ arm, ...compare(arms, arm) })),
    offers: keysOf(offers).map((offer) => ({ offer, ...compare(offers, offer) })),
    days: keysOf(days).map((day) => ({ day, ...compare(days, day) })),
  };
}

function keysOf(groups: readonly CountedGroup[]): readonly string[] {
  return [...new Set(groups.map(({ key }) => key))].filter((key) => key !== '').sort();
}

/** By which figures groups are compared, and in which words that is told. */
interface ComparedBy {
  readonly margin: number;
  readonly level: number;
  readonly words: (typeof HOLDOUT_WORDS)[Language];
}

function resultsOf(groups: readonly CountedGroup[], { words, ...how }: ComparedBy): GroupResults {
  const treated = groups.find(({ heldOut }) => !heldOut) ?? EMPTY_GROUP;
  const holdout = groups.find(({ heldOut }) => heldOut) ?? EMPTY_GROUP;
  const status = statusOf(holdout.users);
  return {
    treated: countOf(treated),
    holdout: { status, words: words[status](SMALLEST_HOLDOUT), ...countOf(holdout) },
    result: treated.users === 0 ? null : compared(treated, status === 'used' ? holdout : null, how),
  };
}

function statusOf(users: number): HoldoutStatus {
  if (users === 0) return 'missing';
  return users < SMALLEST_HOLDOUT ? 'too small' : 'used';
}

function compared(
  treated: CountedGroup,
  holdout: CountedGroup | null,
  { margin, level }: Omit<ComparedBy, 'words'>,
): Brought {
  const { basis, conversionRate, redeemed, cost, incremental, incrementalValue, profit, roi } = campaignResult(
    {
      treated: outcomeOf(treated),
      holdout: holdout === null ? null : outcomeOf(holdout),
      contacts: treated.contacts,
      redeemed: treated.redeemed,
      contactCost: 0,
      faceValue: 0,
      cost: treated.cost,
      margin,
    },
    level,
  );
  return { basis, conversionRate, redeemed, cost, incremental, incrementalValue, profit, roi };
}

function outcomeOf({ users, conversions, value, valueSquares }: CountedGroup): GroupOutcome {
  return { users, conversions, value, valueSquares };
}

function countOf({ users, contacts, conversions, redeemed, value, openWindows }: CountedGroup): GroupCount {
  return { users, contacts, conversions, redeemed, value, openWindows };
}
