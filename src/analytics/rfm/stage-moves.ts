import { type PeopleFigures } from './people-figures.js';
import { type StageMoves } from './rfm-report.js';
import { Total } from './scores.js';

/** Who moved from where to where, and the size and value of each stage, in an order that does not depend on that of the people. */
export function movesOf(figures: PeopleFigures): Pick<StageMoves, 'stages' | 'moves'> {
  const { stages, before, after, isNew, frequency, monetary } = figures;
  const totals = stages.map(() => new Total());
  const counts = new Map<number, number>();
  after.forEach((to, person) => {
    const bought = frequency[person] ?? 0;
    totals[to]?.add(bought, bought > 0 ? (monetary[person] ?? 0) : 0);
    // Who was not here yet has no stage before.
    const from = isNew[person] === 1 ? stages.length : (before[person] ?? 0);
    const key = from * stages.length + to;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const moves = [...counts].map(([key, people]) => {
    const from = Math.floor(key / stages.length);
    const isNewHere = from === stages.length;
    return {
      from: isNewHere ? null : nameAt(stages, from),
      isNewHere,
      to: nameAt(stages, key % stages.length),
      people,
    };
  });
  const keyOf = ({ from, isNewHere, to }: (typeof moves)[number]) => JSON.stringify([isNewHere, from, to]);
  return {
    stages: totals
      .map(({ sums: { people, value } }, place) => ({ stage: nameAt(stages, place), people, value }))
      .filter(({ people }) => people > 0)
      .toSorted((a, b) => b.people - a.people || ((a.stage ?? '') < (b.stage ?? '') ? -1 : 1)),
    moves: moves.toSorted((a, b) => b.people - a.people || (keyOf(a) < keyOf(b) ? -1 : 1)),
  };
}

function nameAt(stages: readonly (string | null)[], place: number): string | null {
  return stages[place] ?? null;
}
