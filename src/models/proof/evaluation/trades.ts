import { ascendingOrder, type Estimate, normalEstimate } from '#strata/statistics';
import { type SelectionPoint } from '#strata/statistics/prediction';
import { type RowMoney } from './row-money.js';

/** What one threshold means: whom it selects, what they do, and what contacting costs and brings. */
export interface Trade extends SelectionPoint {
  /** Infinity where nobody scores enough; null in JSON. */
  readonly threshold: number;
  /** How many times as many positives as among as many rows drawn by chance; NaN where nobody is selected. */
  readonly lift: number;
  /** Null where nothing says what a conversion is worth. */
  readonly money: TradeMoney | null;
}

/** The money of contacting from the threshold up, or below it where the model tells who would buy anyway. */
interface TradeMoney {
  readonly contacted: number;
  /** Share of all rows that is contacted, 0 to 1. */
  readonly share: number;
  /** In money. */
  readonly cost: number;
  readonly conversions: number;
  /** Conversions that would not have come without the contact; all of them where the basis is gross. */
  readonly increment: number;
  /**
   * In money, cost taken off; the interval is of drawing as many people again, each with all of its rows (normal
   * approximation).
   */
  readonly profit: Estimate;
}

/** Looks up what thresholds mean on these rows. */
export interface TradeTable {
  /** From selecting nobody to selecting everybody in about this many even steps; tied rows stay together. */
  curve(points?: number): readonly Trade[];
  /** Selecting the rows with this score or a higher one. */
  at(threshold: number): Trade;
}

const POINTS = 100;
const LEVEL = 0.95;

/**
 * @param scores one finite score a row
 * @param labels 1 for a positive row, 0 for a negative one
 * @param people for each row the number of its person, from 0, where people have several rows
 */
export function tradeTable(
  scores: Float64Array,
  labels: Float64Array,
  money: RowMoney | null,
  people: Uint32Array = Uint32Array.from(labels.keys()),
): TradeTable {
  const counted = money === null ? [] : [money.profit, money.increment, money.cost];
  const order = ascendingOrder(scores, labels, ...counted).reverse();
  const positives = runningSum(labels, order);
  const sums = money === null ? null : runningMoney(money, order, people);
  const rows = order.length;
  const all = positives.at(-1) ?? 0;
  const scoreAt = (place: number) => scores[order[place] ?? 0] ?? Number.NaN;

  /** The trade of selecting the first rows of the order. */
  function tradeOf(selected: number): Trade {
    const found = positives[selected] ?? 0;
    const precision = found / selected;
    return {
      threshold: selected === 0 ? Infinity : scoreAt(selected - 1),
      selected,
      share: selected / rows,
      precision,
      recall: found / all,
      lift: precision / (all / rows),
      money: sums === null ? null : moneyOf(sums, selected, rows),
    };
  }
  function curve(points = POINTS): readonly Trade[] {
    const trades = [tradeOf(0)];
    for (let selected = 1, step = 0; selected <= rows; selected++) {
      if (selected < rows && scoreAt(selected) === scoreAt(selected - 1)) continue;
      const reached = Math.floor((selected * points) / rows);
      if (reached > step || selected === rows) trades.push(tradeOf(selected));
      step = reached;
    }
    return trades;
  }
  function at(threshold: number): Trade {
    let selected = 0;
    while (selected < rows && scoreAt(selected) >= threshold) selected++;
    return tradeOf(selected);
  }
  return { curve, at };
}

interface MoneySums {
  readonly role: RowMoney['role'];
  /** Entry k: the sum over the first k rows of the order. */
  readonly cost: Float64Array;
  readonly conversions: Float64Array;
  readonly increment: Float64Array;
  readonly profit: Float64Array;
  /** Entry k: the sum over people of the square of what those of their rows that are contacted bring. */
  readonly squares: Float64Array;
  readonly people: number;
}

function runningMoney(
  { role, cost, conversions, increment, profit }: RowMoney,
  order: Uint32Array,
  people: Uint32Array,
): MoneySums {
  return {
    role,
    cost: runningSum(cost, order),
    conversions: runningSum(conversions, order),
    increment: runningSum(increment, order),
    profit: runningSum(profit, order),
    squares:
      role === 'response'
        ? runningSquares(profit, order, people)
        : runningSquares(profit, order.toReversed(), people).reverse(),
    people: new Set(people).size,
  };
}

function moneyOf(sums: MoneySums, selected: number, rows: number): TradeMoney {
  const take = (running: Float64Array) => {
    const sum = running[selected] ?? 0;
    return sums.role === 'response' ? sum : (running.at(-1) ?? 0) - sum;
  };
  const contacted = sums.role === 'response' ? selected : rows - selected;
  const profit = contacted === 0 ? 0 : take(sums.profit);
  const squares = sums.squares[selected] ?? 0;
  const standardError = Math.sqrt(Math.max(0, squares - (profit * profit) / sums.people));
  return {
    contacted,
    share: contacted / rows,
    cost: contacted === 0 ? 0 : take(sums.cost),
    conversions: contacted === 0 ? 0 : take(sums.conversions),
    increment: contacted === 0 ? 0 : take(sums.increment),
    profit: normalEstimate(profit, standardError, LEVEL),
  };
}

function runningSum(values: Float64Array, order: Uint32Array): Float64Array {
  const sums = new Float64Array(order.length + 1);
  order.forEach((row, place) => {
    sums[place + 1] = (sums[place] ?? 0) + (values[row] ?? 0);
  });
  return sums;
}

/** Entry k: the squares of what each person's rows among the first k add up to, summed. */
function runningSquares(values: Float64Array, order: Uint32Array, people: Uint32Array): Float64Array {
  const squares = new Float64Array(order.length + 1);
  const sums = new Map<number, number>();
  order.forEach((row, place) => {
    const person = people[row] ?? 0;
    const [before, value] = [sums.get(person) ?? 0, values[row] ?? 0];
    sums.set(person, before + value);
    squares[place + 1] = (squares[place] ?? 0) + value * (value + 2 * before);
  });
  return squares;
}
