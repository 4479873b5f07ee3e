import { type Interactions } from '#sdk';

/** The items of each person, each once with the weight 1. @param ages of all of them, in days; 0 unless told */
export function interactionRows(people: readonly (readonly number[])[], ages?: Float32Array): Interactions {
  const items = Uint32Array.from(people.flat());
  const starts = new Uint32Array(people.length + 1);
  people.forEach((own, person) => (starts[person + 1] = (starts[person] ?? 0) + own.length));
  return {
    people: people.length,
    starts,
    items,
    weights: new Float32Array(items.length).fill(1),
    ages: ages ?? new Float32Array(items.length),
  };
}
