import { type FactType } from '#strata/engine';

/** What a fact's value can be. */
export const FACT_TYPES = ['number', 'string', 'boolean', 'date', 'list'] as const satisfies readonly FactType[];
