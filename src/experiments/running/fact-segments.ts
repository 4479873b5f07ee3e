import { type ReleaseDocuments } from '#strata/engine';
import { fixedWords } from '#strata/kernel';
import { type FactSums } from '#strata/ledger/experiments';
import { nearestName, StrataError } from '#sdk';

/** By which fact people are told apart, and of how many nobody knows it. */
export interface FactSegments {
  readonly fact: string;
  /** Of those who were drawn into arms, and of those who were treated or held out. */
  readonly withoutValue: { readonly arms: number; readonly treatment: number };
  readonly words: string;
}

/** With more values there is hardly anybody to compare. */
const MOST_VALUES = 50;

/** @throws StrataError INVALID_REQUEST with the nearest name */
export function assertFact(fact: string, { facts }: Pick<ReleaseDocuments, 'facts'>): void {
  if (Object.hasOwn(facts, fact)) return;
  const nearest = nearestName(fact, Object.keys(facts));
  throw new StrataError('INVALID_REQUEST', `There is no fact "${fact}".`, {
    problems: [
      {
        message: `by the fact "${fact}"`,
        expected: 'a fact of the catalogue',
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

/** What was read by a fact, in numbers and in words. @throws StrataError INVALID_REQUEST of one with too many values */
export function factSegments({ fact, values, unknown }: FactSums): FactSegments {
  if (values.length > MOST_VALUES) {
    throw new StrataError('INVALID_REQUEST', `The fact "${fact}" tells too many kinds of people apart.`, {
      problems: [{ message: `it has ${values.length} values`, expected: `one of at most ${MOST_VALUES}` }],
    });
  }
  const [arms, treatment] = [fixedWords(unknown.arm, 0), fixedWords(unknown.role, 0)];
  return {
    fact,
    withoutValue: { arms: unknown.arm, treatment: unknown.role },
    words:
      `Segments are by ${fact} as it was when people were decided about. ` +
      `It was not written down for ${arms} of those who were drawn into arms, and ${treatment} of those with an offer or held out of one.`,
  };
}
