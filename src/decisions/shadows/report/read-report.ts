import { type EntityManager } from 'typeorm';
import { type ModelDocument } from '#strata/engine';
import { normalEstimate } from '#strata/statistics';
import {
  comparedSums,
  type ComparedSums,
  differenceExamples,
  type DifferenceReason,
  differenceReasons,
} from './compared-table.js';
import { type ShadowStanding } from './shadow.js';
import { type ShadowComparison, type ShadowDifference, type ShadowReport } from './shadow-report.js';
import { shadowScores } from './settled-scores.js';
import { shadowSentences } from './shadow-words.js';

const MOST_EXAMPLES = 5;

/** Counts what a shadow showed so far. `documents` are the published models, which say whose windows tell about one. */
export async function readReport(
  manager: EntityManager,
  shadow: ShadowStanding,
  { models, now }: { readonly models: readonly ModelDocument[]; readonly now: number },
): Promise<ShadowReport> {
  const [first, ...sums] = await comparedSums(manager, shadow.id);
  const reasons = await differenceReasons(manager, shadow.id);
  const examples = await differenceExamples(manager, shadow.id, MOST_EXAMPLES);
  const told = (own: ComparedSums): ShadowComparison => {
    const isOwn = (one: { readonly strategy: string | null }) => own === first || one.strategy === own.strategy;
    return comparisonOf(own, reasons.filter(isOwn), examples.filter(isOwn));
  };
  const named = sums.flatMap((own) => (own.strategy === null ? [] : [{ strategy: own.strategy, ...told(own) }]));
  const counted = {
    shadow,
    all: first === undefined ? comparisonOf(NOTHING, [], []) : told(first),
    strategies: named,
    scores: await scoresOf(manager, shadow, { models, now }),
  };
  return { ...counted, at: new Date(now).toISOString(), sentences: shadowSentences(counted) };
}

async function scoresOf(
  manager: EntityManager,
  { id, model, startedAt }: ShadowStanding,
  { models, now }: { readonly models: readonly ModelDocument[]; readonly now: number },
): Promise<ShadowReport['scores']> {
  if (model === null) return null;
  const document = models.find((known) => known.id === model);
  const side = document?.treatment === 'none' ? 'held out' : 'treated';
  return await shadowScores(manager, { shadow: id, since: startedAt, side, now });
}

const NOTHING: ComparedSums = {
  ...{ strategy: null, decisions: 0, gained: 0, lost: 0, changed: 0, ahead: 0, aheadSquares: 0 },
  ...{ offers: 0, heldOut: 0, conversions: 0, cost: 0, profit: 0, withoutFigures: 0 },
  ...{ ownOffers: 0, ownHeldOut: 0, ownConversions: 0, ownCost: 0, ownProfit: 0, ownWithoutFigures: 0 },
};

type Example = Awaited<ReturnType<typeof differenceExamples>>[number];

function comparisonOf(
  sums: ComparedSums,
  reasons: readonly DifferenceReason[],
  examples: readonly Example[],
): ShadowComparison {
  const { decisions, offers, heldOut, conversions, cost, profit, withoutFigures } = sums;
  const examplesOf = (what: string) =>
    examples
      .filter((one) => one.what === what)
      .map(({ decision }) => decision)
      .slice(0, MOST_EXAMPLES);
  const difference = (what: 'gained' | 'lost'): ShadowDifference => ({
    decisions: sums[what],
    why: whyOf(reasons.filter((reason) => reason.what === what)),
    examples: examplesOf(what),
  });
  return {
    decisions,
    live: { offers, heldOut, conversions, cost, profit, withoutFigures },
    candidate: {
      offers: sums.ownOffers,
      heldOut: sums.ownHeldOut,
      conversions: sums.ownConversions,
      cost: sums.ownCost,
      profit: sums.ownProfit,
      withoutFigures: sums.ownWithoutFigures,
    },
    gained: difference('gained'),
    lost: difference('lost'),
    changed: { decisions: sums.changed, examples: examplesOf('changed') },
    profitAhead: meanOf(sums),
  };
}

/** Of several strategies, each stage once. */
function whyOf(reasons: readonly DifferenceReason[]): ShadowDifference['why'] {
  const stages = new Map<string, number>();
  for (const { stage, decisions } of reasons) stages.set(stage, (stages.get(stage) ?? 0) + decisions);
  return [...stages].map(([stage, decisions]) => ({ stage, decisions })).sort((a, b) => b.decisions - a.decisions);
}

function meanOf({ decisions, ahead, aheadSquares }: ComparedSums): ShadowComparison['profitAhead'] {
  const mean = decisions === 0 ? 0 : ahead / decisions;
  const variance = decisions < 2 ? 0 : Math.max(0, aheadSquares / decisions - mean * mean) / (decisions - 1);
  return normalEstimate(mean, Math.sqrt(variance), 0.95);
}
