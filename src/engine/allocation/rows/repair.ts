import { type Move, type TentativeRows } from './selection.js';

const PASSES = 30;

/**
 * Changes what people get until all limits are met, at the least loss for what is gained: first the changes that lose least
 * for each unit by which less is missing. It may end before that where no single change helps.
 */
export function repair(selection: TentativeRows, scales: Float64Array): void {
  for (let pass = 0; pass < PASSES && !selection.isWithin; pass++) if (!repairOnce(selection, scales)) return;
}

interface Remedy {
  readonly move: Move;
  readonly price: number;
}

function repairOnce(selection: TentativeRows, scales: Float64Array): boolean {
  const remedies: Remedy[] = [];
  for (let row = 0; row < selection.offers.length; row++) {
    for (const move of selection.movesOf(row)) {
      const relief = reliefOf(selection, move, scales);
      if (relief > 0) remedies.push({ move, price: move.loss / relief });
    }
  }
  remedies.sort((a, b) => a.price - b.price);
  const changed = new Set<number>();
  for (const { move } of remedies) {
    if (selection.isWithin) break;
    if (changed.has(move.row) || reliefOf(selection, move, scales) <= 0) continue;
    selection.make(move);
    changed.add(move.row);
  }
  return changed.size > 0;
}

/** By how much less limits are exceeded after a change, weighed by scale. */
function reliefOf(selection: TentativeRows, move: Move, scales: Float64Array): number {
  let relief = 0;
  for (let limit = 0; limit < scales.length; limit++) {
    const change = selection.change(move, limit);
    if (change === 0) continue;
    const excess = selection.excess(limit);
    relief += (Math.max(0, excess) - Math.max(0, excess + change)) * (scales[limit] ?? 0);
  }
  return relief;
}
