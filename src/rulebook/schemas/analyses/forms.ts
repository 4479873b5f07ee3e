import { z } from 'zod';
import { type Analysis } from '#strata/engine';
import { attribution } from './attribution.js';
import { type AnalysisForm } from './form.js';
import { lifetimeValue } from './lifetime-value.js';
import { marketingMix } from './marketing-mix.js';
import { personas } from './personas.js';
import { recommendations } from './recommendations.js';
import { rfm } from './rfm.js';

/** Every kind of analysis. */
const FORMS = [
  attribution,
  lifetimeValue,
  marketingMix,
  personas,
  recommendations,
  rfm,
] as const satisfies readonly AnalysisForm[];

/** `rules/analyses/<id>.json` */
export const analysisSchema: z.ZodType<Analysis> = z
  .discriminatedUnion('kind', [FORMS[0].schema, ...FORMS.slice(1).map(({ schema }) => schema)])
  .meta({ title: 'Strata analysis', description: 'What is found out about customers, again and again' });

/** The form of a document that passed {@link analysisSchema}. */
export function formOf({ kind }: Pick<Analysis, 'kind'>): AnalysisForm {
  const form = FORMS.find((each) => each.kind === kind);
  if (form === undefined) throw new RangeError(`There is no kind of analysis "${kind}"`);
  return form;
}
