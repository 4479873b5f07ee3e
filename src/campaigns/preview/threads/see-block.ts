import { REASON_CODES } from '#strata/engine';
import { idKeys } from '#strata/engine/allocation';
import { OUTCOMES } from '#strata/engine/columns';
import { type CompiledStrategy } from '#strata/engine/plan';
import { type PackedTexts } from '#strata/kernel/texts';
import { type DecidedBlock } from '../../selection/index.js';
import { exampleOf, type RankedExample } from '../examples/decided-example.js';
import { decideRow, type RowRelease } from '../examples/decide-row.js';
import { pickRows } from '../examples/pick-rows.js';
import { type CampaignFunnel } from '../funnel/campaign-funnel.js';
import { placesOf } from '../funnel/places-of.js';
import { type OfferSums, type SeenBlock } from './tasks.js';

interface SeeOptions {
  readonly strategy: CompiledStrategy;
  readonly funnel: CampaignFunnel;
  readonly by: RowRelease;
}

/** What became of the people of a block, with examples of each step. */
export function seeBlock(
  ids: PackedTexts,
  block: DecidedBlock,
  { strategy, funnel, by }: SeeOptions,
): Omit<SeenBlock, 'pools'> {
  const places = placesOf(funnel, block);
  const ends = funnel.steps.length + 1;
  const examples = pickRows(places, idKeys(ids), ends).map((picked) =>
    picked.map(({ row, key }): RankedExample => {
      const decision = decideRow(block.people, row, ids.at(row), by);
      return { key, example: exampleOf(decision, by.release.documents.facts, by.language) };
    }),
  );
  return {
    people: ids.length,
    stopped: counted(places, ends),
    codes: codesIn(block),
    arms: counted(block.decided.arm, strategy.draws.arms.length),
    offers: strategy.offers.map((_, offer) => sumsOf(block, offer)),
    examples,
  };
}

/** How often each number below `count` occurs. */
function counted(numbers: Uint8Array | Uint16Array, count: number): readonly number[] {
  const counts = Array.from({ length: count }, () => 0);
  for (const number of numbers) if (number < count) counts[number] = (counts[number] ?? 0) + 1;
  return counts;
}

const HOLDOUT = REASON_CODES.indexOf('HOLDOUT');

function codesIn({ decided }: DecidedBlock): SeenBlock['codes'] {
  const counts = counted(decided.blocker, REASON_CODES.length);
  return Object.fromEntries(
    REASON_CODES.flatMap((code, place) => (counts[place] && place !== HOLDOUT ? [[code, counts[place]]] : [])),
  );
}

/** Sums of whole numbers do not depend on the order. */
const MILLION = 1e6;
const OFFERED = OUTCOMES.indexOf('offer');

function sumsOf({ decided }: DecidedBlock, place: number): OfferSums {
  const { outcome, offer, conversion, cost, profit } = decided;
  let people = 0;
  let withoutFigures = 0;
  const sums = [0, 0, 0];
  for (let row = 0; row < outcome.length; row++) {
    if (outcome[row] !== OFFERED || offer[row] !== place) continue;
    people += 1;
    // The human rule makes offers whose figures nobody knows where a model failed.
    if (Number.isNaN(profit[row] ?? Number.NaN)) {
      withoutFigures += 1;
      continue;
    }
    for (const [index, column] of [conversion, cost, profit].entries()) {
      sums[index] = (sums[index] ?? 0) + Math.round((column[row] ?? 0) * MILLION);
    }
  }
  const [conversions = 0, spent = 0, earned = 0] = sums;
  return { people, withoutFigures, conversions, cost: spent, profit: earned };
}
