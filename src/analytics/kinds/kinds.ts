import { type Analysis } from '#strata/engine';
import { type AnalysisKind } from '../contract/index.js';

/** How each kind is made, loaded where it is first run. */
const KINDS: Readonly<Record<string, () => Promise<AnalysisKind>>> = {
  attribution: async () => (await import('../attribution/index.js')).ATTRIBUTION,
  'lifetime-value': async () => (await import('../lifetime-value/index.js')).LIFETIME_VALUE,
  'marketing-mix': async () => (await import('../marketing-mix/index.js')).MARKETING_MIX,
  personas: async () => (await import('../personas/index.js')).PERSONAS,
  recommendations: async () => (await import('../recommendations/index.js')).RECOMMENDATIONS,
  rfm: async () => (await import('../rfm/index.js')).RFM,
};

/** What makes an analysis. */
export async function kindOf({ kind }: Pick<Analysis, 'kind'>): Promise<AnalysisKind> {
  const load = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (load === undefined) throw new RangeError(`Nothing makes analyses of the kind "${kind}"`);
  return await load();
}
