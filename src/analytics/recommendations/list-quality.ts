/** How good a list of items is for somebody, each 0 to 1. */
export interface ListQuality {
  /** Share of the list's places with an item that they had later; missing places count. */
  readonly precision: number;
  /** Share of the items that they had later that are in the list. */
  readonly recall: number;
  /** The same with more weight on the first places: DCG ÷ that of the best list there could be (Järvelin and Kekäläinen, 2002). */
  readonly ndcg: number;
}

/** @param list the best first @param relevant what they had later, at least one item @param places of the list */
export function listQuality(list: ArrayLike<number>, relevant: ReadonlySet<number>, places: number): ListQuality {
  let [hits, gain, best] = [0, 0, 0];
  for (let place = 0; place < places; place++) {
    const worth = 1 / Math.log2(place + 2);
    if (place < relevant.size) best += worth;
    if (place >= list.length || !relevant.has(list[place] ?? -1)) continue;
    hits++;
    gain += worth;
  }
  return { precision: hits / places, recall: hits / relevant.size, ndcg: gain / best };
}
