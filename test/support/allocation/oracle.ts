import highs from 'highs';
import { type AllocationProblem, type OptionBlock } from '#strata/engine/allocation';

/** Its types describe a CommonJS module, and it is none. */
const load = highs as unknown as typeof highs.default;
let loaded: ReturnType<typeof load> | undefined;

/**
 * What HiGHS says of a problem: the most that can be reached, in millionths; null where the limits can't be met.
 *
 * @param isRelaxed whether people may get parts of offers, which gives a bound and takes less long
 */
export async function oracle(
  problem: AllocationProblem,
  block: OptionBlock,
  isRelaxed = false,
): Promise<number | null> {
  const solver = await (loaded ??= load());
  const rows = inequalities(problem);
  const terms = rows.map((): string[] => []);
  const objective: string[] = [];
  const perPerson: string[] = [];
  const names: string[] = [];
  for (let row = 0; row < block.rows; row++) {
    const own: string[] = [];
    block.value.forEach((column, offer) => {
      if (Number.isNaN(column[row]!)) return;
      const name = `x${row}_${offer}`;
      own.push(name);
      objective.push(term(column[row]! / SCALE, name));
      rows.forEach(({ of }, place) => {
        const factor = of(block, row, offer);
        if (factor !== 0) terms[place]!.push(term(factor, name));
      });
    });
    names.push(...own);
    if (own.length > 0) perPerson.push(`${own.join(' + ')} <= 1`);
  }
  if (rows.some(({ most }, place) => terms[place]!.length === 0 && most < 0)) return null;
  if (names.length === 0) return 0;
  const limits = rows.flatMap(({ most }, place) =>
    terms[place]!.length === 0 ? [] : [`${terms[place]!.join('\n')} <= ${most}`],
  );
  const constraints = [...limits, ...perPerson].map((text, place) => `c${place}: ${text}`);
  const ranges = isRelaxed ? ['Bounds', ...names.map((name) => `0 <= ${name} <= 1`)] : ['Binary', ...names];
  const text = ['Maximize', ' obj:', ...objective, 'Subject To', ...constraints, ...ranges, 'End'].join('\n');
  const solved = solver.solve(text, { output_flag: false, mip_rel_gap: 1e-7 });
  return solved.Status === 'Infeasible' ? null : solved.ObjectiveValue * SCALE;
}

/** Figures of this size are what a solver likes best. */
const SCALE = 1e4;

/** What an offer to a person takes of a limit, and how much there is. */
interface Inequality {
  readonly most: number;
  readonly of: (block: OptionBlock, row: number, offer: number) => number;
}

function inequalities({ offers, audience, budget, minimumRoi, quotas }: AllocationProblem): readonly Inequality[] {
  const isIn = (quota: number) => (block: OptionBlock, row: number) => (block.quotas[row]! >>> quota) & 1;
  return [
    ...(audience === undefined ? [] : [{ most: audience, of: () => 1 }]),
    ...(budget === undefined
      ? []
      : [{ most: budget, of: (_block: OptionBlock, _row: number, offer: number) => offers[offer]!.reserve }]),
    ...(minimumRoi === undefined
      ? []
      : [{ most: 0, of: (block: OptionBlock, row: number, offer: number) => -block.surplus![offer]![row]! / SCALE }]),
    ...offers.flatMap(({ stock }, own): Inequality[] =>
      stock === undefined ? [] : [{ most: stock, of: (_block, _row, offer) => Number(offer === own) }],
    ),
    ...quotas.flatMap(({ minimum, maximum }, quota): Inequality[] => [
      ...(minimum === undefined
        ? []
        : [{ most: -minimum, of: (block: OptionBlock, row: number) => -isIn(quota)(block, row) }]),
      ...(maximum === undefined ? [] : [{ most: maximum, of: isIn(quota) }]),
    ]),
  ];
}

function term(factor: number, name: string): string {
  return `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${name}`;
}
