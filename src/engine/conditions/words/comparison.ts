import { type ConditionValue, type FactCatalogue, type FactValue } from '../../index.js';
import { type Comparison } from '../../words/index.js';
import { parseOperator } from '../language/operators.js';
import { isFactValue } from '../language/shape.js';
import { type LeafTrace } from '../language/types.js';

/** A comparison from a leaf as it is written. */
export function comparisonOf(
  leaf: FactValue & { readonly operator: string; readonly value: ConditionValue },
  catalogue: FactCatalogue,
): Comparison {
  const other = isFactValue(leaf.value) ? leaf.value : undefined;
  return describe(leaf, leaf.operator, other === undefined ? leaf.value : undefined, other, catalogue);
}

/** A comparison from an evaluated leaf; the value is the one that it was compared with. */
export function comparisonOfTrace(leaf: LeafTrace, catalogue: FactCatalogue): Comparison {
  return describe(leaf, leaf.operator, leaf.expected, leaf.expectedFact, catalogue);
}

function describe(
  fact: FactValue,
  written: string,
  value: unknown,
  other: FactValue | undefined,
  catalogue: FactCatalogue,
): Comparison {
  const hasOwnValue = (fact.path ?? '') === '' && Object.hasOwn(catalogue, fact.fact);
  // Custom operators are known to the compiled condition, not here: to a sentence they are just their name.
  const name = written.slice(written.lastIndexOf(':') + 1);
  const parsed = parseOperator(written, {});
  const isKnown = !('unknown' in parsed);
  const decorators = isKnown ? parsed.decorators : [];
  return {
    fact,
    definition: hasOwnValue ? catalogue[fact.fact] : undefined,
    written: isKnown ? written : name,
    operator: isKnown ? parsed.builtIn : null,
    decorators: decorators.filter((each) => each !== 'not'),
    ignoresCase: isKnown && parsed.ignoresCase,
    isNegated: decorators.filter((each) => each === 'not').length % 2 === 1,
    value,
    other,
  };
}
