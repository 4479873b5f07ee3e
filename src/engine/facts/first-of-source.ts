import { factsNamedIn, type FirstOfSource } from '../index.js';
import { constantSql, DIALECTS } from '../sql/index.js';
import { type FactSourceKind } from './source-kind.js';

/**
 * Ordered conditions over other facts, such as the stages of a life-cycle: the value of the first one that holds; of the last
 * case, where it has no condition, for everybody else; without such a case nobody else has a value.
 */
export const firstOfSource: FactSourceKind<FirstOfSource> = {
  basis: ({ firstOf }) => ({
    of: 'facts',
    names: [...new Set(firstOf.flatMap(({ when }) => (when === undefined ? [] : factsNamedIn(when))))],
  }),
  traits: () => ({
    type: null,
    isShare: false,
    isWhole: false,
    direction: 'both',
    canBegin: false,
    changesByItself: false,
  }),
  derivation({ firstOf }, compile) {
    const cases = firstOf.map(({ when, is }) => ({ condition: when === undefined ? null : compile(when), is }));
    return {
      valueOf: (facts) => cases.find(({ condition }) => condition === null || condition.test(facts))?.is,
      toSql(dialect, columnOf) {
        const columns = ({ fact }: { readonly fact: string }) => columnOf(fact);
        const parts = cases.map(({ condition, is }) => {
          const holds = condition === null ? 'true' : condition.toSql(dialect, columns);
          return `when ${holds} then ${constantSql(is, DIALECTS[dialect])}`;
        });
        return `case ${parts.join(' ')} end`;
      },
    };
  },
};
