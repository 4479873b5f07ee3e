import { type FactCatalogue } from '#strata/engine';
import { type Contributions } from '#strata/scoring';

/** A person of the sample: the features' values, and what each did to the score. */
export interface ExplainedPerson {
  readonly contributions: Contributions;
  /** By feature, in the report's unit. */
  readonly effects: Float64Array;
}

/** Mean over people. */
export function meanOf(people: readonly ExplainedPerson[], value: (person: ExplainedPerson) => number): number {
  return people.reduce((sum, person) => sum + value(person), 0) / Math.max(1, people.length);
}

/** What a feature is called: by the catalogue, else its name. */
export function featureWords(feature: string, facts: FactCatalogue): string {
  return (Object.hasOwn(facts, feature) ? facts[feature]?.words : undefined) ?? feature;
}
