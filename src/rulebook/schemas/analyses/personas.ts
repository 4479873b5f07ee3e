import { z } from 'zod';
import { type Analysis } from '#strata/engine';
import { factName, id } from '../parts/common.js';
import { analysisOf, type AnalysisForm, type NamedInAnalysis } from './form.js';

/** By what people are grouped. */
interface PersonaFeature {
  readonly fact: string;
  /** Whether it counts as log(1 + x); as its tail tells, where absent. */
  readonly log?: boolean;
}

/** Groups of people who behave alike. */
export interface PersonasAnalysis extends Analysis {
  readonly kind: 'personas';
  /** Id of a plugin of the kind `clusterer`. */
  readonly plugin: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Id of the segment whose people are grouped; absent: everybody. */
  readonly population?: string;
  readonly features: readonly (string | PersonaFeature)[];
  /** The fact that says what a person is worth; absent: nothing is said of it. */
  readonly value?: string;
  /** The analysis is of a file: features and value are its columns, and this one names the person (else each row is one). */
  readonly columns?: { readonly person?: string };
}

/** The features in their long form. */
export function personaFeatures({ features }: Pick<PersonasAnalysis, 'features'>): readonly PersonaFeature[] {
  return features.map((feature) => (typeof feature === 'string' ? { fact: feature } : feature));
}

const FEATURE_TYPES = ['number', 'boolean', 'string'] as const;

/** `"kind": "personas"` */
export const personas: AnalysisForm<PersonasAnalysis> = {
  kind: 'personas',
  schema: analysisOf('personas', 'Groups of people who behave alike, described by what sets them apart', {
    plugin: id.describe('A plugin of the kind clusterer, such as k-means or dbscan'),
    options: z.record(z.string(), z.unknown()).exactOptional().describe("The plugin's own options"),
    population: id.exactOptional().describe('A segment of rules/segments; everybody unless told'),
    features: z
      .array(
        z.union([
          factName,
          z.strictObject({
            fact: factName,
            log: z
              .boolean()
              .exactOptional()
              .describe('Whether it counts as log(1 + x); where it is never negative and has a long tail, unless told'),
          }),
        ]),
      )
      .min(1, { error: 'at least one fact' })
      .max(100, { error: 'at most 100 facts' })
      .describe('The facts by which people are grouped: numbers, booleans and texts'),
    value: factName.exactOptional().describe('The fact that says what a person is worth, such as spend90d'),
    columns: z
      .strictObject({ person: z.string().min(1, { error: "a column's name" }).exactOptional() })
      .exactOptional()
      .describe('The analysis is of a file whose columns are the features; person names the person'),
  }),
  outputs: () => ({ persona: 'string' }),
  names: (document) => [
    { pointer: '/plugin', plugin: document.plugin, kind: 'clusterer', options: document.options ?? {} },
    ...(document.population === undefined ? [] : [{ pointer: '/population', segment: document.population }]),
    ...(document.columns === undefined ? factsOf(document) : []),
  ],
  events: () => [],
  problems: ({ columns, population, publishes, features }) => [
    ...(columns !== undefined && population !== undefined
      ? [{ pointer: '/population', message: 'people of a file are in no segment', expected: 'no population' }]
      : []),
    ...(columns !== undefined && publishes !== undefined
      ? [{ pointer: '/publishes', message: 'what is stored has no columns of a file', expected: 'no publishes' }]
      : []),
    ...twice(features).map((place) => ({
      pointer: `/features/${String(place)}`,
      message: 'the fact stands here twice',
      expected: 'each fact once',
    })),
  ],
  words: ({ plugin, value, ...document }, analyses) =>
    analyses.personas({
      features: personaFeatures(document).map(({ fact }) => fact),
      count: document.features.length,
      plugin,
      value,
    }),
};

function factsOf({ features, value }: PersonasAnalysis): readonly NamedInAnalysis[] {
  return [
    ...features.map((feature, place) => ({
      pointer: `/features/${String(place)}${typeof feature === 'string' ? '' : '/fact'}`,
      fact: typeof feature === 'string' ? feature : feature.fact,
      types: FEATURE_TYPES,
    })),
    ...(value === undefined ? [] : [{ pointer: '/value', fact: value, types: ['number' as const] }]),
  ];
}

function twice(features: PersonasAnalysis['features']): readonly number[] {
  const facts = personaFeatures({ features }).map(({ fact }) => fact);
  return [...facts.keys()].filter((place) => facts.indexOf(facts[place] ?? '') < place);
}
