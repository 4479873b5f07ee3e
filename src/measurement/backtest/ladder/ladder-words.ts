import { type Language } from '#strata/kernel/texts';
import { backtestPhrases } from '../words/index.js';
import { type Ladder, type LadderLevel } from './ladder.js';

/** Why the levels of this history can't be compared; null where they can. */
export function ladderObstacle({
  basis,
  imbalance,
  isRecorded,
}: {
  readonly basis: Ladder['basis'];
  /** In words, where those with and without an offer differ. */
  readonly imbalance: string | null;
  readonly isRecorded: boolean;
}): string | null {
  if (basis === 'gross') return backtestPhrases().everybodyOffered;
  return imbalance === null ? null : notRandomNote(imbalance, isRecorded);
}

function notRandomNote(imbalance: string, isRecorded: boolean): string {
  const message = isRecorded
    ? 'the recorded probabilities do not explain it'
    : 'without their recorded probabilities (--propensity) nothing can be concluded';
  return `The offers of this history were not given at random: ${imbalance}; ${message}.`;
}

/** What is told of a level in sentences. */
export type ToldLevel = Pick<LadderLevel, 'level' | 'step'>;

/** What does each layer earn, in two sentences; in English unless told. */
export function ladderSentences(
  levels: readonly ToldLevel[],
  equal: Ladder['equal'],
  basis: Ladder['basis'],
  language?: Language,
): readonly [string, string] {
  const phrases = backtestPhrases(language);
  const steps = levels.flatMap(({ level, step }) =>
    step === null || level === 'human rule' ? [] : [{ level, profit: step.profit }],
  );
  const models = levels.find(({ level }) => level === 'predictive')?.step ?? null;
  const human = levels.find(({ level }) => level === 'human rule')?.step ?? null;
  return [
    phrases.layers(equal, steps),
    phrases.models(
      models && {
        ...{ basis, by: equal.by, from: models.from, growth: models.value },
        besideHumanRule: human && human.profit,
      },
    ),
  ];
}

/** What the levels are made equal in: "with 1,200 people each". */
export function equalWords(equal: Ladder['equal']): string {
  return backtestPhrases().equal(equal);
}
