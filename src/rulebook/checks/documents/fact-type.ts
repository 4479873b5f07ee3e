import { type FactType } from '#strata/engine';
import { type Known, type Report } from '../context/report.js';

/** Reports a fact that the catalogue lacks, or that is of another type. */
export function checkFactType(
  name: string,
  pointer: string,
  types: readonly FactType[],
  { facts }: Pick<Known, 'facts'>,
  report: Report,
): void {
  if (facts === undefined) return;
  const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
  if (fact === undefined) report.unknown(pointer, 'fact', name, Object.keys(facts));
  else if (!types.includes(fact.type)) {
    report.problem(pointer, `The fact "${name}" is a ${fact.type}`, `a fact of type ${types.join(' or ')}`);
  }
}
