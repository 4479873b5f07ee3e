import { Query } from '@nestjs/cqrs';
import { type DecisionExplanation } from './explanation.js';

/** Explain a stored decision in full. */
export class ExplainDecisionQuery extends Query<DecisionExplanation> {
  constructor(readonly id: string) {
    super();
  }
}
