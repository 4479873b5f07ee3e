import { type Move, type TentativeRows } from './selection.js';

const PASSES = 20;
/** Exchanges are looked for among these many changes that lose least. */
const NEAREST = 300;
const EXCHANGES = 200;

/** Makes changes of one person, and then of two at once, that are within the limits and worth more, until there are none. */
export function improve(selection: TentativeRows): void {
  if (!selection.isWithin) return;
  for (let pass = 0; pass < PASSES; pass++) if (!fill(selection)) break;
  for (let times = 0; times < EXCHANGES; times++) if (!exchange(selection)) return;
}

/** Uses what is left of the limits. */
function fill(selection: TentativeRows): boolean {
  const moves: Move[] = [];
  for (let row = 0; row < selection.offers.length; row++) {
    for (const move of selection.movesOf(row)) {
      if (selection.gain(move) > 0 && fits(selection, move)) moves.push(move);
    }
  }
  moves.sort((a, b) => a.loss - b.loss);
  const changed = new Set<number>();
  for (const move of moves) {
    if (changed.has(move.row) || !fits(selection, move)) continue;
    selection.make(move);
    changed.add(move.row);
  }
  return changed.size > 0;
}

function fits(selection: TentativeRows, move: Move): boolean {
  return selection.used.every((_, limit) => {
    const change = selection.change(move, limit);
    return change <= 0 || selection.excess(limit) + change <= 0;
  });
}

function exchange(selection: TentativeRows): boolean {
  const moves = nearest(selection);
  const size = selection.used.length;
  const changes = Float64Array.from(
    moves.flatMap((move) => [...selection.used.keys()].map((limit) => selection.change(move, limit))),
  );
  const gains = moves.map((move) => selection.gain(move));
  const room = Float64Array.from(selection.used, (_, limit) => 0 - selection.excess(limit));
  let best: readonly [number, number] | null = null;
  let most = 0;
  for (let one = 0; one < moves.length; one++) {
    for (let two = one + 1; two < moves.length; two++) {
      const gain = (gains[one] ?? 0) + (gains[two] ?? 0);
      if (gain <= most || moves[one]?.row === moves[two]?.row) continue;
      let isWithin = true;
      for (let limit = 0; limit < size && isWithin; limit++)
        isWithin = (changes[one * size + limit] ?? 0) + (changes[two * size + limit] ?? 0) <= (room[limit] ?? 0);
      if (isWithin) [best, most] = [[one, two], gain];
    }
  }
  if (best === null) return false;
  for (const place of best) {
    const move = moves[place];
    if (move !== undefined) selection.make(move);
  }
  return true;
}

function nearest(selection: TentativeRows): readonly Move[] {
  const moves: Move[] = [];
  for (let row = 0; row < selection.offers.length; row++) moves.push(...selection.movesOf(row));
  return moves.sort((a, b) => a.loss - b.loss).slice(0, NEAREST);
}
