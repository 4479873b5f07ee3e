import { type Strategy } from '#strata/engine';
import { nearestName, StrataError } from '#sdk';
import { NO_OFFER } from '../history/arms.js';
import { type HistoryRows } from '../history/history-rows.js';
import { type Ranking } from '../selection/audience.js';
import { type StrategyRankings } from '../selection/selectors.js';
import { type Chances, openPlaces } from './learning-policy.js';
import { learns, type LearningChoice, type PolicyChoice } from './policy-choice.js';

/** A policy over the rows of a history. */
export interface JudgedPolicy {
  readonly choice: PolicyChoice;
  /** What it does, in words. */
  readonly title: string;
  /** P(it gives the row what it got). */
  readonly agreement: (row: number, arm: number) => number;
  /** P(it gives the row this arm); null where nothing but the agreement is known. */
  readonly chance: ((row: number, arm: number) => number) | null;
}

/** What policies are read from. */
export interface PolicySources {
  readonly strategy: Strategy;
  readonly history: HistoryRows;
  /** Null where no policy asks the strategy or its human rule. */
  readonly rankings: StrategyRankings | null;
  /** How those that learn would have chosen: see `learnedChances`. */
  readonly learned: ReadonlyMap<LearningChoice, Chances>;
}

/** @throws StrataError BAD_USAGE where an offer is not the strategy's, BAD_COLUMN where the history does not tell */
export function judgedPolicy(choice: PolicyChoice, sources: PolicySources): JudgedPolicy {
  if (choice.by === 'column') {
    const chances = probabilities(choice.column, sources.history);
    const agreement = (row: number): number => chances[row] ?? 0;
    return { choice, title: `what the column "${choice.column}" says of what each row got`, agreement, chance: null };
  }
  const { title, chance } = knownPolicy(choice, sources);
  return { choice, title, agreement: chance, chance };
}

interface KnownPolicy {
  readonly title: string;
  readonly chance: (row: number, arm: number) => number;
}

function knownPolicy(choice: Exclude<PolicyChoice, { by: 'column' }>, sources: PolicySources): KnownPolicy {
  const { strategy, rankings } = sources;
  const { offers } = strategy;
  if (choice.by === 'nothing') return { title: 'nobody gets anything', chance: always(NO_OFFER) };
  if (choice.by === 'uniform') {
    const title = `any of the ${String(offers.length)} offers, each as likely`;
    return { title, chance: evenly(sources) };
  }
  if (choice.by === 'offer') {
    return { title: `everybody gets ${choice.offer}`, chance: whereOpen(armOf(choice, offers), sources) };
  }
  if (learns(choice)) return learnedPolicy(choice, sources);
  if (choice.by === 'columns') return columnsPolicy(choice.prefix, sources);
  if (choice.by === 'strategy') {
    return { title: 'the strategy as it is written', chance: givenBy(rankings?.strategy ?? null) };
  }
  const { humanRule = null } = rankings ?? {};
  if (humanRule === null) throw unreadableRule(strategy);
  return { title: strategy.baseline.title, chance: givenBy(humanRule) };
}

function always(given: number): KnownPolicy['chance'] {
  return (_, arm) => Number(arm === given);
}

/** Each of the offers that a row may get as likely. */
function evenly({ strategy: { offers }, history: { eligible } }: PolicySources): KnownPolicy['chance'] {
  return (row, arm) => {
    const places = openPlaces(eligible, row, offers.length);
    if (places.length === 0) return Number(arm === NO_OFFER);
    return places.includes(arm) ? 1 / places.length : 0;
  };
}

/** An offer where a row may get it, else nothing. */
function whereOpen(offer: number, { history: { eligible } }: PolicySources): KnownPolicy['chance'] {
  return (row, arm) => {
    const isOpen = eligible === null || eligible[offer - 1]?.[row] === 1;
    return Number(arm === (isOpen ? offer : NO_OFFER));
  };
}

function learnedPolicy(choice: LearningChoice, { learned }: PolicySources): KnownPolicy {
  const chances = learned.get(choice) ?? [];
  const title =
    choice.by === 'arm'
      ? `the policy of the arm ${choice.arm}, learning on its way`
      : `the policy ${choice.policy.policy}, learning on its way`;
  return { title, chance: (row, arm) => chances[arm]?.[row] ?? 0 };
}

function givenBy(ranking: Ranking | null): KnownPolicy['chance'] {
  return (row, arm) => {
    const isTaken = (ranking?.scores[row] ?? Number.NaN) > -Infinity;
    return Number(arm === (isTaken ? ranking?.offer[row] : NO_OFFER));
  };
}

function columnsPolicy(prefix: string, { strategy: { offers }, history }: PolicySources): KnownPolicy {
  const chances = offers.map(({ id }) => probabilities(`${prefix}${id}`, history));
  const nothing = Float64Array.from(chances[0] ?? [], (_, row) =>
    Math.max(0, 1 - chances.reduce((sum, column) => sum + (column[row] ?? 0), 0)),
  );
  return {
    title: `the probabilities in the columns "${prefix}…"`,
    chance: (row, arm) => (arm === NO_OFFER ? nothing : chances[arm - 1])?.[row] ?? 0,
  };
}

function probabilities(name: string, { facts, rowNumbers }: HistoryRows): Float64Array {
  const column = facts.get(name);
  const values = column?.type === 'number' ? column.values : new Float64Array(rowNumbers.length).fill(Number.NaN);
  const wrong = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong < 0) return values;
  throw new StrataError('BAD_COLUMN', `Column "${name}" is not a probability.`, {
    problems: [
      {
        message: `row ${String((rowNumbers[wrong] ?? 0) + 1)} has ${column === undefined ? 'nothing' : String(values[wrong])}`,
        expected: 'the probability by which the policy gives it: 0 to 1',
      },
    ],
  });
}

function armOf({ offer }: { readonly offer: string }, offers: Strategy['offers']): number {
  const place = offers.findIndex(({ id }) => id === offer);
  if (place >= 0) return place + 1;
  const ids = offers.map(({ id }) => id);
  const nearest = nearestName(offer, ids);
  throw new StrataError('BAD_USAGE', `The strategy has no offer "${offer}".`, {
    problems: [
      {
        message: `"${offer}" is not among its offers`,
        expected: ids.join(' or '),
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

function unreadableRule({ id }: Strategy): StrataError {
  return new StrataError('BAD_COLUMN', `The history does not have what the human rule of "${id}" reads.`);
}
