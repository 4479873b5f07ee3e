import { type ArmPolicy, type ContextFact } from '../index.js';

type FactValues = Readonly<Record<string, unknown>>;

/**
 * What a policy is told of a person: 1, then each fact of its context in turn. A number is (value − mean) / deviation, true is 1
 * and false 0, a date counts in days since 1970, and a fact with categories is one 0 or 1 for each of them. What is not known
 * is 0, which is the mean of a number.
 */
export function contextOf({ context = [] }: ArmPolicy, facts: FactValues): Float64Array {
  const values = [1];
  for (const read of context) {
    const { fact, mean = 0, deviation = 1, is } = readOf(read);
    const value = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
    if (is === undefined) values.push(numberOf(value, mean, deviation));
    else for (const category of is) values.push(value === category ? 1 : 0);
  }
  return Float64Array.from(values);
}

function readOf(read: ContextFact): Exclude<ContextFact, string> {
  return typeof read === 'string' ? { fact: read } : read;
}

const DAY = 86_400_000;

function numberOf(value: unknown, mean: number, deviation: number): number {
  const number = typeof value === 'string' ? Date.parse(value) / DAY : Number(value ?? Number.NaN);
  const scaled = (number - mean) / deviation;
  return Number.isFinite(scaled) ? scaled : 0;
}
