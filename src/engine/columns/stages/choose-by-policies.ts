import { policyOf, spentCode } from '../../index.js';
import { drawnPlace, explored } from '../../policies/index.js';
import { FALLBACKS, NONE } from '../rows/decided-people.js';
import { costAt, profitAt } from '../rows/offer-money.js';
import { filterRows } from '../rows/row-numbers.js';
import { type Option } from './offer-best.js';
import { type Round } from './round.js';

/**
 * In arms by a policy each row keeps the one of its options that is drawn, among those that bring a profit and can still be given.
 * Where the policy gave no answer all of them stay, as the model has it.
 */
export function chooseByPolicies(round: Round, options: readonly Option[]): readonly Option[] {
  const { strategy, people, decided } = round;
  const { policies } = people;
  const byArm = strategy.draws.arms.map(policyOf);
  if (policies === undefined || byArm.every((policy) => policy === null)) return options;
  const open = options.map((option) => openRows(round, option));
  const closed = options.map(() => new Uint8Array(people.rows));
  for (let row = 0; row < people.rows; row++) {
    const policy = byArm[decided.arm[row] ?? NONE] ?? null;
    if (policy === null || policies.fixed[row] === 1) continue;
    const places = [...options.keys()].filter((place) => open[place]?.[row] === 1);
    if (places.length === 0) continue;
    const kept = places.length === 1 ? places[0] : draw(places);
    if (kept === undefined) decided.fallback[row] = FALLBACKS.indexOf('POLICY_FAILED');
    else for (const place of options.keys()) if (place !== kept) put(closed[place], row);

    function draw(among: readonly number[]): number | undefined {
      const said = among.map((place) => policies?.probabilities[place]?.[row] ?? Number.NaN);
      if (policy === null || said.some(Number.isNaN)) return undefined;
      const probabilities = explored(said, policy);
      const id = policies?.ids.at(row) ?? '';
      const points = among.map((place) => strategy.offers[place]?.points.of(id) ?? 0);
      const drawn = drawnPlace(probabilities, points);
      decided.propensity[row] = probabilities[drawn] ?? 1;
      return among[drawn];
    }
  }
  return options.map((option, place) => ({
    ...option,
    rows: filterRows(option.rows, (row) => closed[place]?.[row] !== 1),
  }));
}

function put(marks: Uint8Array | undefined, row: number): void {
  if (marks !== undefined) marks[row] = 1;
}

/** 1 for the rows that may get the option. */
function openRows({ strategy, people: { availability, rows } }: Round, option: Option): Uint8Array {
  const { place, prices, floor } = option;
  const open = new Uint8Array(rows);
  if (availability !== undefined && spentCode(availability, strategy.offers[place]?.key ?? '') !== null) return open;
  for (const row of option.rows) if (!(profitAt(prices, row, costAt(prices, row)) <= floor)) open[row] = 1;
  return open;
}
