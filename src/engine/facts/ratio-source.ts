import { type RatioSource } from '../index.js';
import { DIALECTS } from '../sql/index.js';
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
      return DIALECTS[dialect].quotient(columnOf(part).sql, columnOf(whole).sql);
    },
  }),
};

function shareOf(part: unknown, whole: unknown): number | undefined {
  if (typeof part !== 'number' || typeof whole !== 'number') return undefined;
  const share = part / whole;
  return Number.isFinite(share) ? share : undefined;
}
