import { fixedWords, numberWords, percentWords } from '#strata/kernel';
import { type HoldoutSums } from '#strata/ledger/experiments';
import { sequentialSharesPValue } from '#strata/statistics/experiments';
import { enoughCheck, type ExperimentHealth } from '../readout/index.js';
import { type HoldoutCheck } from './holdout-readout.js';

/** Shares that are off by chance less often than this, over all looks together, are not off by chance. */
const LEVEL = 0.999;
/** Of people on both sides, and of held-out people who got something. */
const MOST = 0.01;

/** All checks, and what follows from them. */
export function holdoutHealth(
  sums: HoldoutSums,
  share: number,
): { readonly health: ExperimentHealth; readonly checks: readonly HoldoutCheck[] } {
  const [ratio, both, held, enough] = [ratioCheck(sums, share), bothCheck(sums), heldCheck(sums), enoughOf(sums)];
  const isSound = [ratio, both, held].every(({ passed }) => passed);
  return {
    health: !isSound ? 'unhealthy' : enough.passed ? 'healthy' : 'unknown',
    checks: [ratio, both, held, enough],
  };
}

function ratioCheck({ heldOut, others }: HoldoutSums, share: number): HoldoutCheck {
  const [held, rest] = [heldOut.moments.people, others.moments.people];
  const all = held + rest;
  const pValue =
    all === 0 ? 1 : sequentialSharesPValue([held, rest], [share, 1 - share], LEVEL, { tightestAt: Math.max(1, all) });
  const passed = pValue >= 1 - LEVEL;
  const told = `${words(held)} of ${words(all)} people are held out (${shareWords(all === 0 ? 0 : held / all)}, declared ${percentWords(share)})`;
  return {
    check: 'sample ratio',
    passed,
    words: passed
      ? `${told}; p ${numberWords(Number(pValue.toPrecision(3)))}, however often it is looked at.`
      : `${told}: by chance that is so once in more than a thousand hold-outs.`,
    causes: passed
      ? []
      : [
          'Profiles of one side only were deleted, or brought in: a list of buyers, of whom offers made some.',
          'Ids were joined on one side more often: who gets offers logs in, and two ids become one person.',
        ],
  };
}

function bothCheck({ heldOut, others, inBoth }: HoldoutSums): HoldoutCheck {
  const people = heldOut.moments.people + others.moments.people + inBoth;
  const share = people === 0 ? 0 : inBoth / people;
  const passed = share <= MOST;
  const told = `${words(inBoth)} of ${words(people)} people have ids of both sides`;
  return {
    check: 'both sides',
    passed,
    words: passed
      ? `${told}; they are left out.`
      : `${told} (${shareWords(share)}, at most ${percentWords(MOST)}): the sides are not apart.`,
    causes: passed ? [] : ['Many people are asked about by an id that they had before they logged in.'],
  };
}

function heldCheck({ heldOut: { moments, reached } }: HoldoutSums): HoldoutCheck {
  const share = moments.people === 0 ? 0 : reached / moments.people;
  const passed = share <= MOST;
  const told = `${words(reached)} of ${words(moments.people)} held-out people got an offer since it began`;
  return {
    check: 'held out',
    passed,
    words: passed
      ? `${told}.`
      : `${told} (${shareWords(share)}, at most ${percentWords(MOST)}): they are not held out.`,
    causes: passed
      ? []
      : [
          'A server or a campaign went on with a release from before the hold-out.',
          'People were contacted under ids that were joined to theirs later.',
        ],
  };
}

function enoughOf({ heldOut, others }: HoldoutSums): HoldoutCheck {
  const sides = [
    { name: 'the hold-out', moments: heldOut.moments },
    { name: 'everybody else', moments: others.moments },
  ];
  return { ...enoughCheck(sides, 'each side'), check: 'enough people' };
}

function words(count: number): string {
  return fixedWords(count, 0);
}

function shareWords(share: number): string {
  return percentWords(Number(share.toPrecision(3)));
}
