import { type Estimate } from '#strata/statistics';

/** The profits of the strategy and of the human rule, with as many people or as much money each. */
export interface BacktestSubject {
  readonly plan: { readonly by: 'audience' } | { readonly by: 'budget'; readonly budget: number };
  /** Whom the strategy reached. */
  readonly people: number;
  readonly strategy: number;
  readonly humanRule: number;
  /** Strategy minus human rule. */
  readonly ahead: Pick<Estimate, 'value' | 'lower' | 'upper'>;
  readonly standing: 'ahead' | 'draw' | 'behind';
}
