import { type RatioSource } from '../index.js';
import { type FactSourceKind } from './source-kind.js';

/** One fact divided by another: no value where one of them has none, or the whole is zero. */
export const ratioSource: FactSourceKind<RatioSource> = {
  basis: ({ ratio }) => ({ of: 'facts', names: ratio }),
  traits: () => ({
    type: 'number',
    isShare: true,
    isWhole: false,
    direction: 'both',
    canBegin: false,
    changesByItself: true,
  }),
  derivation: ({ ratio: [part, whole] }) => ({
    valueOf: (facts) => shareOf(facts[part], facts[whole]),
    toSql(dialect, columnOf) {
      const [a, b] = [columnOf(part).sql, columnOf(whole).sql];
      // PostgreSQL would stop at a share that floating point cannot hold.
      const isSafe = dialect === 'postgres' ? `abs(${b}) > 1e-150 and abs(${a}) < 1e150` : `${b} <> 0`;
      return `case when ${isSafe} then ${a} / ${b} end`;
    },
  }),
};

function shareOf(part: unknown, whole: unknown): number | undefined {
  if (typeof part !== 'number' || typeof whole !== 'number') return undefined;
  const share = part / whole;
  return Number.isFinite(share) ? share : undefined;
}
