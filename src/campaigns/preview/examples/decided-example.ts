import { type Decision, type FactCatalogue, type Reason } from '#strata/engine';
import { inLanguage } from '#strata/engine/words';
import { compareText } from '#strata/kernel';
import { type Language } from '#strata/kernel/texts';
import { campaignPhrases } from '../../words/index.js';
import { EXAMPLES } from './pick-rows.js';

/** A person at a step, and what a single decision about it says. */
export interface DecidedExample {
  readonly userId: string;
  readonly outcome: Decision['outcome'];
  readonly arm: string | null;
  readonly stoppedBy: Decision['stoppedBy'];
  /** What is offered; null for nothing. */
  readonly offer: Pick<NonNullable<Decision['offer']>, 'id' | 'expected'> | null;
  readonly reasons: readonly Pick<Reason, 'code' | 'stage' | 'words'>[];
}

/** An example with what puts it in order. */
export interface RankedExample {
  readonly key: number;
  readonly example: DecidedExample;
}

/** What of a decision is shown. Values of sensitive facts are not. */
export function exampleOf(decision: Decision, catalogue: FactCatalogue, language?: Language): DecidedExample {
  const spoken = inLanguage(catalogue, language);
  const { userId, outcome, arm, stoppedBy, offer, reasons } = decision;
  return {
    ...{ userId, outcome, arm, stoppedBy },
    offer: offer === null ? null : { id: offer.id, expected: offer.expected },
    reasons: reasons.map(({ code, stage, words, fact }) => {
      const known = fact !== undefined && Object.hasOwn(spoken, fact) ? spoken[fact] : undefined;
      return {
        code,
        stage,
        words: known?.sensitive === true ? campaignPhrases(language).sensitive(known.words) : words,
      };
    }),
  };
}

/** The examples that are shown of those of all blocks. */
export function firstExamples(blocks: readonly (readonly RankedExample[])[]): readonly DecidedExample[] {
  return blocks
    .flat()
    .sort((a, b) => a.key - b.key || compareText(a.example.userId, b.example.userId))
    .slice(0, EXAMPLES)
    .map(({ example }) => example);
}
