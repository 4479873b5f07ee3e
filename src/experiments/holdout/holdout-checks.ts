import { type HoldoutSums } from '#strata/ledger/experiments';
import { sequentialSharesPValue } from '#strata/statistics/experiments';
import { enoughCheck, type ExperimentHealth } from '../readout/index.js';
import { type ExperimentPhrases, type PartOfPeople } from '../words/index.js';
import { type HoldoutCheck } from './holdout-readout.js';

/** Shares that are off by chance less often than this, over all looks together, are not off by chance. */
const LEVEL = 0.999;
/** Of people on both sides, and of held-out people who got something. */
const MOST = 0.01;

/** All checks, and what follows from them. */
export function holdoutHealth(
  sums: HoldoutSums,
  share: number,
  phrases: ExperimentPhrases,
): { readonly health: ExperimentHealth; readonly checks: readonly HoldoutCheck[] } {
  const { holdout } = phrases;
  const [ratio, both, held] = [ratioCheck(sums, share, holdout), bothCheck(sums, holdout), heldCheck(sums, holdout)];
  const enough = enoughOf(sums, phrases);
  const isSound = [ratio, both, held].every(({ passed }) => passed);
  return {
    health: !isSound ? 'unhealthy' : enough.passed ? 'healthy' : 'unknown',
    checks: [ratio, both, held, enough],
  };
}

type Words = ExperimentPhrases['holdout'];

function ratioCheck({ heldOut, others }: HoldoutSums, declared: number, words: Words): HoldoutCheck {
  const [held, rest] = [heldOut.moments.people, others.moments.people];
  const all = held + rest;
  const pValue =
    all === 0
      ? 1
      : sequentialSharesPValue([held, rest], [declared, 1 - declared], LEVEL, { tightestAt: Math.max(1, all) });
  const passed = pValue >= 1 - LEVEL;
  const part = partOf(held, all);
  return {
    check: 'sample ratio',
    passed,
    words: passed ? words.asDeclared(part, declared, pValue) : words.notAsDeclared(part, declared),
    causes: passed ? [] : words.notAsDeclaredCauses,
  };
}

function bothCheck({ heldOut, others, inBoth }: HoldoutSums, words: Words): HoldoutCheck {
  const part = partOf(inBoth, heldOut.moments.people + others.moments.people + inBoth);
  const passed = part.share <= MOST;
  return {
    check: 'both sides',
    passed,
    words: passed ? words.inBoth(part) : words.inBothTooMany(part),
    causes: passed ? [] : words.inBothCauses,
  };
}

function heldCheck({ heldOut: { moments, reached } }: HoldoutSums, words: Words): HoldoutCheck {
  const part = partOf(reached, moments.people);
  const passed = part.share <= MOST;
  return {
    check: 'held out',
    passed,
    words: passed ? words.reached(part) : words.reachedTooMany(part),
    causes: passed ? [] : words.reachedCauses,
  };
}

function enoughOf({ heldOut, others }: HoldoutSums, phrases: ExperimentPhrases): HoldoutCheck {
  const { sides } = phrases.holdout;
  const compared = [
    { name: sides.heldOut, moments: heldOut.moments },
    { name: sides.others, moments: others.moments },
  ];
  return { ...enoughCheck(compared, 'sides', phrases), check: 'enough people' };
}

function partOf(some: number, people: number): PartOfPeople {
  return { some, people, share: people === 0 ? 0 : some / people, most: MOST };
}
