import { Query } from '@nestjs/cqrs';
import { type Language } from '#strata/kernel/texts';
import { type DecisionExplanation } from './explanation.js';

/** Explain a stored decision in full. */
export class ExplainDecisionQuery extends Query<DecisionExplanation> {
  constructor(
    readonly id: string,
    /** Of the words; English unless told. */
    readonly language?: Language,
  ) {
    super();
  }
}
