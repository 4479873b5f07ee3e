import { z } from 'zod';
import { type Analysis, type FactType } from '#strata/engine';
import { type Phrases } from '#strata/engine/words';
import { cronSchedule, id, schemaPath, title } from '../parts/common.js';
import { FACT_TYPES } from '../parts/fact-types.js';

/** A name in an analysis that another document, or a plugin, must have. */
export type NamedInAnalysis = { readonly pointer: string } & (
  | { readonly segment: string }
  /** Of one of these types. */
  | { readonly fact: string; readonly types: readonly FactType[] }
  | { readonly model: string }
  | { readonly itemFact: string }
  /** Of this kind, taking these options. */
  | { readonly plugin: string; readonly kind: string; readonly options: object }
);

/** What is wrong with an analysis beyond its form and names. */
export interface AnalysisProblem {
  readonly pointer: string;
  readonly message: string;
  readonly expected?: string;
}

/**
 * What documents of one kind of analysis are: their form, what they may publish, whom they name, and their words. Another
 * kind is another file here, one line in `forms.ts`, and what runs it in `src/analytics`.
 */
export interface AnalysisForm<D extends Analysis = Analysis> {
  readonly kind: D['kind'];
  /** Made by {@link analysisOf}. */
  readonly schema: z.ZodObject & z.ZodType<D>;
  /** What an analysis of this document can say about a person, by name, with its type. */
  outputs(document: D): Readonly<Record<string, FactType>>;
  /** The names that other documents and plugins must have. */
  names(document: D): readonly NamedInAnalysis[];
  /** The names of the events that it reads, by JSON pointer. */
  events(document: D): readonly (readonly [pointer: string, event: string])[];
  problems?(document: D): readonly AnalysisProblem[];
  /** What it does, as sentences. */
  words(document: D, phrases: Phrases['analyses']): readonly string[];
}

/** The schema of a kind: what every analysis says, and these members. */
export function analysisOf<K extends string, M extends z.core.$ZodShape>(kind: K, description: string, members: M) {
  return z
    .strictObject({
      $schema: schemaPath.exactOptional(),
      id,
      title: title.describe('What the analysis is, in a few words'),
      kind: z.literal(kind, { error: kind }).describe(description),
      schedule: cronSchedule.exactOptional().describe('When the analysis runs by itself'),
      publishes: z
        .record(
          z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, { error: 'letters, digits and _, at most 64' }),
          z.enum(FACT_TYPES),
        )
        .exactOptional()
        .describe('What it says about each person, with its type: what computed facts may read'),
      ...members,
    })
    .meta({ title: 'Strata analysis', description });
}
