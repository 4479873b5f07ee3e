import { type ModelDocument, type Strategy } from '#strata/engine';
import { fixedWords } from '#strata/kernel';
import { type BandedSums, type ExposedQuestion } from '#strata/ledger/experiments';
import { type ScoringModel, scoringModel } from '#strata/ledger/exposures';
import { StrataError } from '#sdk';
import { isHeldOut } from './strategy-sums.js';

/** By which score people are told apart, and how many have one. */
export interface ScoreBands extends ScoringModel {
  readonly count: number;
  /** In the bands, treated and held out together. */
  readonly people: number;
  /** In none, for their score is not known. */
  readonly withoutScore: number;
  readonly words: string;
}

/** Bands that are asked for, of a strategy's model. */
export type AskedBands = ScoringModel & NonNullable<ExposedQuestion['bands']>;

/** @throws StrataError INVALID_REQUEST of a strategy that asks no model, or holds nobody out of offers */
export function askedBands(strategy: Strategy, models: readonly ModelDocument[], count: number): AskedBands {
  const scoring = scoringModel(strategy, models);
  if (scoring === null) throw withoutBands(strategy, 'it asks no model', '/goal/natural', 'a model');
  if (!isHeldOut(strategy)) {
    const expected = 'a hold-out above 0 and below 1';
    throw withoutBands(strategy, 'nobody is held out of its offers', '/experiment/holdout', expected);
  }
  return { ...scoring, count };
}

function withoutBands({ id }: Strategy, message: string, pointer: string, expected: string): StrataError {
  return new StrataError('INVALID_REQUEST', `The strategy "${id}" can't be read by bands of a score.`, {
    problems: [{ message, pointer, expected }],
  });
}

const SAYS: Readonly<Record<ScoringModel['says'], string>> = {
  natural: 'how likely people reach the goal without an offer',
  response: 'how likely people reach the goal with an offer',
  effect: 'what an offer is expected to add to their chance of the goal',
  condition: 'which the strategy asks before it offers anything',
};

/** What bands were read, in numbers and in words. */
export function scoreBands({ model, says, count }: AskedBands, { bands, withoutScore }: BandedSums): ScoreBands {
  const people = bands.flatMap((roles) => [...roles.values()]).reduce((sum, { people: own }) => sum + own, 0);
  return { model, says, count, people, withoutScore, words: bandWords({ model, says, people, withoutScore }) };
}

function bandWords({ model, says, people, withoutScore }: Omit<ScoreBands, 'count' | 'words'>): string {
  const [known, all] = [fixedWords(people, 0), fixedWords(people + withoutScore, 0)];
  const score = `Bands are of the score of ${model}, ${SAYS[says]}, when people were offered something or held out`;
  const others = withoutScore === 0 ? '' : ' The others are in no band, for their score is not known.';
  return `${score}: it is known of ${known} of ${all} people.${others}`;
}
