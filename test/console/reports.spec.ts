import { describe, expectTypeOf, it } from 'vitest';
import { type ATTRIBUTION } from '#strata/analytics/attribution';
import { type LIFETIME_VALUE } from '#strata/analytics/lifetime-value';
import { type MARKETING_MIX } from '#strata/analytics/marketing-mix';
import { type PERSONAS } from '#strata/analytics/personas';
import { type RECOMMENDATIONS } from '#strata/analytics/recommendations';
import { type RFM } from '#strata/analytics/rfm';
import { type Reports } from '../../web/src/customers/reports.js';

/** What an analysis of a kind finds out. */
type FoundBy<K extends { readonly read: (report: never, document: never) => unknown }> = Parameters<K['read']>[0];

describe('the pages of analyses', () => {
  it('read what analyses of each kind find out', () => {
    expectTypeOf<FoundBy<typeof RFM>>().toExtend<Reports['rfm']>();
    expectTypeOf<FoundBy<typeof LIFETIME_VALUE>>().toExtend<Reports['lifetime-value']>();
    expectTypeOf<FoundBy<typeof PERSONAS>>().toExtend<Reports['personas']>();
    expectTypeOf<FoundBy<typeof ATTRIBUTION>>().toExtend<Reports['attribution']>();
    expectTypeOf<FoundBy<typeof MARKETING_MIX>>().toExtend<Reports['marketing-mix']>();
    expectTypeOf<FoundBy<typeof RECOMMENDATIONS>>().toExtend<Reports['recommendations']>();
  });
});
