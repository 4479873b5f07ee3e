import { cellRows, fateOf } from './counting/cells.js';
import { minimiseDual } from './dual/minimise-dual.js';
import { type AllocationStep, type AssignPlan, CELL, type CountPlan } from './problem/plans.js';
import { priceList, type Prices } from './problem/prices.js';
import { type Program, programOf } from './problem/problem.js';
import { type Cell, type Sums } from './counting/sums.js';

/** People are counted again where the bound could be lower by this share or more, and was by half of it the last time. */
const WORTH_COUNTING = 2e-5;
const MOST_ROUNDS = 6;
/** More people than these aren't settled one by one while counting again may tell them apart. */
const MOST_OPEN = 100_000;
/** So many are settled one by one at least, so that limits are met to the last unit. */
const LEAST_OPEN = 4_000;

/** The next step once all people were counted at the prices of a plan. */
export function continueAllocation(plan: CountPlan, sums: Sums): AllocationStep {
  const program = programOf(plan.problem);
  const counted = Float64Array.from(plan.prices);
  const own = sums.bound + paidFor(program, counted);
  const known = plan.bound === null ? null : BigInt(plan.bound);
  const bound = known === null || own < known ? own : known;
  const cells = sums.cells();
  const { prices, value } = minimiseDual(cellRows(cells, program, counted), program, counted);
  const fates = decideCells(cells, program, counted, prices);
  const worth = WORTH_COUNTING * Math.abs(Number(bound));
  const isLower = Number(bound) - value > worth && (known === null || Number(known - own) > worth / 2);
  if (plan.round < MOST_ROUNDS && (isLower || fates.open > MOST_OPEN)) {
    return { kind: 'count', plan: { ...plan, prices: [...prices], round: plan.round + 1, bound: String(bound) } };
  }
  return { kind: 'assign', plan: assignPlan(plan, program, cells, fates, prices, bound) };
}

/** What the limits come to at prices, rounded up. */
function paidFor({ bounds }: Program, prices: Prices): bigint {
  return BigInt(Math.ceil(prices.reduce((sum, price, limit) => sum + price * (bounds[limit] ?? 0), 0)));
}

interface Fates {
  /** Of {@link CELL}, by cell. */
  readonly gets: Uint8Array;
  /** How many people aren't decided by their cell. */
  readonly open: number;
}

/**
 * The fate of each cell at prices. The cells nearest to the cut stay open: as many as it takes for the people in them to
 * be chosen among within all limits.
 */
function decideCells(cells: readonly Cell[], program: Program, counted: Prices, prices: Prices): Fates {
  const before = priceList(program, counted);
  const after = priceList(program, prices);
  const fates = cells.map((cell) => fateOf(cell, before, after));
  const gets = Uint8Array.from(fates, (fate) => fate.gets);
  const order = [...fates.keys()].sort((a, b) => (fates[a]?.distance ?? 0) - (fates[b]?.distance ?? 0) || a - b);
  const room = new Room(cells, program, gets);
  let open = 0;
  for (const place of order) {
    const isCut = gets[place] === CELL.open;
    if (!isCut && open >= LEAST_OPEN && room.isEnough()) break;
    room.open(place);
    gets[place] = CELL.open;
    open += cells[place]?.people ?? 0;
  }
  return { gets, open };
}

/** Whether the people who aren't decided yet can be given something so that all limits are met, as far as sums can tell. */
class Room {
  /** What decided people use, and the least that open ones can add to it. */
  readonly #least: Float64Array;

  constructor(
    private readonly cells: readonly Cell[],
    private readonly program: Program,
    private readonly gets: Uint8Array,
  ) {
    this.#least = new Float64Array(program.limits.length);
    cells.forEach((_, place) => {
      this.#add(place, 1);
    });
  }

  isEnough(): boolean {
    const { bounds } = this.program;
    return this.#least.every((used, limit) => used <= (bounds[limit] ?? 0));
  }

  open(place: number): void {
    this.#add(place, -1);
    this.gets[place] = CELL.open;
    this.#add(place, 1);
  }

  #add(place: number, sign: 1 | -1): void {
    const cell = this.cells[place];
    if (cell === undefined) return;
    const gets = this.gets[place] ?? CELL.best;
    for (let limit = 0; limit < this.#least.length; limit++) {
      const use =
        gets === CELL.open
          ? Math.min(0, usageOf(cell, this.program, limit, CELL.best), usageOf(cell, this.program, limit, CELL.next))
          : usageOf(cell, this.program, limit, gets);
      this.#least[limit] = (this.#least[limit] ?? 0) + sign * use;
    }
  }
}

function usageOf(cell: Cell, program: Program, limit: number, gets: number): number {
  return Number(wholeUsageOf(cell, program, limit, gets));
}

/** What the people of a cell use of a limit: a whole number. */
function wholeUsageOf(cell: Cell, program: Program, limit: number, gets: number): bigint {
  const offer = offerOf(cell, gets);
  if (offer === -1) return 0n;
  if (limit === program.roi) return gets === CELL.best ? -cell.bestSurplus : -cell.nextSurplus;
  return BigInt(cell.people * (program.coefficientsOf(cell.membership)[limit * program.offers + offer] ?? 0));
}

function offerOf({ best, next }: Cell, gets: number): number {
  return gets === CELL.best ? best : gets === CELL.next ? next : -1;
}

function assignPlan(
  { problem, prices: counted, roiReach }: CountPlan,
  program: Program,
  cells: readonly Cell[],
  { gets }: Fates,
  prices: Prices,
  bound: bigint,
): AssignPlan {
  const usage = program.limits.map(() => 0n);
  const chosen = new Array<number>(program.offers).fill(0);
  let [people, value, decided] = [0, 0n, 0];
  cells.forEach((cell, place) => {
    people += cell.people;
    const own = gets[place] ?? CELL.best;
    if (own === CELL.open) return;
    decided += cell.people;
    const offer = offerOf(cell, own);
    if (offer !== -1) chosen[offer] = (chosen[offer] ?? 0) + cell.people;
    value += own === CELL.best ? cell.bestValue : own === CELL.next ? cell.nextValue : 0n;
    usage.forEach((used, limit) => (usage[limit] = used + wholeUsageOf(cell, program, limit, own)));
  });
  return {
    problem,
    prices: counted,
    cells: cells.flatMap(({ membership, best, next, bucket, slope }, place) => {
      const own = gets[place] ?? CELL.best;
      return own === CELL.best ? [] : [{ membership, best, next, bucket, slope, gets: own }];
    }),
    multipliers: [...prices],
    people,
    decided: { people: decided, chosen, value: String(value), usage: usage.map(String) },
    bound: String(bound),
    roiReach,
  };
}
