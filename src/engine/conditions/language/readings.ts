import { type LeafCondition } from '../../index.js';
import { folded } from '../values/case-folding.js';
import { ruleDate } from '../values/dates.js';
import { type FactTypes } from './fact-types.js';
import { isVersionTest, type ParsedOperator } from './operators.js';
import { compilePattern } from '../values/patterns.js';
import { isFactValue } from './shape.js';
import { versions } from '../values/versions.js';

/**
 * How both sides of a leaf are read before they are compared: as they are, without upper and lower case, as moments, as
 * versions; of `expressions` only the value is read.
 */
export type Reading = 'plain' | 'folded' | 'dates' | 'versions' | 'expressions';

/** The reading that an operator and the types of the facts beside it ask for. Where one side is a date, both are. */
export function readingOf(operator: ParsedOperator, { fact, path, value }: LeafCondition, types: FactTypes): Reading {
  const { builtIn, ignoresCase } = operator;
  if (builtIn === 'matches') return 'expressions';
  if (builtIn !== null && isVersionTest(builtIn)) return 'versions';
  if (ignoresCase) return 'folded';
  const isDate = types({ fact, path }) === 'date' || (isFactValue(value) && types(value) === 'date');
  return builtIn !== null && isDate ? 'dates' : 'plain';
}

/** A rule's value as it is compared: a day as its moments, an expression compiled, each item of a list by itself. */
export function readConstant(value: unknown, reading: Reading, timeZone: string): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map((item) => readConstant(item, reading, timeZone)));
  switch (reading) {
    case 'plain':
      return value;
    case 'folded':
      return folded(value);
    case 'dates':
      return ruleDate(value, timeZone) ?? (typeof value === 'boolean' ? value : Number.NaN);
    case 'versions':
      return versions(value);
    case 'expressions':
      return typeof value === 'string' ? compilePattern(value) : undefined;
  }
}
