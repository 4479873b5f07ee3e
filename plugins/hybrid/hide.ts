import { historyOf, type Interactions, seededRandom } from '#sdk';

/** What is left of everybody's items, and the people by whom recommenders are weighed. */
export interface Hidden {
  readonly rest: Interactions;
  /** The people of whom something is hidden, some of them by a seed. */
  readonly people: readonly { readonly history: Interactions; readonly hidden: ReadonlySet<number> }[];
}

/** Of people with fewer items nothing is hidden. */
const LEAST_ITEMS = 4;
const MOST_PEOPLE = 1000;

/** Hides a share of each person's items: the latest ones, or any by a seed where not all ages are known. */
export function hide(interactions: Interactions, share: number, seed: number): Hidden {
  const random = seededRandom(seed);
  const { people } = interactions;
  const isHidden = new Uint8Array(interactions.items.length);
  const asked: number[] = [];
  for (let person = 0; person < people; person++) {
    const [from = 0, to = 0] = interactions.starts.subarray(person, person + 2);
    if (to - from < LEAST_ITEMS) continue;
    asked.push(person);
    const places = random.shuffle(Array.from({ length: to - from }, (_, place) => from + place));
    const ages = interactions.ages;
    // Whoever had everything on one day gets any hidden: the order of a shuffle stays.
    const ordered = places.some((place) => Number.isNaN(ages[place]))
      ? places
      : places.toSorted((first, second) => (ages[first] ?? 0) - (ages[second] ?? 0));
    for (const place of ordered.slice(0, Math.max(1, Math.round(share * places.length)))) isHidden[place] = 1;
  }
  const rest = without(interactions, isHidden);
  const chosen = random.shuffle(asked).slice(0, MOST_PEOPLE);
  return {
    rest,
    people: chosen.map((person) => {
      const [from = 0, to = 0] = interactions.starts.subarray(person, person + 2);
      const hidden = interactions.items.subarray(from, to).filter((_, place) => isHidden[from + place] === 1);
      return { history: historyOf(rest, person), hidden: new Set(hidden) };
    }),
  };
}

function without({ people, starts, items, weights, ages }: Interactions, isHidden: Uint8Array): Interactions {
  const isKept = (_: number, place: number): boolean => isHidden[place] === 0;
  const ends = new Uint32Array(people + 1);
  for (let person = 0; person < people; person++) {
    const end = starts[person + 1] ?? 0;
    let kept = ends[person] ?? 0;
    for (let place = starts[person] ?? 0; place < end; place++) kept += 1 - (isHidden[place] ?? 0);
    ends[person + 1] = kept;
  }
  return {
    people,
    starts: ends,
    items: items.filter(isKept),
    weights: weights.filter(isKept),
    ages: ages.filter(isKept),
  };
}
