import { type ModelDocument, type Strategy } from '#strata/engine';
import { type BandedSums, type ExposedQuestion } from '#strata/ledger/experiments';
import { type ScoringModel, scoringModel } from '#strata/ledger/exposures';
import { StrataError } from '#sdk';
import { type ExperimentPhrases } from '../words/index.js';
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

/** What bands were read, in numbers and in words. */
export function scoreBands(
  { model, says, count }: AskedBands,
  { bands, withoutScore }: BandedSums,
  { apart }: ExperimentPhrases,
): ScoreBands {
  const people = bands.flatMap((roles) => [...roles.values()]).reduce((sum, { people: own }) => sum + own, 0);
  const words = apart.bands({ model, says, known: people, people: people + withoutScore });
  return { model, says, count, people, withoutScore, words };
}
