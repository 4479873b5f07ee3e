import { seededRandom } from '#sdk';
import { PackedTexts } from '#strata/kernel/texts';
import { type DecisionInput, type Scores } from '#strata/engine';
import { type FactColumn, factAt } from '#strata/engine/conditions';
import { type People } from '#strata/engine/columns';

const NOW = Date.parse('2026-11-22T08:00:00Z');
const DAY = 86_400_000;
const STRATEGY = 'win-back-coupon';
const PURPOSE = 'marketing';

/** People with what the strategy reads, of whom some lack an order value, consent, or had a coupon a few days ago. */
export function makePeople(rows: number, seed: number): People {
  const random = seededRandom(seed);
  const column = (value: () => number): Float64Array => Float64Array.from({ length: rows }, value);
  const flags = (share: number): Uint8Array =>
    Uint8Array.from({ length: rows }, () => Number(random.uniform() < share));
  const scored = (top: number) => {
    const ranks = column(() => random.uniform());
    return { values: ranks.map((rank) => top * rank ** 2), ranks };
  };
  const starts = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row] ?? 0) + Number(random.uniform() < 0.1);
  return {
    rows,
    now: NOW,
    facts: new Map<string, FactColumn>([
      ['daysSinceLastOrder', { kind: 'number', values: column(() => Math.floor(400 * random.uniform())) }],
      [
        'averageOrderValue',
        { kind: 'number', values: column(() => (random.uniform() < 0.05 ? NaN : 300 * random.uniform())) },
      ],
    ]),
    scores: new Map([
      ['natural-conversion', scored(0.2)],
      ['coupon-conversion', scored(0.6)],
    ]),
    ids: PackedTexts.of(Array.from({ length: rows }, (_, row) => `user-${row}`)),
    suppressed: flags(0.01),
    consent: new Map([[PURPOSE, flags(0.9)]]),
    contacts: { starts, at: Float64Array.from({ length: starts[rows] ?? 0 }, () => NOW - 14 * DAY * random.uniform()) },
  };
}

/** A row as it is asked about alone. */
export function personOf(people: People, row: number): { readonly input: DecisionInput; readonly scores: Scores } {
  const { facts, ids, suppressed, consent, contacts } = people;
  const known = [...facts]
    .map(([name, column]) => [name, factAt(column, row)])
    .filter(([, value]) => value !== undefined);
  const own = contacts?.at.subarray(contacts.starts[row], contacts.starts[row + 1]) ?? [];
  const input: DecisionInput = {
    id: 'd',
    userId: ids?.at(row) ?? '',
    now: NOW,
    strategies: [STRATEGY],
    facts: Object.fromEntries(known) as Record<string, unknown>,
    events: [],
    consent: consent?.get(PURPOSE)?.[row] === 1 ? [PURPOSE] : [],
    suppressed: suppressed?.[row] === 1,
    contacts: Array.from(own, (at) => ({ strategy: STRATEGY, offer: 'coupon-20', at })),
  };
  return {
    input,
    scores: Object.fromEntries([...people.scores].map(([model]) => [model, scoreOf(people, model, row)])),
  };
}

function scoreOf({ scores }: People, model: string, row: number): Scores[string] {
  const known = scores.get(model);
  if (known === undefined || known === 'no-champion') return { status: 'no-champion' };
  return { status: 'scored', version: 1, value: known.values[row] ?? NaN, rank: known.ranks?.[row] ?? NaN };
}
